package io.rillcast.app;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The models topic as a registry: what is in it, in and out of it, and a person's word to who writes it. */
@Command(
        name = "models",
        description = "Shows the models of a forecaster, takes them out as files and puts them in, and tells the"
                + " running service what to publish.",
        synopsisSubcommandLabel = "COMMAND")
final class ModelsCommand implements Runnable {
    @Spec
    private CommandSpec spec;

    private ModelsCommand() {}

    /** The command with those below it. */
    static CommandLine commandLine() {
        return new CommandLine(new ModelsCommand())
                .addSubcommand(new ModelsListCommand())
                .addSubcommand(new ModelsShowCommand())
                .addSubcommand(new ModelsDiffCommand())
                .addSubcommand(new ModelsExportCommand())
                .addSubcommand(new ModelsImportCommand())
                .addSubcommand(new ModelsPromoteCommand())
                .addSubcommand(new ModelsRollbackCommand())
                .addSubcommand(new ModelsTrainCommand())
                .addSubcommand(new ModelsWindowsCommand());
    }

    /** Without a command below it there is nothing to do. */
    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "a command must be given");
    }
}
