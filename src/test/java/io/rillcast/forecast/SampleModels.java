package io.rillcast.forecast;

import io.rillcast.rnn.GruNetwork;
import io.rillcast.rnn.NetworkShape;
import io.rillcast.rnn.Tensor;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;

/** Small models for tests, with the features of {@link OnlineForecaster} and the default levels. */
public final class SampleModels {
    private static final QuantileLevels LEVELS = QuantileLevels.DEFAULT;

    private SampleModels() {}

    /** A model whose every weight is random, so that its outputs depend on inputs and hidden state. */
    public static ForecastModel random(long version, int hidden, int layers, long seed) {
        Random random = new Random(seed);
        NetworkShape shape = shape(hidden, layers);
        Map<String, Tensor> tensors = new LinkedHashMap<>();
        GruNetwork.initial(shape, random).tensors().forEach((name, tensor) -> {
            float[] values = new float[tensor.size()];
            for (int i = 0; i < values.length; i++) {
                values[i] = (random.nextFloat() - 0.5f) * 0.6f;
            }
            tensors.put(name, Tensor.of(tensor.shape(), values));
        });
        return model(version, GruNetwork.of(shape, tensors));
    }

    /** A model that says the same standardised quantiles whatever comes: middle + width times the normal score. */
    public static ForecastModel constant(long version, double middle, double width) {
        float[] bias = new float[LEVELS.count()];
        for (int i = 0; i < bias.length; i++) {
            bias[i] = (float) (middle + width * LEVELS.normalScore(i));
        }
        return model(version, GruNetwork.initial(shape(4, 1), new Random(1)).withHeadBias(bias));
    }

    private static NetworkShape shape(int hidden, int layers) {
        return new NetworkShape(OnlineForecaster.features().size(), hidden, layers, LEVELS.count());
    }

    private static ForecastModel model(long version, GruNetwork network) {
        return new ForecastModel("g", version, OnlineForecaster.features(), LEVELS, network);
    }
}
