package io.rillcast.app;

import io.rillcast.config.ServicePlan;
import io.rillcast.config.Settings;
import io.rillcast.config.SettingsException;
import io.rillcast.config.SettingsReader;
import io.rillcast.config.SettingsSource;
import io.rillcast.evaluation.TestPart;
import io.rillcast.forecast.SkipReason;
import io.rillcast.serde.BadLine;
import io.rillcast.serde.CsvColumns;
import io.rillcast.streams.StreamPlan;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Forecasts readings out of files, as the service would have, and says how well. */
@Command(
        name = "backtest",
        description = "Replays the readings of CSV files, plain or gzipped, in the order of time over all series, each"
                + " forecast before it is looked at, with networks trained on the way as the service trains them; and"
                + " says how good the forecasts of each series' last readings were. Needs no Kafka. Readings of one"
                + " millisecond keep the order of the files and of their lines. The settings are those of `run`;"
                + " columns beside series, timestamp and value count if readings.covariate.fields names them.")
final class BacktestCommand implements Callable<Integer> {
    private static final Duration GRACE = Duration.ofSeconds(30);

    private final StopSignal stop;

    @Parameters(paramLabel = "FILE", arity = "1..*", description = "CSV files: a header line, then one reading a line.")
    private List<Path> files = List.of();

    @Option(
            names = "--out",
            paramLabel = "DIR",
            description = "Where forecasts.csv, metrics.json, report.html and the models go; what a run before wrote"
                    + " there is replaced. Default: only the table is printed.")
    private Optional<Path> out = Optional.empty();

    @Option(
            names = "--test-fraction",
            paramLabel = "SHARE",
            defaultValue = "0.3",
            description = "Tested on is this share of each series, its last readings. Default: ${DEFAULT-VALUE}.")
    private double testFraction;

    @Option(
            names = "--test-max",
            paramLabel = "N",
            defaultValue = "1000",
            description = "At most so many readings of a series. Default: ${DEFAULT-VALUE}.")
    private long testMost;

    @Mixin
    private CsvOptions csv;

    @Option(names = "--config", paramLabel = "FILE", description = "The settings, a properties file. Default: none.")
    private Optional<Path> config = Optional.empty();

    @Option(
            names = "-D",
            paramLabel = "KEY=VALUE",
            description = "Sets a key; wins over the file and the environment. May be given more than once.")
    private Map<String, String> overrides = new LinkedHashMap<>();

    @Option(
            names = "--models",
            paramLabel = "DIR",
            description = "With --follow: trains nothing, takes the models that a run before wrote into DIR.")
    private Optional<Path> models = Optional.empty();

    @Option(
            names = "--follow",
            paramLabel = "FILE",
            description = "With --models: a forecasts.csv of the same readings; models change where they did there.")
    private Optional<Path> follow = Optional.empty();

    @Spec
    private CommandSpec spec;

    BacktestCommand(StopSignal stop) {
        this.stop = stop;
    }

    /** Runs the backtest. */
    @Override
    public Integer call() throws IOException, BadLine, SettingsException {
        TestPart test = WrongUsage.unlessMade(spec, () -> new TestPart(testFraction, testMost));
        CsvColumns columns = csv.columns(spec);
        WrongUsage.unless(
                spec, models.isPresent() == follow.isPresent(), "--models and --follow must be given together");
        WrongUsage.unless(
                spec,
                out.map(Path::toString).filter(String::isEmpty).isEmpty(),
                "--out must name a directory, . for this one");
        Settings settings = settings();
        stop.listen(GRACE);
        StreamPlan streams = new ServicePlan(settings).streams();
        BacktestPlan plan = new BacktestPlan(streams.training(), streams.schedule(), streams.groups(), test);
        CsvIntake intake = new CsvIntake(csv.isSkipping(), spec.commandLine().getErr()::println);
        BacktestInput input = new BacktestInput(columns, plan.forecast().covariates(), intake);
        out.ifPresent(BacktestFiles::prepare);
        BacktestRun run = new BacktestRun(plan, followed(plan), stop);
        try (WorkDirectory temporary = WorkDirectory.open(Optional.empty());
                ReadingSort sort = new ReadingSort(
                        temporary.path(), plan.forecast().covariates().fingerprint())) {
            read(input, sort);
            requireReadings(sort, input);
            KernelLog.sayChosen();
            if (out.isEmpty()) {
                Backtest backtest = run.over(sort, new Backtest.Nowhere());
                say(backtest, BacktestFigures.of(backtest), input);
                return 0;
            }
            try (BacktestFiles written =
                    BacktestFiles.open(out.get(), plan.forecast().levels(), follow.isEmpty())) {
                Backtest backtest = run.over(sort, written);
                BacktestFigures figures = BacktestFigures.of(backtest);
                written.finish(BacktestMetrics.of(backtest, figures, settings.shown()), figures, intro(backtest));
                say(backtest, figures, input);
            }
        } catch (UncheckedIOException failed) {
            throw failed.getCause();
        }
        return 0;
    }

    private void say(Backtest backtest, BacktestFigures figures, BacktestInput input) {
        say(BacktestTable.of(backtest, figures).stripTrailing());
        say(summary(backtest, input));
    }

    private String intro(Backtest backtest) {
        return String.format(
                Locale.ROOT,
                "%,d readings of %,d series, one step ahead, each forecast made before its reading was looked at. Tested"
                        + " are the last %s of each series, at most %,d readings.",
                backtest.readings(),
                backtest.tracks().size(),
                testFraction == 0.3 ? "30 %" : 100 * testFraction + " %",
                testMost);
    }

    private Settings settings() throws SettingsException {
        List<SettingsSource> sources = new ArrayList<>();
        if (config.isPresent()) {
            sources.add(SettingsSource.file(config.get()));
        }
        sources.add(SettingsSource.environment(System.getenv()));
        sources.add(SettingsSource.commandLine(overrides));
        return SettingsReader.readWithoutCluster(sources);
    }

    private void read(BacktestInput input, ReadingSort sort) throws IOException, BadLine {
        long bytes = 0;
        for (Path file : files) {
            bytes += Files.exists(file) ? Files.size(file) : 0;
        }
        try (Progress progress = Progress.start(new Progress.Task("reading", "bytes", bytes))) {
            for (Path file : files) {
                input.read(file, sort, stop::isRequested, progress::advance);
            }
        }
        BacktestRun.requireNotStopped(stop);
    }

    private void requireReadings(ReadingSort sort, BacktestInput input) {
        if (sort.count() == 0) {
            throw new CommandFailure("files must hold readings: files=" + files + ", badLines=" + input.badLines()
                    + ", missing=" + input.missing());
        }
    }

    private Optional<BacktestRun.Followed> followed(BacktestPlan plan) throws IOException, BadLine {
        if (models.isEmpty() || follow.isEmpty()) {
            return Optional.empty();
        }
        if (out.isPresent()) {
            Path written = BacktestFiles.forecasts(out.get());
            boolean isSame =
                    Files.exists(written) && Files.exists(follow.get()) && Files.isSameFile(written, follow.get());
            if (isSame) {
                throw new CommandFailure("what is followed must not be written over: follow=" + follow.get()
                        + "; name another directory by --out");
            }
        }
        return Optional.of(BacktestRun.Followed.open(models.get(), follow.get(), plan));
    }

    private String summary(Backtest backtest, BacktestInput input) {
        StringBuilder text = new StringBuilder("\nbacktested ")
                .append(backtest.readings())
                .append(" readings of ")
                .append(backtest.tracks().size())
                .append(" series (bad lines: ")
                .append(input.badLines())
                .append(", missing values: ")
                .append(input.missing())
                .append(", not taken in: ")
                .append(notTakenIn(backtest.skipped()))
                .append(", trainings: ")
                .append(backtest.trainingsEnded())
                .append(')');
        out.ifPresent(dir -> text.append("; written: ").append(dir));
        return text.toString();
    }

    /** How many readings, and of which kind: 3 late, 1 duplicate. */
    private static String notTakenIn(Map<SkipReason, Long> skipped) {
        return skipped.isEmpty()
                ? "0"
                : skipped.entrySet().stream()
                        .map(one -> one.getValue() + " " + one.getKey().text())
                        .collect(Collectors.joining(", "));
    }

    private void say(String text) {
        spec.commandLine().getOut().println(text);
        spec.commandLine().getOut().flush();
    }
}
