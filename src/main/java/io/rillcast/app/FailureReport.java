package io.rillcast.app;

import io.rillcast.config.SettingsException;
import java.io.PrintWriter;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.UnmatchedArgumentException;

/** Says in one sentence what went wrong; the stack trace only to those who ask for it. */
final class FailureReport {
    private FailureReport() {}

    /** Reports a failed command. */
    static int onFailure(Exception failure, CommandLine command, ParseResult arguments) {
        PrintWriter err = command.getErr();
        sentences(failure).forEach(sentence -> err.println("rillcast: " + sentence));
        Rillcast program = (Rillcast) command.getCommandSpec().root().userObject();
        if (program.isVerbose()) {
            failure.printStackTrace(err);
        }
        err.flush();
        return CommandLine.ExitCode.SOFTWARE;
    }

    /** Reports arguments that make no command. */
    static int onWrongUsage(ParameterException wrong, String[] arguments) {
        CommandLine command = wrong.getCommandLine();
        PrintWriter err = command.getErr();
        err.println("rillcast: " + firstLower(wrong.getMessage()));
        if (!UnmatchedArgumentException.printSuggestions(wrong, err)) {
            err.println("see: " + command.getCommandSpec().qualifiedName() + " --help");
        }
        err.flush();
        return CommandLine.ExitCode.USAGE;
    }

    private static List<String> sentences(Exception failure) {
        if (failure instanceof SettingsException settings) {
            return settings.sentences();
        }
        boolean isSentence = failure.getMessage() != null && isExplained(failure);
        return List.of(
                isSentence
                        ? failure.getMessage()
                        : "unexpected failure: exception=" + failure.getClass().getSimpleName() + ", message="
                                + failure.getMessage() + "; run it again with --verbose and report what you see");
    }

    /** Our own exceptions carry sentences for people; those of libraries do not. */
    private static boolean isExplained(Exception failure) {
        return failure.getClass().getName().startsWith("io.rillcast.");
    }

    private static String firstLower(String text) {
        return text.isEmpty() ? text : Character.toLowerCase(text.charAt(0)) + text.substring(1);
    }
}
