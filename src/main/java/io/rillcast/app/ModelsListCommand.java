package io.rillcast.app;

import io.rillcast.config.SettingsException;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Lists versions and trainings. */
@Command(
        name = "list",
        description = "Lists the models in use and in the archive, by group, and the latest trainings that gave none.")
final class ModelsListCommand implements Callable<Integer> {
    @Mixin
    private SettingsOptions options;

    @Option(names = "--group", paramLabel = "G", description = "Only this model group; default: all, page by page.")
    private Optional<String> group;

    @Option(
            names = "--limit",
            paramLabel = "N",
            defaultValue = "100",
            description = "Most groups of a page. Default: ${DEFAULT-VALUE}.")
    private int limit;

    @Option(
            names = "--after",
            paramLabel = "G",
            description = "Only groups after this one, in the order of their names.")
    private Optional<String> after;

    @Option(names = "--json", description = "Print one JSON object a line.")
    private boolean isJson;

    @Spec
    private CommandSpec spec;

    /** Prints a page. */
    @Override
    public Integer call() throws SettingsException, IOException, InterruptedException {
        WrongUsage.unless(spec, limit >= 1 && limit <= 10_000, "--limit must be from 1 to 10000: --limit=" + limit);
        return ModelsAccess.with(options, access -> {
            ModelList list = new ModelList(new ModelList.Page(group, after, limit));
            list.read(access);
            PrintWriter out = spec.commandLine().getOut();
            if (!isJson) {
                out.println(ModelRow.HEADING);
            }
            list.rows().forEach(row -> out.println(isJson ? row.json() : row.line()));
            out.flush();
            PrintWriter err = spec.commandLine().getErr();
            list.unreadable().forEach(err::println);
            list.nextPage().ifPresent(last -> err.println("more groups: go on with --after " + last));
            err.flush();
        });
    }
}
