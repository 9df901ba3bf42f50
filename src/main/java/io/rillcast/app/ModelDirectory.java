package io.rillcast.app;

import io.rillcast.forecast.ForecastModel;
import io.rillcast.serde.MalformedFile;
import io.rillcast.serde.ModelFile;
import io.rillcast.training.Replay;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** The models of a backtest, one file a version; owned by one thread. */
final class ModelDirectory implements Replay.Archive {
    private static final String SUFFIX = ".safetensors";
    /** Models kept in memory while they are followed. */
    private static final int MOST_HELD = 64;
    /** Longer names of groups are cut: the whole name stands in the file. */
    private static final int MOST_NAME_CHARACTERS = 80;

    private final Path dir;
    private final Predicate<ForecastModel> fits;
    private final Map<Key, Path> files = new HashMap<>();
    private final Map<Key, ForecastModel> held = new LinkedHashMap<>();

    private record Key(String group, long version) {}

    private ModelDirectory(Path dir, Predicate<ForecastModel> fits) {
        this.dir = dir;
        this.fits = fits;
    }

    /** A directory of models, which are looked at one by one; only those that fit can be used. */
    static ModelDirectory open(Path dir, Predicate<ForecastModel> fits) throws IOException {
        ModelDirectory models = new ModelDirectory(dir, fits);
        if (!Files.isDirectory(dir)) {
            throw new CommandFailure("the directory of models must exist: models=" + dir);
        }
        for (Path file : files(dir)) {
            ForecastModel model = read(file);
            models.files.put(new Key(model.group(), model.version()), file);
        }
        return models;
    }

    /** Writes a model into a directory that is there. */
    static void write(Path dir, ForecastModel model) throws IOException {
        Files.write(dir.resolve(name(model)), ModelFile.toBytes(model));
    }

    /** Whether there are any. */
    static boolean holdsModels(Path dir) throws IOException {
        return !files(dir).isEmpty();
    }

    /** Removes the models in a directory. */
    static void clear(Path dir) throws IOException {
        for (Path file : files(dir)) {
            Files.delete(file);
        }
    }

    /** Moves the models of one directory into another. */
    static void moveAll(Path from, Path to) throws IOException {
        for (Path file : files(from)) {
            Files.move(file, to.resolve(file.getFileName()), StandardCopyOption.REPLACE_EXISTING);
        }
    }

    private static List<Path> files(Path dir) throws IOException {
        try (Stream<Path> entries = Files.list(dir)) {
            return entries.filter(entry -> entry.toString().endsWith(SUFFIX)).toList();
        }
    }

    /** The group as far as it makes a file's name anywhere, and a hash where it is more, then the version. */
    private static String name(ForecastModel model) {
        String safe = model.group().replaceAll("[^A-Za-z0-9_-]", "_");
        boolean isWhole = safe.equals(model.group()) && safe.length() <= MOST_NAME_CHARACTERS;
        String start = safe.substring(0, Math.min(MOST_NAME_CHARACTERS, safe.length()));
        String group = isWhole
                ? safe
                : start + "-" + java.util.UUID.nameUUIDFromBytes(model.group().getBytes(StandardCharsets.UTF_8));
        return group + "-v" + model.version() + SUFFIX;
    }

    private static ForecastModel read(Path file) throws IOException {
        try {
            return ModelFile.read(Files.readAllBytes(file));
        } catch (MalformedFile malformed) {
            throw new CommandFailure(
                    "model file must be one that `rillcast backtest` wrote: file=" + file + "; "
                            + malformed.getMessage(),
                    malformed);
        }
    }

    @Override
    public ForecastModel model(String group, long version) {
        Key key = new Key(group, version);
        ForecastModel known = held.get(key);
        return known != null ? known : load(key);
    }

    private ForecastModel load(Key key) {
        Path file = files.get(key);
        if (file == null) {
            throw new CommandFailure("every version that is followed must be among the models: group=" + key.group()
                    + ", version=" + key.version() + ", models=" + dir);
        }
        ForecastModel model;
        try {
            model = read(file);
        } catch (IOException failed) {
            throw new CommandFailure("model file must be readable: file=" + file, failed);
        }
        if (!fits.test(model)) {
            throw new CommandFailure("models that are followed must have been trained under these settings: file="
                    + file + ", levels=" + model.levels() + ", features=" + model.features());
        }
        if (held.size() >= MOST_HELD) {
            held.clear();
        }
        held.put(key, model);
        return model;
    }
}
