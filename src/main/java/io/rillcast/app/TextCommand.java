package io.rillcast.app;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The recurrent cells on texts; no broker is needed. */
@Command(
        name = "text",
        description = "Trains the same recurrent cells on a text, lets them write, and shows what becomes of their"
                + " gradients. Needs no broker.",
        synopsisSubcommandLabel = "COMMAND")
final class TextCommand implements Runnable {
    @Spec
    private CommandSpec spec;

    private TextCommand() {}

    /** The command with those below it. */
    static CommandLine commandLine(StopSignal stop) {
        return new CommandLine(new TextCommand())
                .addSubcommand(new TextTrainCommand(stop))
                .addSubcommand(new TextGenerateCommand())
                .addSubcommand(new TextGradientsCommand());
    }

    /** Without a command below it there is nothing to do. */
    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "a command must be given");
    }
}
