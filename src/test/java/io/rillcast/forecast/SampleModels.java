package io.rillcast.forecast;

import io.rillcast.rnn.CellKind;
import io.rillcast.rnn.Network;
import io.rillcast.rnn.NetworkShape;
import io.rillcast.rnn.RecurrentShape;
import io.rillcast.rnn.Tensor;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** Small models for tests, with the features of {@link OnlineForecaster} and the default levels. */
public final class SampleModels {
    private static final QuantileLevels LEVELS = QuantileLevels.DEFAULT;

    private SampleModels() {}

    /** A model whose every weight is random, so that its outputs depend on inputs and hidden state. */
    public static ForecastModel random(long version, int hidden, int layers, long seed) {
        return random(version, OnlineForecaster.features(), new int[] {hidden, layers}, seed);
    }

    /** The same with other features; the size is that of the hidden layers and their number. */
    public static ForecastModel random(long version, List<String> features, int[] size, long seed) {
        return random(version, features, new NetworkShape(features.size(), size[0], size[1], LEVELS.count()), seed);
    }

    /** The same with another cell. */
    public static ForecastModel random(long version, CellKind cell, int hidden, long seed) {
        List<String> features = OnlineForecaster.features();
        RecurrentShape layers = new RecurrentShape(cell, features.size(), hidden, 2, false);
        return random(version, features, new NetworkShape(layers, LEVELS.count(), true), seed);
    }

    private static ForecastModel random(long version, List<String> features, NetworkShape shape, long seed) {
        Random random = new Random(seed);
        Map<String, Tensor> tensors = new LinkedHashMap<>();
        Network.initial(shape, random).tensors().forEach((name, tensor) -> {
            float[] values = new float[tensor.size()];
            for (int i = 0; i < values.length; i++) {
                values[i] = (random.nextFloat() - 0.5f) * 0.6f;
            }
            tensors.put(name, Tensor.of(tensor.shape(), values));
        });
        return new ForecastModel("g", version, features, LEVELS, Network.of(shape, tensors));
    }

    /** A model that says the same standardised quantiles whatever comes: middle + width times the normal score. */
    public static ForecastModel constant(long version, double middle, double width) {
        return constant(version, OnlineForecaster.features(), middle, width);
    }

    /** The same with other features. */
    public static ForecastModel constant(long version, List<String> features, double middle, double width) {
        float[] bias = new float[LEVELS.count()];
        for (int i = 0; i < bias.length; i++) {
            bias[i] = (float) (middle + width * LEVELS.normalScore(i));
        }
        NetworkShape shape = new NetworkShape(features.size(), 4, 1, LEVELS.count());
        Network network = Network.initial(shape, new Random(1)).withHeadBias(bias);
        return new ForecastModel("g", version, features, LEVELS, network);
    }
}
