package io.rillcast.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.rillcast.rnn.CellKind;
import io.rillcast.rnn.Network;
import io.rillcast.rnn.NetworkShape;
import io.rillcast.rnn.RecurrentShape;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class TextTrainerTest {
    private static final int SYMBOLS = 4;

    @Test
    void readsEachStreamInTurnAndBeginsAnewAfterTheLastChunk() {
        TextStreams streams = new TextStreams(counting(12), 2, 2);

        assertThat(streams.count()).isEqualTo(2);
        assertThat(streams.length()).isEqualTo(5);
        assertThat(streams.chunks()).isEqualTo(3);
        assertThat(streams.chunkLength(4)).isEqualTo(1);
        assertThat(streams.input(1, 0)).isEqualTo(5);
        assertThat(streams.target(1, 4)).isEqualTo(10);
    }

    @Test
    void hasFewerStreamsWhereTheTextIsShort() {
        assertThat(new TextStreams(counting(25), 10, 32).count()).isEqualTo(2);
        assertThat(new TextStreams(counting(2), 10, 32).length()).isEqualTo(1);
        assertThatThrownBy(() -> new TextStreams(counting(1), 10, 32))
                .hasMessage("a text to learn must have at least 2 symbols: symbols=1");
    }

    @Test
    void carriesTheStateOverChunksAndStartsAnEpochFromZeros() {
        // No rate to speak of: the weights stay, and each chunk's loss shows the state it began with.
        EncodedText text = random(41);
        TextPlan plan = new TextPlan(10, 1, 8, 1e-12, 0, 1, 0);
        Network network = network(CellKind.LSTM);
        TextTrainer trainer = new TextTrainer(network, text, plan, new Random(1));

        double[] bits = new double[8];
        for (int i = 0; i < 8; i++) {
            bits[i] = trainer.step().bits();
        }

        double whole = Arrays.stream(bits, 0, 4).average().orElseThrow();
        assertThat(whole).isCloseTo(TextGenerator.bits(network, text), within(1e-5));
        assertThat(bits[4]).isCloseTo(bits[0], within(1e-6));
        assertThat(bits[1]).isNotCloseTo(TextGenerator.bits(network, text.part(10, 21)), within(1e-6));
    }

    @Test
    void learnsEqualWeightsForEqualSeeds() {
        TextPlan plan = new TextPlan(10, 3, 20, 0.01, 0.01, 1, 0.3);

        List<float[]> once = weights(plan, 5);
        List<float[]> again = weights(plan, 5);
        List<float[]> otherwise = weights(plan, 6);

        assertThat(once).usingRecursiveComparison().isEqualTo(again);
        assertThat(once).usingRecursiveComparison().isNotEqualTo(otherwise);
    }

    @Test
    void costsTwoBitsToForetellOneOfFourByChance() {
        NetworkShape shape = new NetworkShape(new RecurrentShape(CellKind.GRU, SYMBOLS, 3, 1, false), SYMBOLS, false);

        double bits = TextGenerator.bits(Network.initial(shape, new Random(1)), random(100));

        assertThat(bits).isCloseTo(2.0, within(1e-6));
    }

    @Test
    void drawsAsOftenAsTheOutputsSay() {
        // The head's bias alone speaks: symbol 1 has the odds e^1 : 1 : 1 : 1 at temperature 1.
        NetworkShape shape = new NetworkShape(new RecurrentShape(CellKind.GRU, SYMBOLS, 3, 1, false), SYMBOLS, false);
        Network network = Network.initial(shape, new Random(1)).withHeadBias(0, 1, 0, 0);
        Vocabulary vocabulary = Vocabulary.of(TextUnit.CHARACTER, List.of("a", "b", "c", "d"));

        assertThat(shareOfB(network, vocabulary, 1)).isCloseTo(0.4754, within(0.02));
        assertThat(shareOfB(network, vocabulary, 0.5)).isCloseTo(0.7112, within(0.02));
        assertThat(shareOfB(network, vocabulary, 0)).isEqualTo(1);
    }

    @Test
    void neverDrawsTheUnknownWord() {
        NetworkShape shape = new NetworkShape(new RecurrentShape(CellKind.GRU, 3, 3, 1, false), 3, false);
        Network network = Network.initial(shape, new Random(1)).withHeadBias(9, 0, 0);
        Vocabulary vocabulary = Vocabulary.of(TextUnit.WORD, List.of("", "a", "b"));

        for (double temperature : new double[] {0, 1, 100}) {
            TextGenerator generator = new TextGenerator(network, vocabulary, temperature, new Random(2));
            generator.read(1);
            for (int i = 0; i < 200; i++) {
                assertThat(generator.next()).isNotZero();
            }
        }
    }

    @Test
    void refusesToBeginWithNothing() {
        TextGenerator generator = new TextGenerator(
                network(CellKind.GRU),
                Vocabulary.of(TextUnit.CHARACTER, List.of("a", "b", "c", "d")),
                1,
                new Random(1));

        assertThatThrownBy(generator::next).hasMessage("a first symbol must be read before another can follow");
    }

    private static double shareOfB(Network network, Vocabulary vocabulary, double temperature) {
        TextGenerator generator = new TextGenerator(network, vocabulary, temperature, new Random(3));
        generator.read(0);
        int count = 0;
        for (int i = 0; i < 10_000; i++) {
            count += generator.next() == 1 ? 1 : 0;
        }
        return count / 10_000.0;
    }

    private static List<float[]> weights(TextPlan plan, long seed) {
        NetworkShape shape = new NetworkShape(new RecurrentShape(CellKind.GRU, SYMBOLS, 5, 2, false), SYMBOLS, false);
        TextTrainer trainer =
                new TextTrainer(Network.initialWithHead(shape, new Random(1)), random(200), plan, new Random(seed));
        while (!trainer.isDone()) {
            trainer.step();
        }
        return trainer.network().tensors().values().stream()
                .map(tensor -> tensor.values())
                .toList();
    }

    private static Network network(CellKind cell) {
        NetworkShape shape = new NetworkShape(new RecurrentShape(cell, SYMBOLS, 6, 1, false), SYMBOLS, false);
        return Network.initialWithHead(shape, new Random(4));
    }

    private static EncodedText counting(int length) {
        return EncodedText.of(java.util.stream.IntStream.range(0, length).toArray());
    }

    private static EncodedText random(int length) {
        return EncodedText.of(new Random(11).ints(length, 0, SYMBOLS).toArray());
    }
}
