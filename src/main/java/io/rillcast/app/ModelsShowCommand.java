package io.rillcast.app;

import io.rillcast.config.SettingsException;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Shows one model. */
@Command(
        name = "show",
        description = "Shows one model: the training it came from, its sizes, levels, features and checksum.")
final class ModelsShowCommand implements Callable<Integer> {
    @Mixin
    private SettingsOptions options;

    @Option(
            names = "--group",
            paramLabel = "G",
            defaultValue = "all",
            description = "The model group. Default: ${DEFAULT-VALUE}.")
    private String group;

    @Parameters(
            arity = "0..1",
            paramLabel = "VERSION",
            defaultValue = "0",
            showDefaultValue = Help.Visibility.NEVER,
            description = "A version of the archive; default: the one in use.")
    private long version;

    @Option(names = "--json", description = "Print one JSON object instead of lines.")
    private boolean isJson;

    @Spec
    private CommandSpec spec;

    /** Prints it. */
    @Override
    public Integer call() throws SettingsException, IOException, InterruptedException {
        WrongUsage.unless(spec, version >= 0, "VERSION must be >= 1: VERSION=" + version);
        return ModelsAccess.with(options, access -> {
            ModelText text = new ModelText(GroupModels.read(access, group).version(version));
            PrintWriter out = spec.commandLine().getOut();
            out.print(isJson ? text.json() + "\n" : text.text());
            out.flush();
        });
    }
}
