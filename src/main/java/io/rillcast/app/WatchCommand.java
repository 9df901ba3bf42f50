package io.rillcast.app;

import io.rillcast.config.SettingKeys;
import io.rillcast.config.Settings;
import io.rillcast.config.SettingsException;
import io.rillcast.serde.SchemaRegistryClient;
import io.rillcast.serde.SchemaRegistrySettings;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Shows forecasts and scores as they come. */
@Command(
        name = "watch",
        description = "Prints each forecast and each score once it is committed, from now on, until told to stop."
                + " Records that cannot be read are named and counted on standard error.")
final class WatchCommand implements Callable<Integer> {
    /** Closing a consumer without a group takes no time. */
    private static final Duration GRACE = Duration.ofSeconds(10);

    /** A person should not have to wait for Ctrl-C. */
    private static final Duration POLL = Duration.ofMillis(200);

    /** More unreadable records than these are only counted. */
    private static final int UNREADABLE_SHOWN = 10;

    private final StopSignal stop;

    @Mixin
    private SettingsOptions options;

    @Option(
            names = "--series",
            paramLabel = "S",
            description = "Only this series, and why beneath each forecast; may be given more than once. Default: all.")
    private List<String> series = List.of();

    @Option(names = "--from-beginning", description = "Begin with what is in the topics already.")
    private boolean isFromBeginning;

    @Option(names = "--limit", paramLabel = "N", description = "End after so many forecasts and scores.")
    private long limit = Long.MAX_VALUE;

    @Option(names = "--json", description = "Print one JSON object a line.")
    private boolean isJson;

    @Spec
    private CommandSpec spec;

    private long printed;
    private long unreadable;

    WatchCommand(StopSignal stop) {
        this.stop = stop;
    }

    /** Prints until told to stop, or until nobody reads what is printed. */
    @Override
    public Integer call() throws SettingsException, InterruptedException {
        WrongUsage.unless(spec, limit >= 1, "--limit must be >= 1: --limit=" + limit);
        Settings settings = options.read();
        try (SchemaRegistryClient registry =
                new SchemaRegistryClient(SchemaRegistrySettings.of(settings.registryProperties()))) {
            requireUsable(settings, registry);
            stop.listen(GRACE);
            OutputLines lines = isJson ? new JsonLines() : new PlainLines(!series.isEmpty());
            OutputFeed.Listener listener = new OutputFeed.Listener(
                    forecast -> print(lines.line(forecast), lines.beneath(forecast)),
                    score -> print(lines.line(score), List.of()),
                    this::showUnreadable);
            try (OutputFeed feed = new OutputFeed(settings, registry, Set.copyOf(series), isFromBeginning)) {
                say(lines.heading());
                while (!stop.isRequested() && printed < limit && !out().checkError()) {
                    feed.poll(POLL, listener);
                }
            }
        }
        if (unreadable > 0) {
            warn("unreadable records: " + unreadable);
        }
        return 0;
    }

    private static void requireUsable(Settings settings, SchemaRegistryClient registry) throws InterruptedException {
        Checks checks = new Checks();
        checks.holds(() -> new ClusterCheck(settings)
                .requireTopics(
                        List.of(settings.value(SettingKeys.FORECASTS_TOPIC), settings.value(SettingKeys.SCORES_TOPIC)),
                        "`rillcast run` and `rillcast topics --create` create it"));
        checks.holds(registry::checkReachable);
        checks.requireAllPassed();
    }

    private void print(String line, List<String> beneath) {
        if (printed < limit) {
            say(line);
            beneath.forEach(this::say);
            printed++;
        }
    }

    private void say(String line) {
        if (!line.isEmpty()) {
            out().println(line);
        }
    }

    private void showUnreadable(String sentence) {
        unreadable++;
        if (unreadable <= UNREADABLE_SHOWN) {
            warn(sentence);
        }
        if (unreadable == UNREADABLE_SHOWN) {
            warn("further unreadable records are only counted");
        }
    }

    private void warn(String line) {
        PrintWriter err = spec.commandLine().getErr();
        err.println(line);
        err.flush();
    }

    private PrintWriter out() {
        return spec.commandLine().getOut();
    }
}
