package io.rillcast.app;

import io.rillcast.config.SettingsException;
import io.rillcast.forecast.ForecastModel;
import io.rillcast.serde.ModelFile;
import io.rillcast.serde.OnnxFile;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Takes a model out. */
@Command(
        name = "export",
        description = "Writes a model as a file: safetensors with PyTorch's names, or one step as ONNX.")
final class ModelsExportCommand implements Callable<Integer> {
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

    @Option(
            names = "--format",
            paramLabel = "F",
            defaultValue = "safetensors",
            description = "safetensors or onnx. Default: ${DEFAULT-VALUE}.")
    private String format;

    @Option(names = "--out", required = true, paramLabel = "FILE", description = "Where to write it.")
    private Path file;

    @Spec
    private CommandSpec spec;

    /** Writes the file and says which model is in it. */
    @Override
    public Integer call() throws SettingsException, IOException, InterruptedException {
        WrongUsage.unless(spec, version >= 0, "VERSION must be >= 1: VERSION=" + version);
        WrongUsage.unless(
                spec,
                List.of("safetensors", "onnx").contains(format),
                "--format must be safetensors or onnx: --format=" + format);
        return ModelsAccess.with(options, access -> {
            ForecastModel model =
                    GroupModels.read(access, group).version(version).snapshot().model();
            byte[] bytes = format.equals("onnx") ? OnnxFile.toBytes(model) : ModelFile.toBytes(model);
            WholeFile.write(file, bytes);
            PrintWriter out = spec.commandLine().getOut();
            out.println("exported: group=" + group + ", version=" + model.version() + ", format=" + format + ", bytes="
                    + bytes.length + ", file=" + file);
            out.flush();
        });
    }
}
