package io.rillcast.app;

import io.rillcast.rnn.CellKind;
import io.rillcast.rnn.NetworkShape;
import io.rillcast.rnn.RecurrentShape;
import io.rillcast.training.EncodedText;
import io.rillcast.training.TextPlan;
import io.rillcast.training.TextStreams;
import io.rillcast.training.TextUnit;
import java.util.Arrays;
import java.util.Iterator;
import java.util.Optional;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;

/** The sizes of a network of text and how it is trained, as a person gives them. */
final class TextTrainOptions {
    private static final int DEFAULT_EPOCHS = 50;

    @Option(
            names = "--cell",
            defaultValue = "gru",
            completionCandidates = Cells.class,
            description = "The recurrent unit: ${COMPLETION-CANDIDATES}. Default: ${DEFAULT-VALUE}.")
    private String cell;

    @Option(names = "--hidden", defaultValue = "50", description = "Units of each layer. Default: ${DEFAULT-VALUE}.")
    private int hidden;

    @Option(names = "--layers", defaultValue = "1", description = "Layers of units. Default: ${DEFAULT-VALUE}.")
    private int layers;

    @Option(
            names = "--sequence",
            defaultValue = "100",
            description = "Steps of a chunk, the most that a gradient flows back; the state is carried from chunk to"
                    + " chunk. Default: ${DEFAULT-VALUE}.")
    private int sequence;

    @Option(
            names = "--unit",
            defaultValue = "character",
            completionCandidates = Units.class,
            description = "What is foretold, the next character or word: ${COMPLETION-CANDIDATES}."
                    + " Default: ${DEFAULT-VALUE}.")
    private String unit;

    @Option(
            names = "--words",
            defaultValue = "5000",
            description = "Most different words that are kept, the most frequent. Default: ${DEFAULT-VALUE}.")
    private int words;

    @Option(
            names = "--batch",
            defaultValue = "16",
            description = "Places of the text that are read side by side. Default: ${DEFAULT-VALUE}.")
    private int batch;

    @Option(names = "--steps", paramLabel = "N", description = "Optimiser steps, in place of epochs.")
    private Optional<Integer> steps = Optional.empty();

    @Option(
            names = "--epochs",
            paramLabel = "N",
            description = "How often the text is read. Default: " + DEFAULT_EPOCHS + ".")
    private Optional<Integer> epochs = Optional.empty();

    @Option(
            names = "--rate",
            defaultValue = "0.01",
            description = "Learning rate at the start; it falls along a cosine to 0. Default: ${DEFAULT-VALUE}.")
    private double rate;

    @Option(names = "--decay", defaultValue = "0.01", description = "Weight decay of AdamW. Default: ${DEFAULT-VALUE}.")
    private double decay;

    @Option(
            names = "--clip",
            defaultValue = "1",
            description = "The longest gradient, by its norm. Default: ${DEFAULT-VALUE}.")
    private double clip;

    @Option(
            names = "--dropout",
            defaultValue = "0",
            description = "Share of values dropped between layers while training. Default: ${DEFAULT-VALUE}.")
    private double dropout;

    @Option(names = "--seed", defaultValue = "1", description = "Seeds all random choices. Default: ${DEFAULT-VALUE}.")
    private long seed;

    /** The values of {@code --cell}. */
    static final class Cells implements Iterable<String> {
        @Override
        public Iterator<String> iterator() {
            return Arrays.stream(CellKind.values()).map(CellKind::text).iterator();
        }
    }

    /** The values of {@code --unit}. */
    static final class Units implements Iterable<String> {
        @Override
        public Iterator<String> iterator() {
            return Arrays.stream(TextUnit.values()).map(TextUnit::text).iterator();
        }
    }

    /** Checks, before a file is read, all that can be checked without it. */
    void requireSense(CommandSpec spec) {
        WrongUsage.unless(spec, steps.isEmpty() || epochs.isEmpty(), "--steps and --epochs must not both be given");
        WrongUsage.unless(spec, epochs.orElse(1) >= 1, "epochs must be >= 1: epochs=" + epochs.orElse(1));
        WrongUsage.unless(spec, words >= 1 && words < 65_536, "words must be between 1 and 65535: words=" + words);
        WrongUsage.unlessMade(spec, this::unit);
        WrongUsage.unlessMade(spec, () -> shape(2));
        WrongUsage.unlessMade(spec, () -> plan(steps.orElse(1)));
    }

    /** What is foretold. */
    TextUnit unit() {
        return TextUnit.of(unit);
    }

    /** Different words that are kept. */
    int words() {
        return words;
    }

    /** Of all random choices. */
    long seed() {
        return seed;
    }

    /** The network's sizes for so many symbols. */
    NetworkShape shape(int symbols) {
        return new NetworkShape(new RecurrentShape(CellKind.of(cell), symbols, hidden, layers, false), symbols, false);
    }

    /** How the network learns a text. */
    TextPlan plan(EncodedText text) {
        int chunks = new TextStreams(text, sequence, batch).chunks();
        long all = (long) epochs.orElse(DEFAULT_EPOCHS) * chunks;
        return plan(steps.orElse((int) Math.min(Integer.MAX_VALUE, all)));
    }

    private TextPlan plan(int stepCount) {
        return new TextPlan(sequence, batch, stepCount, rate, decay, clip, dropout);
    }
}
