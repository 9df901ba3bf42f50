package io.rillcast.serde;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.rillcast.forecast.ForecastModel;
import io.rillcast.forecast.QuantileLevels;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * A forecaster's model as the bytes of one file: a {@link NetworkFile} with the notes {@code model.group}, {@code
 * model.version}, {@code model.features} and {@code model.levels}, the last two as JSON arrays.
 */
public final class ModelFile {
    private static final String GROUP = "model.group";
    private static final String VERSION = "model.version";
    static final String FEATURES = "model.features";
    static final String LEVELS = "model.levels";
    private static final JsonMapper JSON = new JsonMapper();

    private ModelFile() {}

    /** The file's bytes; equal models have equal bytes. */
    public static byte[] toBytes(ForecastModel model) {
        return NetworkFile.of(model.network(), notes(model)).toBytes();
    }

    /** What a model needs beside its network, by increasing key. */
    static SortedMap<String, String> notes(ForecastModel model) {
        SortedMap<String, String> notes = notes(model.group(), model.features(), model.levels());
        notes.put(VERSION, Long.toString(model.version()));
        return notes;
    }

    /** What every model of a group needs beside its network. */
    static SortedMap<String, String> notes(String group, List<String> features, QuantileLevels levels) {
        return new TreeMap<>(Map.of(GROUP, group, FEATURES, json(features), LEVELS, json(levels.toArray())));
    }

    /** The checksum that the model's snapshot carries, as its schema describes it. */
    public static String checksum(ForecastModel model) {
        return ModelSnapshots.checksum(ModelSnapshots.parameters(model));
    }

    private static String json(Object value) {
        try {
            return JSON.writeValueAsString(value);
        } catch (JsonProcessingException impossible) {
            throw new AssertionError(impossible);
        }
    }

    /**
     * Reads a file's bytes; weights have the very bits that were written.
     *
     * @throws MalformedFile if they are no network's file, lack a note or the notes do not fit the network
     */
    public static ForecastModel read(byte[] bytes) throws MalformedFile {
        NetworkFile file = NetworkFile.read(bytes);
        try {
            return new ForecastModel(
                    note(file, GROUP),
                    Long.parseLong(note(file, VERSION)),
                    List.of(JSON.readValue(note(file, FEATURES), String[].class)),
                    QuantileLevels.of(JSON.readValue(note(file, LEVELS), double[].class)),
                    file.network());
        } catch (JsonProcessingException e) {
            throw new MalformedFile("a model's notes must be JSON arrays: found=" + e.getOriginalMessage(), e);
        } catch (NumberFormatException e) {
            throw new MalformedFile("a model's version must be a whole number: found=" + e.getMessage(), e);
        } catch (IllegalArgumentException e) {
            throw new MalformedFile(e.getMessage(), e);
        }
    }

    private static String note(NetworkFile file, String key) {
        String text = file.notes().get(key);
        if (text == null) {
            throw new IllegalArgumentException(
                    "a model's file must say what the model needs: missing=" + key + "; was it written by `rillcast`?");
        }
        return text;
    }
}
