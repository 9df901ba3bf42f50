package io.rillcast.app;

import io.rillcast.config.SettingsException;
import io.rillcast.training.ModelCommand;
import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Trains now. */
@Command(name = "train", description = "Has the running service train a group now, and says what came of it.")
final class ModelsTrainCommand implements Callable<Integer> {
    @Mixin
    private SettingsOptions options;

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

    /** Sends the command and waits for what comes of it. */
    @Override
    public Integer call() throws SettingsException, IOException, InterruptedException {
        wait.check(spec);
        ModelCommand command = new ModelCommand(group, ModelCommand.Action.TRAIN_NOW, 0);
        return ModelsAccess.with(options, access -> wait.send(access, spec, command));
    }
}
