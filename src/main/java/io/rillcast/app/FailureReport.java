package io.rillcast.app;

import io.rillcast.config.SettingsException;
import io.rillcast.streams.StartFailure;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.FileSystemException;
import java.util.List;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.common.KafkaException;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;

/** Says in one sentence what went wrong; the stack trace only to those who ask for it. */
final class FailureReport {
    private FailureReport() {}

    /** Reports a failed command. */
    static int onFailure(Exception failure, CommandLine command, ParseResult arguments) {
        PrintWriter err = command.getErr();
        sentences(failure).forEach(sentence -> err.println("rillcast: " + PlainLines.shownSentences(sentence)));
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
        UsageSentences.of(wrong, List.of(arguments))
                .forEach(sentence -> err.println("rillcast: " + PlainLines.shownSentences(sentence)));
        err.println("see: " + command.getCommandSpec().qualifiedName() + " --help");
        err.flush();
        return CommandLine.ExitCode.USAGE;
    }

    /** What is wrong, for people: a sentence for each thing. */
    static List<String> sentences(Exception failure) {
        if (failure instanceof SettingsException settings) {
            return settings.sentences();
        }
        if (failure instanceof StartFailure start) {
            return start.sentences();
        }
        if (failure instanceof CommandFailure command) {
            return command.sentences();
        }
        return List.of(sentence(failure));
    }

    private static String sentence(Exception failure) {
        String kind = failure.getClass().getSimpleName();
        if (failure.getMessage() != null && isExplained(failure)) {
            return failure.getMessage();
        }
        if (failure instanceof ExecutionException && failure.getCause() instanceof Exception cause) {
            return sentence(cause);
        }
        if (failure instanceof FileSystemException file) {
            String reason = file.getReason() == null ? kind : kind + " " + file.getReason();
            return "file or directory must be usable: file=" + file.getFile() + ", found=" + reason
                    + "; mend its path or its permissions";
        }
        if (failure instanceof IOException) {
            return "reading and writing must succeed: found=" + kind + " " + failure.getMessage();
        }
        if (failure instanceof KafkaException) {
            return "the cluster must do what it is asked: found=" + kind + " " + failure.getMessage()
                    + "; check the brokers and the rights of this client";
        }
        return "unexpected failure: exception=" + kind + ", message=" + failure.getMessage()
                + "; run it again with --verbose and report what you see";
    }

    /** Our own exceptions carry sentences for people; those of libraries do not. */
    private static boolean isExplained(Exception failure) {
        return failure.getClass().getName().startsWith("io.rillcast.");
    }
}
