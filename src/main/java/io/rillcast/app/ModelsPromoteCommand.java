package io.rillcast.app;

import io.rillcast.config.SettingsException;
import io.rillcast.training.ModelCommand;
import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Brings a version back. */
@Command(
        name = "promote",
        description =
                "Has the running service publish the weights of an archived version again, as the group's next version.")
final class ModelsPromoteCommand implements Callable<Integer> {
    @Mixin
    private SettingsOptions options;

    @Option(
            names = "--group",
            paramLabel = "G",
            defaultValue = "all",
            description = "The model group. Default: ${DEFAULT-VALUE}.")
    private String group;

    @Parameters(paramLabel = "VERSION", description = "A version of the archive.")
    private long version;

    @Mixin
    private CommandWait.Options wait;

    @Spec
    private CommandSpec spec;

    /** Sends the command and waits for what comes of it. */
    @Override
    public Integer call() throws SettingsException, IOException, InterruptedException {
        WrongUsage.unless(spec, version >= 1, "VERSION must be >= 1: VERSION=" + version);
        wait.check(spec);
        ModelCommand command = new ModelCommand(group, ModelCommand.Action.PROMOTE, version);
        return ModelsAccess.with(options, access -> wait.send(access, spec, command));
    }
}
