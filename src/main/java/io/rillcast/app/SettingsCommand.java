package io.rillcast.app;

import io.rillcast.config.SettingsTable;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Lists every setting. */
@Command(
        name = "settings",
        description =
                "Lists every setting of Rillcast: type, default, range, and what it is for. Settings of Kafka's"
                        + " clients, of Kafka Streams and of the registry client can be given beside them, under their own names.")
final class SettingsCommand implements Callable<Integer> {
    @Option(names = "--markdown", description = "As the Markdown table that stands in README.")
    private boolean isMarkdown;

    @Option(names = "--json", description = "As a JSON array.")
    private boolean isJson;

    @Spec
    private CommandSpec spec;

    /** Prints the list. */
    @Override
    public Integer call() {
        PrintWriter out = spec.commandLine().getOut();
        WrongUsage.unless(spec, !(isMarkdown && isJson), "--markdown and --json must not both be given");
        out.print(isJson ? SettingsTable.json() : isMarkdown ? SettingsTable.markdown() : SettingsTable.text());
        out.flush();
        return 0;
    }
}
