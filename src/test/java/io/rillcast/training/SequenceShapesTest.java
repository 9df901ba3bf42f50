package io.rillcast.training;

import static org.assertj.core.api.Assertions.assertThat;

import io.rillcast.rnn.CellKind;
import java.util.Random;
import org.junit.jupiter.api.Test;

/**
 * The five shapes of sequences, each learned from nothing in a second or two and asked about sequences that it has never
 * seen. In all of them the network is the same; what differs is at which steps something is read, and at which steps the
 * loss asks.
 */
class SequenceShapesTest {
    private static final int SLOTS = Pupil.SLOTS;

    private final Random random = new Random(5);

    /** One vector in, one answer out: with a single step a recurrent network is an ordinary one of two layers. */
    @Test
    void oneToOneTellsPointsInACircleFromThoseAround() {
        Pupil pupil = new Pupil(CellKind.RNN_RELU, 2, 24, 2, 1);
        int right = 0;

        for (int round = 0; round < 900; round++) {
            pupil.begin(1);
            int[] inside = new int[SLOTS];
            for (int slot = 0; slot < SLOTS; slot++) {
                float[] point = {2 * random.nextFloat() - 1, 2 * random.nextFloat() - 1};
                // The circle takes half of the square.
                inside[slot] = Math.hypot(point[0], point[1]) < Math.sqrt(2 / Math.PI) ? 1 : 0;
                pupil.batch.input(0, slot, point);
            }
            pupil.read();
            for (int slot = 0; slot < SLOTS; slot++) {
                right += round >= 800 && pupil.answer(0, slot) == inside[slot] ? 1 : 0;
                pupil.correct(0, slot, inside[slot], SLOTS);
            }
            if (round < 800) {
                pupil.learn();
            }
        }

        assertThat(right / (100.0 * SLOTS)).as("share right; chance is 0.5").isGreaterThan(0.9);
    }

    /** One vector in at the first step, an answer at each: the state alone must turn on, like a clock once set. */
    @Test
    void oneToManySaysWhereAHandPointsWhileItTurns() {
        int steps = 12;
        Pupil pupil = new Pupil(CellKind.GRU, 2, 32, 4, steps);
        int right = 0;

        for (int round = 0; round < 550; round++) {
            pupil.begin(steps);
            double[] angle = new double[SLOTS];
            for (int slot = 0; slot < SLOTS; slot++) {
                angle[slot] = 2 * Math.PI * random.nextDouble();
                pupil.batch.input(0, slot, new float[] {(float) Math.cos(angle[slot]), (float) Math.sin(angle[slot])});
            }
            pupil.read();
            for (int slot = 0; slot < SLOTS; slot++) {
                for (int t = 0; t < steps; t++) {
                    // Thirty degrees a step.
                    int quarter = (int) ((angle[slot] + t * Math.PI / 6) / (Math.PI / 2)) % 4;
                    right += round >= 500 && pupil.answer(t, slot) == quarter ? 1 : 0;
                    pupil.correct(t, slot, quarter, SLOTS * steps);
                }
            }
            if (round < 500) {
                pupil.learn();
            }
        }

        assertThat(right / (50.0 * SLOTS * steps))
                .as("share right; chance is 0.25")
                .isGreaterThan(0.8);
    }

    /** A sequence in, one answer at its end: sequences of unequal length, each asked at its own last step. */
    @Test
    void manyToOneSaysWhichOfTwoSymbolsCameMoreOften() {
        int longest = 21;
        Pupil pupil = new Pupil(CellKind.LSTM, 2, 16, 2, longest);
        int right = 0;

        for (int round = 0; round < 350; round++) {
            pupil.begin(longest);
            int[] length = new int[SLOTS];
            int[] more = new int[SLOTS];
            for (int slot = 0; slot < SLOTS; slot++) {
                length[slot] = 5 + 2 * random.nextInt(9);
                pupil.batch.length(slot, length[slot]);
                int ones = 0;
                for (int t = 0; t < length[slot]; t++) {
                    int symbol = random.nextInt(2);
                    ones += symbol;
                    pupil.batch.input(t, slot, symbol);
                }
                more[slot] = 2 * ones > length[slot] ? 1 : 0;
            }
            pupil.read();
            for (int slot = 0; slot < SLOTS; slot++) {
                right += round >= 300 && pupil.answer(length[slot] - 1, slot) == more[slot] ? 1 : 0;
                pupil.correct(length[slot] - 1, slot, more[slot], SLOTS);
            }
            if (round < 300) {
                pupil.learn();
            }
        }

        assertThat(right / (50.0 * SLOTS)).as("share right; chance is 0.5").isGreaterThan(0.85);
    }

    /** An answer at each step: what stood two steps before. The state is a queue that the network has to invent. */
    @Test
    void manyToManyOfEqualLengthRepeatsWithADelay() {
        int steps = 15;
        int symbols = 5;
        Pupil pupil = new Pupil(CellKind.GRU, symbols, 32, symbols, steps);
        int right = 0;

        for (int round = 0; round < 350; round++) {
            pupil.begin(steps);
            int[][] said = new int[steps][SLOTS];
            for (int t = 0; t < steps; t++) {
                for (int slot = 0; slot < SLOTS; slot++) {
                    said[t][slot] = random.nextInt(symbols);
                    pupil.batch.input(t, slot, said[t][slot]);
                }
            }
            pupil.read();
            for (int t = 2; t < steps; t++) {
                for (int slot = 0; slot < SLOTS; slot++) {
                    right += round >= 300 && pupil.answer(t, slot) == said[t - 2][slot] ? 1 : 0;
                    pupil.correct(t, slot, said[t - 2][slot], SLOTS * (steps - 2));
                }
            }
            if (round < 300) {
                pupil.learn();
            }
        }

        assertThat(right / (50.0 * SLOTS * (steps - 2)))
                .as("share right; chance is 0.2")
                .isGreaterThan(0.9);
    }

    /**
     * A sequence in, one of another length out: five letters are read, and then the first three are said backwards. The
     * encoder's last state is the decoder's first, and the gradient goes the same way back. While it learns, the decoder
     * reads the letter that it should have said before; when asked, the one that it did say.
     */
    @Test
    void manyToManyOfDifferentLengthSaysTheFirstLettersBackwards() {
        Pupil encoder = new Pupil(CellKind.GRU, EncoderDecoder.LETTERS, 40, 2, EncoderDecoder.READ);
        Pupil decoder =
                new Pupil(CellKind.GRU, EncoderDecoder.LETTERS + 1, 40, EncoderDecoder.LETTERS, EncoderDecoder.SAID);
        EncoderDecoder pair = new EncoderDecoder(encoder, decoder);

        for (int round = 0; round < 900; round++) {
            pair.learn(words(false));
        }
        int right = 0;
        for (int round = 0; round < 10; round++) {
            right += pair.rightAnswers(words(true));
        }

        assertThat(right / (10.0 * SLOTS))
                .as("share of words right in all three letters; chance is 1 in 64")
                .isGreaterThan(0.7);
    }

    /** Words of five letters of four; a fifth of all words is held out from learning. */
    private int[][] words(boolean heldOut) {
        int[][] words = new int[SLOTS][];
        for (int slot = 0; slot < SLOTS; slot++) {
            int number;
            do {
                number = random.nextInt(1024);
            } while ((number % 5 == 0) != heldOut);
            words[slot] = new int[] {number & 3, number >> 2 & 3, number >> 4 & 3, number >> 6 & 3, number >> 8 & 3};
        }
        return words;
    }
}
