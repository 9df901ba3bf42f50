package io.rillcast.app;

import io.rillcast.config.ServicePlan;
import io.rillcast.config.SettingsException;
import io.rillcast.forecast.ForecastModel;
import io.rillcast.forecast.ForecastPlan;
import io.rillcast.forecast.OnlineForecaster;
import io.rillcast.serde.MalformedFile;
import io.rillcast.serde.ModelImport;
import io.rillcast.training.ModelCommand;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Puts a model in. */
@Command(
        name = "import",
        description =
                "Has the running service publish the model in a safetensors file, with PyTorch's names, as the group's next"
                        + " version. It is a person's word: no training judges it before it is used.")
final class ModelsImportCommand implements Callable<Integer> {
    @Mixin
    private SettingsOptions options;

    /** Beyond what any topic takes. */
    private static final long MOST_BYTES = 64L << 20;

    @Parameters(paramLabel = "FILE", description = "The model, a safetensors file.")
    private Path file;

    @Option(
            names = "--group",
            paramLabel = "G",
            defaultValue = "all",
            description = "The model group. Default: ${DEFAULT-VALUE}.")
    private String group;

    @Mixin
    private CommandWait.Options wait;

    @Spec
    private CommandSpec spec;

    /** Sends the model and waits until it is published. */
    @Override
    public Integer call() throws SettingsException, IOException, InterruptedException {
        wait.check(spec);
        ForecastPlan plan = new ServicePlan(options.read()).streams().training().forecast();
        ForecastModel model = model();
        requireFit(model, plan);
        return ModelsAccess.with(options, access -> wait.send(access, spec, ModelCommand.toImport(model)));
    }

    private ForecastModel model() throws IOException {
        if (Files.isRegularFile(file) && Files.size(file) > MOST_BYTES) {
            throw new CommandFailure("a model's file must be one that topics take: file=" + file + ", bytes="
                    + Files.size(file) + ", most=" + MOST_BYTES);
        }
        try {
            return ModelImport.read(Files.readAllBytes(file), group);
        } catch (MalformedFile malformed) {
            throw new CommandFailure(
                    "a model's file must be one that can be imported: file=" + file + "; " + malformed.getMessage(),
                    malformed);
        }
    }

    private void requireFit(ForecastModel model, ForecastPlan plan) {
        if (!new OnlineForecaster(plan).fits(model)) {
            throw new CommandFailure("a model must have the features and levels of these settings: file=" + file + ", "
                    + model.misfit(plan.features(), plan.levels()));
        }
    }
}
