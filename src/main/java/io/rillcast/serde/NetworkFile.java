package io.rillcast.serde;

import io.rillcast.rnn.CellKind;
import io.rillcast.rnn.Network;
import io.rillcast.rnn.NetworkShape;
import io.rillcast.rnn.RecurrentShape;
import io.rillcast.rnn.Tensor;
import java.util.Collections;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * A network and notes about it as one file in the safetensors format; immutable.
 *
 * <p>The tensors bear PyTorch's names: a module whose attributes {@code rnn}, {@code lstm} or {@code gru}, {@code head}
 * and, with a skip connection, {@code skip} are PyTorch's layers loads them as they are. The sizes stand in the file's
 * metadata, under keys that begin with {@code network.}: {@code format} (1), {@code cell}, {@code inputs}, {@code
 * hidden}, {@code layers}, {@code directions}, {@code outputs}, {@code skip}. Every other key is a note, such as a
 * vocabulary.
 *
 * @param network what the file is about
 * @param notes free texts by key
 */
public record NetworkFile(Network network, SortedMap<String, String> notes) {
    private static final String RESERVED = "network.";
    private static final String FORMAT = "1";

    /**
     * Copies and checks.
     *
     * @throws IllegalArgumentException if a note's key begins as those of the sizes do
     */
    public NetworkFile {
        notes = Collections.unmodifiableSortedMap(new TreeMap<>(notes));
        for (String key : notes.keySet()) {
            if (key.startsWith(RESERVED)) {
                throw new IllegalArgumentException(
                        "a note's key must not begin with " + RESERVED + ": key=" + key + "; name it otherwise");
            }
        }
    }

    /**
     * A file with any notes.
     *
     * @throws IllegalArgumentException as the constructor
     */
    public static NetworkFile of(Network network, Map<String, String> notes) {
        return new NetworkFile(network, new TreeMap<>(notes));
    }

    /**
     * The file's bytes; equal files have equal bytes.
     *
     * @throws IllegalArgumentException if a note is not text that UTF-8 can hold, or all is too long for the format
     */
    public byte[] toBytes() {
        NetworkShape shape = network.shape();
        SortedMap<String, String> metadata = new TreeMap<>(notes);
        metadata.put(RESERVED + "format", FORMAT);
        metadata.put(RESERVED + "cell", shape.cell().text());
        metadata.put(RESERVED + "inputs", Integer.toString(shape.inputs()));
        metadata.put(RESERVED + "hidden", Integer.toString(shape.hidden()));
        metadata.put(RESERVED + "layers", Integer.toString(shape.layers()));
        metadata.put(RESERVED + "directions", Integer.toString(shape.directions()));
        metadata.put(RESERVED + "outputs", Integer.toString(shape.outputs()));
        metadata.put(RESERVED + "skip", Boolean.toString(shape.skip()));
        return Safetensors.of(network.tensors(), metadata).toBytes();
    }

    /**
     * Reads a file's bytes.
     *
     * @throws MalformedFile if they are no file of tensors, state no network's sizes, or hold another network's tensors
     */
    public static NetworkFile read(byte[] bytes) throws MalformedFile {
        Safetensors file = Safetensors.read(bytes);
        SortedMap<String, String> notes = new TreeMap<>(file.metadata());
        notes.keySet().removeIf(key -> key.startsWith(RESERVED));
        try {
            NetworkShape shape = shape(file.metadata());
            requireCount(shape, file.tensors());
            return new NetworkFile(Network.of(shape, file.tensors()), notes);
        } catch (IllegalArgumentException e) {
            throw new MalformedFile(e.getMessage(), e);
        }
    }

    private static NetworkShape shape(Map<String, String> metadata) {
        String format = text(metadata, "format");
        if (!format.equals(FORMAT)) {
            throw new IllegalArgumentException("unsupported network file: network.format=" + format + ", supported=["
                    + FORMAT + "]; upgrade to the writer's release");
        }
        int directions = number(metadata, "directions");
        if (directions != 1 && directions != 2) {
            throw new IllegalArgumentException("directions must be 1 or 2: network.directions=" + directions);
        }
        String skip = text(metadata, "skip");
        if (!skip.equals("true") && !skip.equals("false")) {
            throw new IllegalArgumentException("skip must be true or false: network.skip=" + skip);
        }
        RecurrentShape recurrent = new RecurrentShape(
                CellKind.of(text(metadata, "cell")),
                number(metadata, "inputs"),
                number(metadata, "hidden"),
                number(metadata, "layers"),
                directions == 2);
        return new NetworkShape(recurrent, number(metadata, "outputs"), skip.equals("true"));
    }

    private static String text(Map<String, String> metadata, String key) {
        String text = metadata.get(RESERVED + key);
        if (text == null) {
            throw new IllegalArgumentException("a network file's metadata must state its sizes: missing=" + RESERVED
                    + key + "; was this file written by another program?");
        }
        return text;
    }

    private static int number(Map<String, String> metadata, String key) {
        String text = text(metadata, key);
        try {
            return Integer.parseInt(text);
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("a size must be a whole number: " + RESERVED + key + "=" + text, e);
        }
    }

    /** Before room is made for the weights that the sizes ask for, so that a few bytes cannot ask for much of it. */
    private static void requireCount(NetworkShape shape, Map<String, Tensor> tensors) {
        long found = tensors.values().stream().mapToLong(Tensor::size).sum();
        long expected = shape.weightCount();
        if (found != expected) {
            throw new IllegalArgumentException("the tensors must have as many values as the network's sizes give:"
                    + " expected=" + expected + ", found=" + found + ", network=" + shape);
        }
    }
}
