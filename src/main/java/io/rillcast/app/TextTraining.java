package io.rillcast.app;

import io.rillcast.rnn.Network;
import io.rillcast.rnn.Tensor;
import io.rillcast.training.TextGenerator;
import io.rillcast.training.TextTrainer;
import io.rillcast.training.TextUnit;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.function.BooleanSupplier;

/** Runs a training, shows how it goes and keeps the best model in a file; owned by one thread. */
final class TextTraining {
    /** How often a model is judged by what it has not seen. */
    private static final int CHECKS = 20;

    /** Symbols of a sample. */
    private static final int SAMPLE_LENGTH = 200;

    /** Of samples: bold enough to be read, not so bold that they repeat. */
    private static final double SAMPLE_TEMPERATURE = 0.8;

    /** The share of a new loss in the one that is shown. */
    private static final double SMOOTHING = 0.05;

    private final TextFile text;
    private final TextTrainer trainer;
    private final Plan plan;
    private final int checkEvery;

    private double trainingBits = Double.NaN;
    private long targets;
    private long learningNanos;
    private Best best = new Best(0, Double.POSITIVE_INFINITY);

    /**
     * What is wanted of a training beside its numbers.
     *
     * @param out where the best model goes
     * @param steps of the training
     * @param sampleEvery steps from sample to sample, 0 for none
     * @param seed of the samples
     */
    record Plan(Path out, int steps, int sampleEvery, long seed) {}

    /**
     * The best model so far.
     *
     * @param step after which it was judged
     * @param bits a symbol of the held-out part
     */
    record Best(int step, double bits) {}

    /**
     * What a training came to.
     *
     * @param steps taken
     * @param best the model that is in the file
     * @param symbolsPerSecond learned, judging and samples left out
     */
    record Outcome(int steps, Best best, double symbolsPerSecond) {}

    TextTraining(TextFile text, TextTrainer trainer, Plan plan) {
        this.text = text;
        this.trainer = trainer;
        this.plan = plan;
        this.checkEvery = Math.max(1, plan.steps() / CHECKS);
    }

    /** Trains until all steps are taken or it is told to stop; at least one model is judged and kept. */
    Outcome run(Progress progress, BooleanSupplier stop) {
        while (!trainer.isDone() && !stop.getAsBoolean()) {
            learn();
            int step = trainer.steps();
            if (step % checkEvery == 0 || trainer.isDone()) {
                judge();
            }
            progress.note(note());
            progress.reach(step);
            if (plan.sampleEvery() > 0 && step % plan.sampleEvery() == 0) {
                progress.say("after step " + step + ": " + note() + "\n" + sample() + "\n");
            }
        }
        if (trainer.steps() % checkEvery != 0 && !trainer.isDone()) {
            judge();
        }
        return new Outcome(trainer.steps(), best, symbolsPerSecond());
    }

    private void learn() {
        long began = System.nanoTime();
        TextTrainer.Chunk chunk = trainer.step();
        learningNanos += System.nanoTime() - began;
        requireFinite(chunk.bits());
        targets += chunk.targets();
        trainingBits =
                Double.isNaN(trainingBits) ? chunk.bits() : trainingBits + SMOOTHING * (chunk.bits() - trainingBits);
    }

    private void judge() {
        Network network = trainer.network();
        double bits = TextGenerator.bits(network, text.heldOut());
        requireFinite(bits);
        requireFinite(largestWeight(network));
        if (best.step() == 0 || bits < best.bits()) {
            best = new Best(trainer.steps(), bits);
            new TextModel(text.vocabulary(), network)
                    .write(
                            plan.out(),
                            Map.of(
                                    "text.step", Integer.toString(best.step()),
                                    "text.held-out.bits", Double.toString(bits)));
        }
    }

    private static double largestWeight(Network network) {
        double largest = 0;
        for (Tensor tensor : network.tensors().values()) {
            for (float value : tensor.values()) {
                largest = Math.max(largest, Math.abs(value));
            }
        }
        return largest;
    }

    private void requireFinite(double number) {
        if (!Double.isFinite(number)) {
            throw diverged();
        }
    }

    private CommandFailure diverged() {
        String kept = best.step() == 0 ? "" : "; the best model, after step " + best.step() + ", is in " + plan.out();
        return new CommandFailure("training must stay finite: step=" + trainer.steps() + "; lower --rate" + kept);
    }

    private String note() {
        String held = best.step() == 0 ? "" : String.format(Locale.ROOT, ", best held-out %.3f", best.bits());
        return String.format(
                Locale.ROOT,
                "%.3f bits a %s%s, %,.0f %s/s",
                trainingBits,
                unit().text(),
                held,
                symbolsPerSecond(),
                unit().plural());
    }

    private double symbolsPerSecond() {
        return learningNanos == 0 ? 0 : targets / (learningNanos / 1e9);
    }

    private String sample() {
        TextGenerator generator =
                new TextGenerator(trainer.network(), text.vocabulary(), SAMPLE_TEMPERATURE, new Random(plan.seed()));
        generator.read(text.heldOut().number(0));
        StringBuilder sample = new StringBuilder();
        try {
            for (int i = 0; i < SAMPLE_LENGTH; i++) {
                sample.append(text.vocabulary().symbol(generator.next()));
            }
        } catch (ArithmeticException overflow) {
            throw diverged();
        }
        return sample.toString()
                .lines()
                .map(PlainLines::shown)
                .reduce((a, b) -> a + "\n" + b)
                .orElse("");
    }

    private TextUnit unit() {
        return text.vocabulary().unit();
    }
}
