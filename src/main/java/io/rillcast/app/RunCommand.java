package io.rillcast.app;

import io.rillcast.config.ServicePlan;
import io.rillcast.config.SettingKeys;
import io.rillcast.config.Settings;
import io.rillcast.config.SettingsException;
import io.rillcast.serde.SchemaRegistryClient;
import io.rillcast.serde.SchemaRegistrySettings;
import io.rillcast.streams.ForecastService;
import io.rillcast.streams.StartFailure;
import java.io.IOException;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** The service: forecasts and retrains against a cluster until it is told to stop. */
@Command(
        name = "run",
        description = "Forecasts every reading that comes to the readings topic, and retrains, until it is told to"
                + " stop. Missing topics are created. Several instances with one application.id share the work.")
final class RunCommand implements Callable<Integer> {
    private final StopSignal stop;

    @Mixin
    private SettingsOptions options;

    @Spec
    private CommandSpec spec;

    RunCommand(StopSignal stop) {
        this.stop = stop;
    }

    /** Runs until stopped. */
    @Override
    public Integer call() throws SettingsException, StartFailure, IOException, InterruptedException {
        Settings settings = options.read();
        LogFormat.use(settings.value(SettingKeys.LOG_FORMAT));
        Duration grace = Duration.ofMillis(settings.value(SettingKeys.SHUTDOWN_TIMEOUT_MS));
        stop.listen(grace.plusSeconds(2));
        ServicePlan plan = new ServicePlan(settings);
        try (SchemaRegistryClient registry =
                new SchemaRegistryClient(SchemaRegistrySettings.of(settings.registryProperties()))) {
            Checks checks = new Checks();
            checks.holds(new ClusterCheck(settings)::requireUsable);
            checks.holds(registry::checkReachable);
            checks.requireAllPassed();
            try (ServicePage page = new ServicePage(plan, registry)) {
                serve(page, page.start(plan, registry), settings);
            }
        }
        return 0;
    }

    private void serve(ServicePage page, ForecastService service, Settings settings) throws InterruptedException {
        try {
            KernelLog.sayChosen();
            page.url().ifPresent(url -> say("page: " + url));
            say("forecasting: application.id=" + settings.value(SettingKeys.APPLICATION_ID) + ", readings.topic="
                    + settings.value(SettingKeys.READINGS_TOPIC) + ", forecasts.topic="
                    + settings.value(SettingKeys.FORECASTS_TOPIC));
            awaitEnd(service);
        } finally {
            say("stopping");
            page.stopping();
            String counts = service.totals().toString();
            service.close(Duration.ofMillis(settings.value(SettingKeys.SHUTDOWN_TIMEOUT_MS)));
            say("stopped: " + counts);
        }
    }

    private void awaitEnd(ForecastService service) throws InterruptedException {
        Optional<String> failure = stop.awaitUnless(
                service.failure().thenApply(cause -> "the stream stopped: cause=" + cause.getMessage()));
        if (failure.isPresent()) {
            throw new CommandFailure(failure.get());
        }
    }

    private void say(String line) {
        PrintWriter out = spec.commandLine().getOut();
        out.println(line);
        out.flush();
    }
}
