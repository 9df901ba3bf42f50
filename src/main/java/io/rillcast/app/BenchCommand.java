package io.rillcast.app;

import io.rillcast.config.ServicePlan;
import io.rillcast.config.Settings;
import io.rillcast.config.SettingsException;
import io.rillcast.config.SettingsSource;
import io.rillcast.forecast.ForecastModel;
import io.rillcast.serde.SchemaRegistryClient;
import io.rillcast.serde.SchemaRegistrySettings;
import io.rillcast.streams.BareState;
import io.rillcast.streams.ForecastService;
import io.rillcast.streams.StartFailure;
import io.rillcast.streams.StreamPlan;
import io.rillcast.streams.StreamSerdes;
import io.rillcast.streams.Topics;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.streams.StreamsConfig;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** How fast: readings a second of Rillcast beside a topology that does the same to Kafka and forecasts nothing. */
@Command(
        name = "bench",
        description = "Measures readings a second beside a bare Kafka Streams topology with the same topics, stores,"
                + " records and guarantees that forecasts nothing, in turns, and prints the ratio. Runs on a broker in"
                + " this process, or with --config on a cluster, in topics of its own that it removes at the end."
                + " Retraining is off; with --training, what it costs is measured in place of the yardstick.")
final class BenchCommand implements Callable<Integer> {
    /** After a signal: closes a stream and removes its topics. */
    private static final Duration GRACE = Duration.ofMinutes(1);

    private static final List<String> GUARANTEES = List.of(StreamsConfig.EXACTLY_ONCE_V2, StreamsConfig.AT_LEAST_ONCE);

    private final StopSignal stop;

    @Option(
            names = "--config",
            paramLabel = "FILE",
            description = "A cluster's settings; default: a broker of our own.")
    private Optional<Path> config;

    @Option(names = "-D", paramLabel = "KEY=VALUE", description = "Sets a key; wins over the file. For both sides.")
    private Map<String, String> overrides = new LinkedHashMap<>();

    @Option(names = "--readings", paramLabel = "N", defaultValue = "200000", description = "Default: ${DEFAULT-VALUE}.")
    private long readings;

    @Option(names = "--series", paramLabel = "N", defaultValue = "10000", description = "Default: ${DEFAULT-VALUE}.")
    private int series;

    @Option(
            names = "--rounds",
            paramLabel = "N",
            defaultValue = "3",
            description = "Rounds that count, after one that does not; default: ${DEFAULT-VALUE}.")
    private int rounds;

    @Option(
            names = "--guarantee",
            paramLabel = "G",
            defaultValue = "exactly_once_v2",
            description = "exactly_once_v2 or at_least_once; default: ${DEFAULT-VALUE}.")
    private String guarantee;

    @Option(
            names = "--training",
            description =
                    "Compare Rillcast that trains all the time with Rillcast that never does: readings a second, and"
                            + " how long a forecast takes at --rate.")
    private boolean isOfTraining;

    @Option(
            names = "--rate",
            paramLabel = "R",
            defaultValue = "1000",
            description = "With --training: readings a second while latencies are taken; default: ${DEFAULT-VALUE}.")
    private int rate;

    @Option(
            names = "--seconds",
            paramLabel = "S",
            defaultValue = "10",
            description = "With --training: for so long latencies are taken; default: ${DEFAULT-VALUE}.")
    private int seconds;

    @Option(names = "--json", description = "Print one JSON object instead of lines.")
    private boolean isJson;

    @Spec
    private CommandSpec spec;

    BenchCommand(StopSignal stop) {
        this.stop = stop;
    }

    /** Runs the bench. */
    @Override
    public Integer call()
            throws IOException, SettingsException, StartFailure, InterruptedException, ExecutionException {
        BenchPlan bench = WrongUsage.unlessMade(spec, () -> new BenchPlan(readings, series, rounds));
        WrongUsage.unless(
                spec,
                GUARANTEES.contains(guarantee),
                "--guarantee must be one of " + String.join(", ", GUARANTEES) + ": --guarantee=" + guarantee);
        BenchLatency.Pace pace = WrongUsage.unlessMade(spec, () -> new BenchLatency.Pace(rate, seconds));
        List<SettingsSource> sources = sources();
        stop.listen(GRACE);
        try (BenchCluster cluster = BenchCluster.open(config.isEmpty())) {
            Settings settings = cluster.settings(sources, guarantee);
            new ClusterCheck(settings).requireUsable();
            try (SchemaRegistryClient registry =
                            new SchemaRegistryClient(SchemaRegistrySettings.of(settings.registryProperties()));
                    Admin admin = Admin.create(new HashMap<>(settings.adminProperties()))) {
                try {
                    KernelLog.sayChosen();
                    if (isOfTraining) {
                        BenchTrainingReport report = measureTraining(bench, pace, settings, registry, admin);
                        print(isJson ? report.json() : report.text().stripTrailing());
                    } else {
                        BenchReport report = measure(bench, settings, registry, admin);
                        print(isJson ? report.json() : report.text().stripTrailing());
                    }
                } finally {
                    BenchRun.removeTopics(admin, cluster.prefix());
                }
            }
        }
        return 0;
    }

    private List<SettingsSource> sources() throws SettingsException {
        List<SettingsSource> sources = new ArrayList<>();
        if (config.isPresent()) {
            sources.add(SettingsSource.file(config.get()));
            sources.add(SettingsSource.environment(System.getenv()));
        }
        sources.add(SettingsSource.commandLine(overrides));
        return sources;
    }

    private BenchReport measure(BenchPlan bench, Settings settings, SchemaRegistryClient registry, Admin admin)
            throws StartFailure, InterruptedException, ExecutionException {
        ServicePlan service = new ServicePlan(settings);
        StreamPlan plan = service.streams();
        Topics topics = plan.topics();
        StreamSerdes serdes = service.serdes(registry, System::currentTimeMillis);
        ForecastModel model = BenchInput.model(plan.training());
        // Half way through, so that as much of it is filled as is on average.
        BareState state = BareState.like(plan.training().forecast(), model, bench.readingsPerSeries() / 2 + 1);
        fill(new BenchInput(settings, registry), bench, topics, model, admin);
        List<BenchSide> sides = List.of(
                new BenchSide(BenchReport.OURS, kafka -> ForecastService.start(plan, serdes, kafka)),
                new BenchSide(BenchReport.YARDSTICK, kafka -> ForecastService.startBare(plan, serdes, kafka, state)));
        BenchRun run = new BenchRun(admin, topics.readings(), stop::isRequested);
        List<BenchReport.Round> counted = new ArrayList<>();
        for (int number = 0; number <= bench.rounds(); number++) {
            BenchReport.Round round = round(number, sides, run, service.kafka());
            if (number > 0) {
                counted.add(round);
            }
            say(BenchReport.line(number == 0 ? "warm-up" : "round " + number, round));
        }
        int partitions = topics.partitions(topics.readings());
        return new BenchReport(
                bench, new BenchReport.Conditions(guarantee, partitions, state.sizeBytes()), List.copyOf(counted));
    }

    private BenchTrainingReport measureTraining(
            BenchPlan bench, BenchLatency.Pace pace, Settings settings, SchemaRegistryClient registry, Admin admin)
            throws StartFailure, InterruptedException, ExecutionException {
        ServicePlan service = new ServicePlan(settings);
        StreamPlan plan = service.streams();
        BenchInput input = new BenchInput(settings, registry);
        fill(input, bench, plan.topics(), BenchInput.model(plan.training()), admin);
        BenchRun run = new BenchRun(admin, plan.topics().readings(), stop::isRequested);
        BenchLatency latency = new BenchLatency(settings, registry, input, bench, pace);
        BenchTraining training = new BenchTraining(
                plan, service.serdes(registry, System::currentTimeMillis), service.kafka(), run, latency);
        List<BenchTrainingReport.Round> counted = new ArrayList<>();
        for (int number = 0; number <= bench.rounds(); number++) {
            BenchTrainingReport.Round round = training.round(number, bench.readings());
            if (number > 0) {
                counted.add(round);
            }
            say(BenchTrainingReport.line(number == 0 ? "warm-up" : "round " + number, round));
        }
        return new BenchTrainingReport(bench, guarantee, pace, plan.schedule().cpuShare(), List.copyOf(counted));
    }

    private void fill(BenchInput input, BenchPlan bench, Topics topics, ForecastModel model, Admin admin)
            throws InterruptedException, ExecutionException {
        Optional<Short> replicas = topics.creation().replication() > 0
                ? Optional.of(topics.creation().replication())
                : Optional.empty();
        Map<String, String> compacted = Map.of(TopicConfig.CLEANUP_POLICY_CONFIG, TopicConfig.CLEANUP_POLICY_COMPACT);
        admin.createTopics(List.of(
                        new NewTopic(
                                topics.readings(), Optional.of(topics.creation().partitions()), replicas),
                        new NewTopic(topics.models(), Optional.of(1), replicas).configs(compacted)))
                .all()
                .get();
        input.publish(model, topics.models());
        try (Progress progress = Progress.start(new Progress.Task("filling", "readings", bench.readings()))) {
            input.publish(bench, topics.readings(), progress::reach);
        }
    }

    /** Both sides once; who begins changes from round to round. */
    private BenchReport.Round round(int number, List<BenchSide> sides, BenchRun run, Map<String, Object> kafka)
            throws StartFailure, InterruptedException {
        double[] perSecond = new double[sides.size()];
        for (int turn = 0; turn < sides.size(); turn++) {
            int index = (turn + number) % sides.size();
            BenchSide side = sides.get(index);
            Map<String, Object> own = new HashMap<>(kafka);
            own.put(
                    StreamsConfig.APPLICATION_ID_CONFIG,
                    kafka.get(StreamsConfig.APPLICATION_ID_CONFIG) + "-" + side.name() + "-" + number);
            String name = side.name() + (number == 0 ? ", warm-up" : ", round " + number + " of " + rounds);
            try (Progress progress = Progress.start(new Progress.Task(name, "readings", readings))) {
                long nanos = run.nanos(side, own, done -> progress.reach(Math.min(done, readings)));
                perSecond[index] = readings / (nanos / 1e9);
            }
        }
        return new BenchReport.Round(perSecond[0], perSecond[1]);
    }

    private void say(String line) {
        if (!isJson) {
            print(line);
        }
    }

    private void print(String line) {
        PrintWriter out = spec.commandLine().getOut();
        out.println(line);
        out.flush();
    }
}
