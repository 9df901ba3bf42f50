package io.rillcast.rnn;

import io.rillcast.serde.MalformedFile;
import io.rillcast.serde.Safetensors;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A network, a batch and what PyTorch makes of them: a file that src/test/golden/make_network_golden.py wrote. */
public final class GoldenNetwork {
    private final String name;
    private final Safetensors file;
    private final NetworkShape shape;

    private GoldenNetwork(String name, Safetensors file) {
        this.name = name;
        this.file = file;
        RecurrentShape recurrent = new RecurrentShape(
                CellKind.of(text("cell")),
                Integer.parseInt(text("inputs")),
                Integer.parseInt(text("hidden")),
                Integer.parseInt(text("layers")),
                text("directions").equals("2"));
        this.shape = new NetworkShape(
                recurrent, Integer.parseInt(text("outputs")), text("skip").equals("true"));
    }

    /** The names of all files: every cell, one layer and three, one direction and two, three sizes. */
    public static List<String> names() {
        List<String> names = new ArrayList<>();
        for (CellKind cell : CellKind.values()) {
            for (String stack : List.of("1x1", "1x2", "3x1", "3x2")) {
                for (int hidden : new int[] {2, 5, 17}) {
                    names.add(cell.text() + "-" + stack + "-" + hidden);
                }
            }
        }
        return names;
    }

    /** Reads one. */
    public static GoldenNetwork read(String name) {
        try (InputStream in = GoldenNetwork.class.getResourceAsStream("/golden/networks/" + name + ".safetensors")) {
            return new GoldenNetwork(name, Safetensors.read(in.readAllBytes()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (MalformedFile e) {
            throw new IllegalStateException(name, e);
        }
    }

    /** The sizes. */
    public NetworkShape shape() {
        return shape;
    }

    /** The network of its weights. */
    public Network network() {
        return Network.of(shape, tensors("weight."));
    }

    /** One tensor's values. */
    public float[] values(String tensor) {
        return file.tensors().get(tensor).values();
    }

    /** Whether there is such a tensor. */
    public boolean has(String tensor) {
        return file.tensors().containsKey(tensor);
    }

    /** The tensors whose names begin so, by the rest of the name. */
    public Map<String, Tensor> tensors(String prefix) {
        Map<String, Tensor> found = new LinkedHashMap<>();
        file.tensors().forEach((key, tensor) -> {
            if (key.startsWith(prefix)) {
                found.put(key.substring(prefix.length()), tensor);
            }
        });
        return found;
    }

    /** How far PyTorch's own float arithmetic lies from the truth: forward, gradient, adamw or sgd. */
    public double floatError(String group) {
        return Double.parseDouble(text("float32." + group));
    }

    /** How long each slot's sequence is. */
    public int[] lengths() {
        return Arrays.stream(text("lengths").split(" ", -1))
                .mapToInt(Integer::parseInt)
                .toArray();
    }

    /** The batch of these weights, filled, and run forward from the initial states. */
    public SequenceBatch forward(Parameters weights, float[] statesInPlace) {
        int[] lengths = lengths();
        int steps = Arrays.stream(lengths).max().orElseThrow();
        SequenceBatch batch = new SequenceBatch(weights, lengths.length, steps);
        fill(batch);
        batch.forward(statesInPlace);
        return batch;
    }

    /** Begins a batch and fills in the inputs. */
    public void fill(SequenceBatch batch) {
        int[] lengths = lengths();
        int steps = Arrays.stream(lengths).max().orElseThrow();
        float[] x = values("x");
        batch.begin(steps);
        for (int slot = 0; slot < lengths.length; slot++) {
            batch.length(slot, lengths[slot]);
            for (int t = 0; t < lengths[slot]; t++) {
                int row = t * lengths.length + slot;
                batch.input(t, slot, Arrays.copyOfRange(x, row * shape.inputs(), (row + 1) * shape.inputs()));
            }
        }
    }

    /** Half the squared error over all outputs, each gradient times a weight left in the batch. */
    public double halfSquaredError(SequenceBatch batch, float weight) {
        int[] lengths = lengths();
        float[] targets = values("targets");
        double sum = 0;
        for (int slot = 0; slot < lengths.length; slot++) {
            for (int t = 0; t < lengths[slot]; t++) {
                int offset = batch.outputOffset(t, slot);
                for (int q = 0; q < shape.outputs(); q++) {
                    float error =
                            batch.outputs()[offset + q] - targets[(t * lengths.length + slot) * shape.outputs() + q];
                    sum += 0.5 * error * error;
                    batch.gradOutputs()[offset + q] = weight * error;
                }
            }
        }
        return sum;
    }

    @Override
    public String toString() {
        return name;
    }

    private String text(String key) {
        return file.metadata().get(key);
    }
}
