package io.rillcast.streams;

import io.rillcast.forecast.ForecastModel;
import io.rillcast.forecast.OnlineForecaster;
import io.rillcast.forecast.QuantileLevels;
import io.rillcast.rnn.Network;
import io.rillcast.rnn.NetworkShape;
import io.rillcast.rnn.Tensor;
import io.rillcast.training.ModelSnapshot;
import io.rillcast.training.TrainingRecord;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;

/** Models that no training made: every weight by chance, so that every one of them matters. */
final class ModelExamples {
    private ModelExamples() {}

    /** A model seeded by its version. */
    static ModelSnapshot snapshot(String group, long version) {
        return snapshot(group, version, version);
    }

    /** A model of a seed. */
    static ModelSnapshot snapshot(String group, long version, long seed) {
        return snapshot(group, version, seed, OnlineForecaster.features());
    }

    /** The same with these inputs. */
    static ModelSnapshot snapshot(String group, long version, List<String> features) {
        return snapshot(group, version, version, features);
    }

    private static ModelSnapshot snapshot(String group, long version, long seed, List<String> features) {
        NetworkShape shape = new NetworkShape(features.size(), 8, 1, QuantileLevels.DEFAULT.count());
        Random random = new Random(seed);
        Map<String, Tensor> weights = new TreeMap<>();
        Network.initial(shape, random).tensors().forEach((name, tensor) -> weights.put(name, filled(tensor, random)));
        ForecastModel model =
                new ForecastModel(group, version, features, QuantileLevels.DEFAULT, Network.of(shape, weights));
        return new ModelSnapshot(model, training(group, version));
    }

    private static Tensor filled(Tensor like, Random random) {
        float[] values = new float[like.size()];
        for (int i = 0; i < values.length; i++) {
            values[i] = 0.3f * (float) random.nextGaussian();
        }
        return Tensor.of(like.shape(), values);
    }

    private static TrainingRecord training(String group, long version) {
        return new TrainingRecord(
                group,
                TrainingRecord.Decision.PROMOTED,
                "made by chance",
                version,
                version - 1,
                new TrainingRecord.Losses(1, 1, 1),
                new TrainingRecord.Data(1, 1, 1, 1, 0, 0),
                new TrainingRecord.Effort(1, 1, version, 0, 0, 0));
    }
}
