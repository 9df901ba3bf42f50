package io.rillcast.app;

import io.rillcast.config.SettingsException;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Compares two versions. */
@Command(
        name = "diff",
        description =
                "Shows what two versions of a group differ in: sizes, levels, features, losses and, tensor by tensor, how far"
                        + " the weights lie apart.")
final class ModelsDiffCommand implements Callable<Integer> {
    @Mixin
    private SettingsOptions options;

    @Parameters(index = "0", paramLabel = "A", description = "A version of the archive.")
    private long first;

    @Parameters(index = "1", paramLabel = "B", description = "Another one.")
    private long second;

    @Option(
            names = "--group",
            paramLabel = "G",
            defaultValue = "all",
            description = "The model group. Default: ${DEFAULT-VALUE}.")
    private String group;

    @Option(names = "--json", description = "Print one JSON object instead of lines.")
    private boolean isJson;

    @Spec
    private CommandSpec spec;

    /** Prints the differences. */
    @Override
    public Integer call() throws SettingsException, IOException, InterruptedException {
        WrongUsage.unless(spec, first >= 1 && second >= 1, "versions must be >= 1: A=" + first + ", B=" + second);
        return ModelsAccess.with(options, access -> {
            GroupModels models = GroupModels.read(access, group);
            ModelDiff diff = new ModelDiff(models.version(first), models.version(second));
            PrintWriter out = spec.commandLine().getOut();
            out.print(isJson ? diff.json() + "\n" : diff.text());
            out.flush();
        });
    }
}
