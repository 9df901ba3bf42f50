package io.rillcast.serde;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.onnxruntime.NodeInfo;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.TensorInfo;
import io.rillcast.forecast.ForecastModel;
import io.rillcast.forecast.QuantileLevels;
import io.rillcast.rnn.CellKind;
import io.rillcast.rnn.Network;
import io.rillcast.rnn.NetworkShape;
import io.rillcast.rnn.NetworkStepper;
import io.rillcast.rnn.RecurrentShape;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** ONNX Runtime is the judge: it must come to the numbers that the service comes to. */
class OnnxFileTest {
    private static final int INPUTS = 7;
    private static final int HIDDEN = 12;
    private static final int STEPS = 1000;
    private static final int SERIES = 2;
    /** Both round at every step; a hidden state forgets, so that the differences do not add up. */
    private static final float TOLERANCE = 1e-5f;

    private static final OrtEnvironment ORT = OrtEnvironment.getEnvironment();

    static List<NetworkShape> shapes() {
        List<NetworkShape> shapes = new ArrayList<>();
        for (CellKind cell : CellKind.values()) {
            for (int layers : new int[] {1, 2}) {
                for (boolean skip : new boolean[] {true, false}) {
                    shapes.add(new NetworkShape(new RecurrentShape(cell, INPUTS, HIDDEN, layers, false), 3, skip));
                }
            }
        }
        return shapes;
    }

    private static ForecastModel model(NetworkShape shape) {
        List<String> features =
                IntStream.range(0, shape.inputs()).mapToObj(i -> "feature-" + i).toList();
        Network network = Network.initialWithHead(shape, new Random(5));
        return new ForecastModel("pumps", 12, features, QuantileLevels.of(0.1, 0.5, 0.9), network);
    }

    @ParameterizedTest
    @MethodSource("shapes")
    void stepsAsOnnxRuntimeDoesThroughAThousandReadings(NetworkShape shape) throws OrtException {
        ForecastModel model = model(shape);
        NetworkStepper stepper = model.network().newStepper();
        float[][] states = new float[SERIES][shape.stateLength()];
        float[] out = new float[shape.outputs()];
        Random random = new Random(9);
        try (OrtSession session = ORT.createSession(OnnxFile.toBytes(model))) {
            Map<String, float[]> kept = new HashMap<>();
            for (int step = 0; step < STEPS; step++) {
                float[] x = normal(SERIES * INPUTS, random);

                float[] theirs = run(session, shape, x, kept);

                for (int series = 0; series < SERIES; series++) {
                    float[] own = Arrays.copyOfRange(x, series * INPUTS, (series + 1) * INPUTS);
                    stepper.step(out, states[series], own);
                    for (int i = 0; i < out.length; i++) {
                        assertThat(theirs[series * out.length + i])
                                .as("step %d, series %d, output %d", step, series, i)
                                .isEqualTo(out[i], within(TOLERANCE));
                    }
                }
            }
            assertThat(kept.get("h"))
                    .hasSize(shape.layers() * SERIES * HIDDEN)
                    .isNotEqualTo(new float[shape.layers() * SERIES * HIDDEN]);
        }
    }

    /** One step of all series; the states before it are taken from the map, those after it put there. */
    private static float[] run(OrtSession session, NetworkShape shape, float[] x, Map<String, float[]> kept)
            throws OrtException {
        Map<String, OnnxTensor> inputs = new HashMap<>();
        inputs.put("x", OnnxTensor.createTensor(ORT, FloatBuffer.wrap(x), new long[] {SERIES, INPUTS}));
        long[] stateShape = {shape.layers(), SERIES, HIDDEN};
        for (String state : session.getInputNames()) {
            if (!state.equals("x")) {
                float[] before = kept.getOrDefault(state, new float[shape.layers() * SERIES * HIDDEN]);
                inputs.put(state, OnnxTensor.createTensor(ORT, FloatBuffer.wrap(before), stateShape));
            }
        }
        try (OrtSession.Result result = session.run(inputs)) {
            for (String state : session.getInputNames()) {
                if (!state.equals("x")) {
                    kept.put(state, floats(result, state + "_next"));
                }
            }
            return floats(result, "quantiles");
        } finally {
            inputs.values().forEach(OnnxTensor::close);
        }
    }

    private static float[] floats(OrtSession.Result result, String name) {
        FloatBuffer buffer = ((OnnxTensor) result.get(name).orElseThrow()).getFloatBuffer();
        float[] values = new float[buffer.remaining()];
        buffer.get(values);
        return values;
    }

    private static float[] normal(int count, Random random) {
        float[] values = new float[count];
        for (int i = 0; i < count; i++) {
            values[i] = (float) (2 * random.nextGaussian());
        }
        return values;
    }

    @Test
    void saysWhatGoesInAndOutAndWhatItIsAbout() throws OrtException {
        NetworkShape shape = new NetworkShape(new RecurrentShape(CellKind.LSTM, INPUTS, HIDDEN, 2, false), 3, true);

        try (OrtSession session = ORT.createSession(OnnxFile.toBytes(model(shape)))) {
            assertThat(shapeOf(session.getInputInfo()))
                    .isEqualTo(Map.of("x", List.of(-1L, 7L), "h", List.of(2L, -1L, 12L), "c", List.of(2L, -1L, 12L)));
            assertThat(shapeOf(session.getOutputInfo()))
                    .isEqualTo(Map.of(
                            "quantiles",
                            List.of(-1L, 3L),
                            "h_next",
                            List.of(2L, -1L, 12L),
                            "c_next",
                            List.of(2L, -1L, 12L)));
            assertThat(session.getMetadata().getCustomMetadata())
                    .containsEntry("model.group", "pumps")
                    .containsEntry("model.version", "12")
                    .containsEntry("model.levels", "[0.1,0.5,0.9]")
                    .containsKey("model.features");
        }
    }

    private static Map<String, List<Long>> shapeOf(Map<String, NodeInfo> values) {
        Map<String, List<Long>> shapes = new HashMap<>();
        values.forEach((name, info) -> shapes.put(
                name,
                Arrays.stream(((TensorInfo) info.getInfo()).getShape()).boxed().toList()));
        return shapes;
    }

    @Test
    void hasNoStepOfANetworkOfBothDirections() {
        NetworkShape both = new NetworkShape(new RecurrentShape(CellKind.GRU, INPUTS, HIDDEN, 1, true), 3, true);

        assertThatThrownBy(() -> OnnxFile.toBytes(model(both)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(
                        "a bidirectional network cannot be run step by step: network=NetworkShape[cell=gru, inputs=7,"
                                + " hidden=12, layers=1, directions=2, outputs=3, skip=true]");
    }
}
