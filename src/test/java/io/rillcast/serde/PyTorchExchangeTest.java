package io.rillcast.serde;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.rillcast.rnn.Network;
import io.rillcast.rnn.NetworkShape;
import io.rillcast.rnn.SequenceBatch;
import io.rillcast.rnn.Tensor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Networks of every cell travel to PyTorch and back untouched, and compute the same there.
 *
 * <p>Needs Debian's python3-torch; where it is not installed, what PyTorch wrote once is in the golden files.
 */
class PyTorchExchangeTest {
    private static final String PYTHON = "/usr/bin/python3";
    private static final long MOST_MINUTES = 5;
    private static final int[] LENGTHS = {4, 6, 1};
    private static final int STEPS = 6;

    @TempDir
    private Path folder;

    @Test
    void travelsToPyTorchAndBack() throws IOException, InterruptedException, MalformedFile {
        assumeTrue(Files.isExecutable(Path.of(PYTHON)), "no " + PYTHON);
        assumeTrue(run("-c", "import torch, numpy") == 0, "PyTorch is not installed");
        Map<String, NetworkFile> written = new LinkedHashMap<>();
        for (NetworkShape shape : NetworkFileTest.shapes()) {
            String name = "network-" + written.size();
            written.put(name, write(name, shape));
        }

        int exitCode = run("src/test/golden/check_safetensors.py", folder.toString());

        assertThat(exitCode).as("%s", Files.readString(folder.resolve("said"))).isZero();
        for (Map.Entry<String, NetworkFile> one : written.entrySet()) {
            byte[] bytes = Files.readAllBytes(folder.resolve(one.getKey() + ".returned.safetensors"));
            NetworkFile returned = NetworkFile.read(bytes);
            assertThat(returned.toBytes())
                    .as(one.getKey())
                    .isEqualTo(one.getValue().toBytes());
        }
    }

    private NetworkFile write(String name, NetworkShape shape) throws IOException {
        Random random = new Random(name.hashCode());
        Network network = Network.initialWithHead(shape, random);
        NetworkFile file = NetworkFile.of(network, Map.of("note", "\u00e9 \"quoted\""));
        Files.write(folder.resolve(name + ".safetensors"), file.toBytes());
        float[] x = numbers(STEPS * LENGTHS.length * shape.inputs(), random);
        float[] initial = numbers(LENGTHS.length * shape.stateLength(), random);
        float[] states = initial.clone();
        float[] outputs = outputs(network, x, states);

        int parts = shape.cell().stateParts();
        int[] stateShape = {LENGTHS.length, shape.layers(), shape.directions(), parts, shape.hidden()};
        Map<String, Tensor> example = Map.of(
                "x", Tensor.of(new int[] {STEPS, LENGTHS.length, shape.inputs()}, x),
                "initial", Tensor.of(stateShape, initial),
                "outputs", Tensor.of(new int[] {STEPS, LENGTHS.length, shape.outputs()}, outputs),
                "last", Tensor.of(stateShape, states));
        Map<String, String> notes = Map.of(
                "lengths",
                String.join(
                        " ", Arrays.stream(LENGTHS).mapToObj(Integer::toString).toList()));
        Files.write(
                folder.resolve(name + ".example.safetensors"),
                Safetensors.of(example, notes).toBytes());
        return file;
    }

    private static float[] outputs(Network network, float[] x, float[] statesInPlace) {
        NetworkShape shape = network.shape();
        SequenceBatch batch = network.newBatch(LENGTHS.length, STEPS);
        batch.begin(STEPS);
        for (int row = 0; row < STEPS * LENGTHS.length; row++) {
            float[] input = Arrays.copyOfRange(x, row * shape.inputs(), (row + 1) * shape.inputs());
            batch.input(row / LENGTHS.length, row % LENGTHS.length, input);
        }
        for (int slot = 0; slot < LENGTHS.length; slot++) {
            batch.length(slot, LENGTHS[slot]);
        }
        batch.forward(statesInPlace);
        float[] outputs = new float[STEPS * LENGTHS.length * shape.outputs()];
        for (int row = 0; row < STEPS * LENGTHS.length; row++) {
            int offset = batch.outputOffset(row / LENGTHS.length, row % LENGTHS.length);
            System.arraycopy(batch.outputs(), offset, outputs, row * shape.outputs(), shape.outputs());
        }
        return outputs;
    }

    private int run(String... arguments) throws IOException, InterruptedException {
        ProcessBuilder builder = new ProcessBuilder(PYTHON);
        builder.command().addAll(List.of(arguments));
        builder.environment().put("PYTHONDONTWRITEBYTECODE", "1");
        builder.redirectErrorStream(true).redirectOutput(folder.resolve("said").toFile());
        Process process = builder.start();
        try {
            assertThat(process.waitFor(MOST_MINUTES, TimeUnit.MINUTES))
                    .as("python ends")
                    .isTrue();
            return process.exitValue();
        } finally {
            process.destroyForcibly();
        }
    }

    private static float[] numbers(int count, Random random) {
        float[] values = new float[count];
        for (int i = 0; i < count; i++) {
            values[i] = (float) random.nextGaussian();
        }
        return values;
    }
}
