package io.rillcast.app;

import io.rillcast.config.ServicePlan;
import io.rillcast.config.SettingsException;
import io.rillcast.forecast.ForecastPlan;
import io.rillcast.serde.WindowsFile;
import io.rillcast.streams.StreamPlan;
import io.rillcast.training.TrainingExample;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Takes training windows out. */
@Command(
        name = "windows",
        description =
                "Writes the windows that a group is trained on as a safetensors file: inputs and targets as the network sees"
                        + " them, and which steps are scored. They are read from the service's changelog.")
final class ModelsWindowsCommand implements Callable<Integer> {
    @Mixin
    private SettingsOptions options;

    @Option(
            names = "--group",
            paramLabel = "G",
            defaultValue = "all",
            description = "The model group. Default: ${DEFAULT-VALUE}.")
    private String group;

    @Option(names = "--out", required = true, paramLabel = "FILE", description = "Where to write them.")
    private Path file;

    @Option(names = "--limit", paramLabel = "N", description = "Most windows; default: training.reservoir.windows.")
    private int limit = Integer.MAX_VALUE;

    @Spec
    private CommandSpec spec;

    /** Writes the file and says how much is in it. */
    @Override
    public Integer call() throws SettingsException, IOException, InterruptedException {
        WrongUsage.unless(spec, limit >= 1, "--limit must be >= 1: --limit=" + limit);
        StreamPlan plan = new ServicePlan(options.read()).streams();
        ForecastPlan forecast = plan.training().forecast();
        return ModelsAccess.with(options, access -> {
            GroupWindows windows = new GroupWindows(access, group);
            List<TrainingExample> examples = TrainingExample.of(windows.read(limit, forecast), forecast);
            WholeFile.write(file, bytes(forecast, examples));
            PrintWriter out = spec.commandLine().getOut();
            out.println("windows written: group=" + group + ", windows=" + examples.size() + ", file=" + file);
            out.flush();
        });
    }

    private byte[] bytes(ForecastPlan plan, List<TrainingExample> examples) {
        try {
            return WindowsFile.toBytes(group, plan, examples);
        } catch (IllegalArgumentException tooMany) {
            throw new CommandFailure(tooMany.getMessage() + "; lower --limit", tooMany);
        }
    }
}
