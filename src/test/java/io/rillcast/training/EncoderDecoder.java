package io.rillcast.training;

import java.util.Arrays;

/** Two networks, of which the second begins with the state in which the first has ended; for tests. */
final class EncoderDecoder {
    /** Letters of the alphabet, letters that are read, letters that are then said. */
    static final int LETTERS = 4;

    static final int READ = 5;
    static final int SAID = 3;

    /** What the decoder reads first. */
    private static final int GO = LETTERS;

    private final Pupil encoder;
    private final Pupil decoder;

    EncoderDecoder(Pupil encoder, Pupil decoder) {
        this.encoder = encoder;
        this.decoder = decoder;
    }

    /** One step for both networks on a batch of words. */
    void learn(int[][] words) {
        encode(words);
        decoder.begin(SAID);
        System.arraycopy(encoder.states, 0, decoder.states, 0, encoder.states.length);
        for (int slot = 0; slot < Pupil.SLOTS; slot++) {
            for (int t = 0; t < SAID; t++) {
                decoder.batch.input(t, slot, t == 0 ? GO : wanted(words[slot], t - 1));
            }
        }
        decoder.read();
        for (int slot = 0; slot < Pupil.SLOTS; slot++) {
            for (int t = 0; t < SAID; t++) {
                decoder.correct(t, slot, wanted(words[slot], t), Pupil.SLOTS * SAID);
            }
        }
        decoder.learn();
        // Now they hold the gradient with respect to the decoder's first states: the encoder's last ones.
        System.arraycopy(decoder.gradStates, 0, encoder.gradStates, 0, encoder.gradStates.length);
        encoder.learn();
    }

    /** How many of a batch of words are said right in all letters, the decoder going on from what it said itself. */
    int rightAnswers(int[][] words) {
        encode(words);
        float[] carried = encoder.states.clone();
        int[] said = new int[Pupil.SLOTS];
        Arrays.fill(said, GO);
        boolean[] isWrong = new boolean[Pupil.SLOTS];
        for (int t = 0; t < SAID; t++) {
            decoder.begin(1);
            System.arraycopy(carried, 0, decoder.states, 0, carried.length);
            for (int slot = 0; slot < Pupil.SLOTS; slot++) {
                decoder.batch.input(0, slot, said[slot]);
            }
            decoder.read();
            System.arraycopy(decoder.states, 0, carried, 0, carried.length);
            for (int slot = 0; slot < Pupil.SLOTS; slot++) {
                said[slot] = decoder.answer(0, slot);
                isWrong[slot] |= said[slot] != wanted(words[slot], t);
            }
        }
        int right = 0;
        for (boolean wrong : isWrong) {
            right += wrong ? 0 : 1;
        }
        return right;
    }

    private void encode(int[][] words) {
        encoder.begin(READ);
        for (int slot = 0; slot < Pupil.SLOTS; slot++) {
            for (int t = 0; t < READ; t++) {
                encoder.batch.input(t, slot, words[slot][t]);
            }
        }
        encoder.read();
    }

    private static int wanted(int[] word, int step) {
        return word[SAID - 1 - step];
    }
}
