package io.rillcast.app;

import java.io.PrintWriter;
import java.io.StringWriter;
import picocli.CommandLine;

/** Runs a command of the program in this process, for tests of other packages. */
public final class InProcess {
    private InProcess() {}

    /**
     * Runs it to its end.
     *
     * @return what it printed
     * @throws AssertionError with its complaint, if it does not succeed
     */
    public static String run(String... arguments) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        StopSignal stop = new StopSignal();
        CommandLine program = Rillcast.commandLine(stop);
        program.setOut(new PrintWriter(out, true));
        program.setErr(new PrintWriter(err, true));
        int status = program.execute(arguments);
        stop.finished(status);
        if (status != 0) {
            throw new AssertionError("command must succeed: status=" + status + ", said=" + err);
        }
        return out.toString();
    }
}
