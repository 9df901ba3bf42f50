package io.rillcast.app;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;

/** The program: its commands and what they end with. */
@Command(
        name = "rillcast",
        description = "Forecasts time series on Kafka, one step ahead, with a recurrent network that keeps learning.",
        mixinStandardHelpOptions = true,
        scope = ScopeType.INHERIT,
        versionProvider = ProgramVersion.class,
        synopsisSubcommandLabel = "COMMAND",
        footer = {"", "Ends with 0 on success, 1 on a failure, 2 on wrong usage. Each command has --help."})
final class Rillcast implements Runnable {
    @Spec
    private CommandSpec spec;

    private boolean isVerbose;

    private Rillcast() {}

    /** Runs one command and ends the JVM with its status. */
    public static void main(String[] args) {
        StopSignal stop = new StopSignal();
        int status = CommandLine.ExitCode.SOFTWARE;
        try {
            status = commandLine(stop).execute(args);
        } finally {
            stop.finished(status);
        }
        System.exit(status);
    }

    /** The command line with all commands. */
    static CommandLine commandLine(StopSignal stop) {
        return new CommandLine(new Rillcast())
                .addSubcommand(new DemoCommand(stop))
                .addSubcommand(new RunCommand(stop))
                .addSubcommand(new BacktestCommand(stop))
                .addSubcommand(new LocalCommand(stop))
                .addSubcommand(new PublishCommand(stop))
                .addSubcommand(new ForgetCommand())
                .addSubcommand(new WatchCommand(stop))
                .addSubcommand(new TopicsCommand())
                .addSubcommand(ModelsCommand.commandLine())
                .addSubcommand(new BenchCommand(stop))
                .addSubcommand(new ReplayDeadLettersCommand(stop))
                .addSubcommand(TextCommand.commandLine(stop))
                .addSubcommand(new SettingsCommand())
                .addSubcommand(new CompletionCommand())
                .setExecutionExceptionHandler(FailureReport::onFailure)
                .setParameterExceptionHandler(FailureReport::onWrongUsage)
                .setUsageHelpAutoWidth(true);
    }

    /** Whether stack traces are wanted. */
    boolean isVerbose() {
        return isVerbose;
    }

    /** Makes failures show where they came from. */
    @Option(names = "--verbose", scope = ScopeType.INHERIT, description = "Show the stack trace of a failure too.")
    void setVerbose(boolean isWanted) {
        isVerbose = isWanted;
        if (isWanted) {
            // Read by logback.xml, which is not loaded before the first logger is made.
            System.setProperty("rillcast.stack.traces", "full");
        }
    }

    /** Without a command there is nothing to do. */
    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "a command must be given");
    }
}
