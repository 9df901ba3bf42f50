package io.rillcast.app;

import io.rillcast.rnn.Network;
import io.rillcast.serde.BadText;
import io.rillcast.training.TextPlan;
import io.rillcast.training.TextTrainer;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Learns a text, symbol by symbol. */
@Command(
        name = "train",
        description = "Learns a text in UTF-8, plain or gzipped: the next character, or the next word, from all before"
                + " it. The last tenth of the text, at most 100,000 characters or words, is held out to judge by; the"
                + " model that foretells it best is kept in a safetensors file with PyTorch's names. A signal ends the"
                + " training and keeps the best model so far.")
final class TextTrainCommand implements Callable<Integer> {
    /** After a signal: ends the step under way and judges the model, on however large a network. */
    private static final Duration GRACE = Duration.ofSeconds(60);

    private static final String SUFFIX = ".safetensors";

    private final StopSignal stop;

    @Parameters(paramLabel = "FILE", description = "The text.")
    private Path file;

    @Option(
            names = "--out",
            paramLabel = "MODEL",
            description = "Where the model goes; default: the name of the text and " + SUFFIX + ", in the working"
                    + " directory.")
    private Optional<Path> out;

    @Option(
            names = "--sample-every",
            paramLabel = "N",
            description = "Steps from sample to sample, 0 for none. Default: a fifth of all.")
    private Optional<Integer> sampleEvery = Optional.empty();

    @Mixin
    private TextTrainOptions options;

    @Spec
    private CommandSpec spec;

    TextTrainCommand(StopSignal stop) {
        this.stop = stop;
    }

    /** Trains, and prints what was reached. */
    @Override
    public Integer call() throws IOException, BadText {
        options.requireSense(spec);
        WrongUsage.unless(
                spec,
                sampleEvery.orElse(0) >= 0,
                "--sample-every must be >= 0: --sample-every=" + sampleEvery.orElse(0));
        stop.listen(GRACE);
        Path model = out.orElseGet(() -> Path.of(baseName(file) + SUFFIX));
        requireWritable(model);
        requireOther(model);
        TextFile text = TextFile.read(file, options.unit(), options.words(), stop::isRequested);
        TextPlan plan = options.plan(text.training());
        Network start = Network.initialWithHead(options.shape(text.vocabulary().size()), new Random(options.seed()));
        TextTrainer trainer = new TextTrainer(start, text.training(), plan, new Random(options.seed() + 1));
        say(began(text, plan, trainer));
        TextTraining training = new TextTraining(
                text,
                trainer,
                new TextTraining.Plan(
                        model, plan.steps(), sampleEvery.orElse(Math.max(1, plan.steps() / 5)), options.seed()));
        TextTraining.Outcome outcome;
        try (Progress progress =
                Progress.start(new Progress.Task("learning " + file.getFileName(), "steps", plan.steps()))) {
            outcome = training.run(progress, stop::isRequested);
        }
        say(ended(outcome, model));
        return 0;
    }

    private String began(TextFile text, TextPlan plan, TextTrainer trainer) {
        return String.format(
                Locale.ROOT,
                "learning %s: %,d %s, %,d different, the last %,d held out; cell=%s, hidden=%d, layers=%d; %,d steps of"
                        + " %d x %d, %.1f epochs",
                file.getFileName(),
                text.training().length() + text.heldOut().length(),
                options.unit().plural(),
                text.vocabulary().size(),
                text.heldOut().length(),
                trainer.shape().cell().text(),
                trainer.shape().hidden(),
                trainer.shape().layers(),
                plan.steps(),
                trainer.streams().count(),
                trainer.streams().longestChunk(),
                (double) plan.steps() / trainer.streams().chunks());
    }

    private String ended(TextTraining.Outcome outcome, Path model) {
        return String.format(
                Locale.ROOT,
                "%s after %,d steps: best held-out %.3f bits a %s, after step %,d; %,.0f %s/s; model: %s",
                stop.isRequested() ? "stopped" : "learned",
                outcome.steps(),
                outcome.best().bits(),
                options.unit().text(),
                outcome.best().step(),
                outcome.symbolsPerSecond(),
                options.unit().plural(),
                model);
    }

    private void say(String line) {
        PrintWriter writer = spec.commandLine().getOut();
        writer.println(line);
        writer.flush();
    }

    private static String baseName(Path file) {
        return String.valueOf(file.getFileName()).replaceFirst("(\\.txt)?(\\.gz)?$", "");
    }

    private void requireOther(Path model) throws IOException {
        if (Files.exists(file) && Files.exists(model) && Files.isSameFile(file, model)) {
            throw new CommandFailure(
                    "model file must not be the text itself: file=" + model + "; name another by --out");
        }
    }

    /** A training of an hour must not end with a path that was wrong from the start. */
    private static void requireWritable(Path model) {
        Path directory = Optional.ofNullable(model.toAbsolutePath().getParent()).orElse(model);
        if (Files.isDirectory(model) || !Files.isDirectory(directory) || !Files.isWritable(directory)) {
            throw new CommandFailure("model file must be one that can be written, in a directory that is there: file="
                    + model + "; name another by --out");
        }
    }
}
