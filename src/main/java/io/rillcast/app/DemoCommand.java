package io.rillcast.app;

import io.rillcast.config.ServicePlan;
import io.rillcast.config.Settings;
import io.rillcast.config.SettingsException;
import io.rillcast.config.SettingsReader;
import io.rillcast.config.SettingsSource;
import io.rillcast.local.EmbeddedBroker;
import io.rillcast.local.RegistryServer;
import io.rillcast.serde.BadLine;
import io.rillcast.serde.SchemaRegistryClient;
import io.rillcast.serde.SchemaRegistrySettings;
import io.rillcast.streams.ForecastService;
import io.rillcast.streams.StartFailure;
import io.rillcast.streams.StreamPlan;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** The whole of it on one machine: broker, registry, service, and real readings replayed. */
@Command(
        name = "demo",
        description =
                "Starts a Kafka broker, a schema registry and the forecaster in this process, replays real readings"
                    + " and shows how well they were forecast. Then it stays up for your own clients, unless --once.")
final class DemoCommand implements Callable<Integer> {
    private static final Duration GRACE = Duration.ofSeconds(30);
    /** Without a new forecast for so long, the rest is not waited for. */
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final StopSignal stop;
    private final Outage outage = new Outage();

    @Option(
            names = "--data",
            paramLabel = "FILE",
            description = "A CSV file to replay, plain or gzipped; may be given more than once. Default: the bundled"
                    + " sets, Seattle's daily weather, New York's hourly rain and daily energy prices.")
    private List<Path> files = List.of();

    @Option(
            names = "--speed",
            paramLabel = "N",
            defaultValue = "1000",
            description = "Readings a second over all files; 0 for as many as go. Default: ${DEFAULT-VALUE}.")
    private double speed;

    @Option(names = "--once", description = "End after the last forecast.")
    private boolean isOnce;

    @Option(
            names = "--port",
            paramLabel = "N",
            defaultValue = "8080",
            description = "The page's port on this machine; 0 for any that is free, -1 for no page. Default:"
                    + " ${DEFAULT-VALUE}.")
    private int port;

    @Option(
            names = "--dir",
            paramLabel = "DIR",
            description = "Where everything is kept: a new or empty directory. Default: a temporary one, removed at the"
                    + " end.")
    private Optional<Path> dir;

    @Spec
    private CommandSpec spec;

    DemoCommand(StopSignal stop) {
        this.stop = stop;
    }

    /** Runs the demo. */
    @Override
    public Integer call() throws IOException, BadLine, SettingsException, StartFailure, InterruptedException {
        WrongUsage.unless(spec, speed >= 0, "--speed must be >= 0: --speed=" + WrongUsage.shown(speed));
        WrongUsage.unless(spec, port >= -1 && port <= 65_535, "--port must be from -1 to 65535: --port=" + port);
        stop.listen(GRACE);
        try (WorkDirectory home = WorkDirectory.open(dir)) {
            List<DemoData> sets = files.isEmpty() ? DemoData.bundled(home.path().resolve("data")) : DemoData.of(files);
            say("starting a broker and a schema registry ...");
            try (EmbeddedBroker broker = EmbeddedBroker.start(home.path().resolve("cluster"), 0, Map.of());
                    RegistryServer server = RegistryServer.start(home.path().resolve("cluster"), 0)) {
                outage.watch(broker.failure());
                Settings settings = settings(home.path(), broker, server);
                say("bootstrap.servers=" + broker.bootstrapServers());
                say("schema.registry.url=" + server.url());
                forecast(settings, sets);
            }
        }
        return 0;
    }

    private Settings settings(Path home, EmbeddedBroker broker, RegistryServer server) throws SettingsException {
        Map<String, String> chosen = new HashMap<>();
        chosen.put("bootstrap.servers", broker.bootstrapServers());
        chosen.put("schema.registry.url", server.url());
        chosen.put("application.id", "rillcast-demo");
        chosen.put("model.group", "prefix:/");
        chosen.put("http.port", Integer.toString(port));
        chosen.put("state.dir", home.resolve("state").toString());
        return SettingsReader.read(List.of(SettingsSource.commandLine(chosen)));
    }

    private void forecast(Settings settings, List<DemoData> sets)
            throws IOException, StartFailure, InterruptedException {
        KernelLog.sayChosen();
        ServicePlan plan = new ServicePlan(settings);
        StreamPlan streams = plan.streams();
        try (SchemaRegistryClient registry =
                        new SchemaRegistryClient(SchemaRegistrySettings.of(settings.registryProperties()));
                ServicePage page = new ServicePage(plan, registry);
                ForecastService service = page.start(plan, registry);
                OutputWatch watch = new OutputWatch(
                        settings.consumerProperties(),
                        streams.topics(),
                        registry,
                        training -> say(ScoreTable.of(training)));
                DemoReplay replay = new DemoReplay(settings, registry)) {
            outage.watch(service.failure().thenApply(cause -> "the stream stopped: cause=" + cause.getMessage()));
            page.url().ifPresent(url -> say("page: " + url));
            boolean isRunning = service.awaitRunning(PATIENCE);
            outage.requireNone();
            if (!isRunning) {
                throw new CommandFailure("the forecaster must come to run: waitedMs=" + PATIENCE.toMillis());
            }
            replay.start(sets, streams.topics().readings(), speed);
            boolean isComplete = follow(service, watch, replay, total(sets));
            if (stop.isRequested()) {
                say("stopped: readings=" + total(sets) + ", forecasts=" + watch.forecasts());
                return;
            }
            say("");
            say(ScoreTable.of(watch.forecastsBySeries(), watch.bySeries()).stripTrailing());
            say(ScoreTable.of(watch.trainings()));
            if (!isComplete) {
                throw new CommandFailure("every reading must be forecast: readings=" + total(sets) + ", forecasts="
                        + watch.forecasts() + ", counts=" + service.totals());
            }
            if (!isOnce) {
                page.url().ifPresent(url -> say("page: " + url));
                say("the broker, the registry and the forecaster stay up for your own clients; stop with Ctrl-C");
                Optional<String> ignored = stop.awaitUnless(outage.sentence());
                outage.requireNone();
            }
        }
    }

    private static long total(List<DemoData> sets) {
        return sets.stream().mapToLong(DemoData::readings).sum();
    }

    /**
     * Watches until every reading published has been forecast or counted as skipped; false if that was given up.
     *
     * @throws CommandFailure if the broker or the service has failed by itself
     */
    private boolean follow(ForecastService service, OutputWatch watch, DemoReplay replay, long total)
            throws InterruptedException {
        say("replaying " + total + " readings; forecasts, scores and trainings as they come:");
        long lastNews = System.nanoTime();
        long before = 0;
        try (Progress progress = Progress.start(new Progress.Task("forecasting", "readings", total))) {
            while (!stop.isRequested()) {
                watch.poll(Duration.ofMillis(200));
                outage.requireNone();
                progress.reach(watch.forecasts());
                if (watch.forecasts() > before) {
                    before = watch.forecasts();
                    lastNews = System.nanoTime();
                }
                if (replay.isDone() && watch.forecasts() + notAdmitted(service) >= replay.published()) {
                    return true;
                }
                if (System.nanoTime() - lastNews > PATIENCE.toNanos()) {
                    return false;
                }
            }
        }
        return true;
    }

    private static long notAdmitted(ForecastService service) {
        return service.totals().entrySet().stream()
                .filter(entry -> entry.getKey().startsWith("readings-skipped-")
                        || entry.getKey().startsWith("readings-refused-"))
                .mapToLong(Map.Entry::getValue)
                .sum();
    }

    private void say(String line) {
        PrintWriter out = spec.commandLine().getOut();
        out.println(line);
        out.flush();
    }
}
