package io.rillcast.rnn;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;

/** Named arrays of numbers that src/test/golden/make_golden.py wrote. */
public final class GoldenFile {
    private final Map<String, int[]> shapes = new LinkedHashMap<>();
    private final Map<String, double[]> values = new LinkedHashMap<>();

    private GoldenFile() {}

    /** Reads a file of the golden folder. */
    public static GoldenFile read(String name) {
        try (InputStream in = GoldenFile.class.getResourceAsStream("/golden/" + name)) {
            GoldenFile file = new GoldenFile();
            for (String line : new String(in.readAllBytes(), StandardCharsets.UTF_8).split("\n", -1)) {
                file.add(line.split(" ", -1));
            }
            return file;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** One array, row-major. */
    public double[] values(String name) {
        return values.get(name);
    }

    /** One array as floats. */
    public float[] floats(String name) {
        double[] from = values(name);
        float[] to = new float[from.length];
        for (int i = 0; i < to.length; i++) {
            to[i] = (float) from[i];
        }
        return to;
    }

    /** One matrix as rows of floats. */
    public float[][] rows(String name) {
        int width = shapes.get(name)[1];
        float[] flat = floats(name);
        float[][] rows = new float[flat.length / width][];
        Arrays.setAll(rows, i -> Arrays.copyOfRange(flat, i * width, (i + 1) * width));
        return rows;
    }

    /** The network of the weights of this file. */
    public Network network() {
        Map<String, Tensor> tensors = new LinkedHashMap<>();
        for (String name : values.keySet()) {
            if (name.startsWith("weight:")) {
                tensors.put(name.substring("weight:".length()), Tensor.of(shapes.get(name), floats(name)));
            }
        }
        int[] first = shapes.get("weight:gru.weight_ih_l0");
        int outputs = shapes.get("weight:head.bias")[0];
        int layers = (tensors.size() - 3) / 4;
        return Network.of(new NetworkShape(first[1], first[0] / 3, layers, outputs), tensors);
    }

    private void add(String[] words) {
        if (words.length < 3) {
            return;
        }
        shapes.put(
                words[0],
                Arrays.stream(words[1].split("x", -1))
                        .mapToInt(Integer::parseInt)
                        .toArray());
        values.put(
                words[0],
                Arrays.stream(words)
                        .skip(2)
                        .mapToDouble(word -> word.equals("nan") ? Double.NaN : Double.parseDouble(word))
                        .toArray());
    }
}
