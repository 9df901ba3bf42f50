package io.rillcast.app;

import java.io.PrintWriter;
import java.util.concurrent.Callable;
import picocli.AutoComplete;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Prints what makes a shell complete the commands and options of this program. */
@Command(
        name = "completion",
        description = "Prints a script that makes a shell complete commands and options:"
                + " source <(rillcast completion bash)")
final class CompletionCommand implements Callable<Integer> {
    /** The shells; one script serves both, since it lets zsh read completions of bash. */
    private enum Shell {
        bash,
        zsh
    }

    @Parameters(paramLabel = "SHELL", description = "One of ${COMPLETION-CANDIDATES}.")
    private Shell shell;

    @Spec
    private CommandSpec spec;

    /** Prints the script. */
    @Override
    public Integer call() {
        PrintWriter out = spec.commandLine().getOut();
        out.print("# Rillcast for " + shell + "\n"
                + AutoComplete.bash(spec.root().name(), spec.root().commandLine()));
        out.flush();
        return 0;
    }
}
