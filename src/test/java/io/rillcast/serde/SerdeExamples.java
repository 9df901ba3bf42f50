package io.rillcast.serde;

import io.rillcast.forecast.Explanation;
import io.rillcast.forecast.Forecast;
import io.rillcast.forecast.ForecastModel;
import io.rillcast.forecast.QuantileLevels;
import io.rillcast.forecast.Score;
import io.rillcast.rnn.CellKind;
import io.rillcast.rnn.Network;
import io.rillcast.rnn.NetworkShape;
import io.rillcast.rnn.RecurrentShape;
import io.rillcast.rnn.Tensor;
import io.rillcast.training.ModelCommand;
import io.rillcast.training.ModelSnapshot;
import io.rillcast.training.TrainingRecord;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;

/** Values of every type that has a serde of ours, made from a seed. */
final class SerdeExamples {
    private SerdeExamples() {}

    static Forecast forecast(Random random) {
        double[] quantiles = random.doubles(QuantileLevels.DEFAULT.count(), -1e6, 1e6)
                .sorted()
                .toArray();
        return new Forecast(
                new Forecast.Origin(
                        name(random),
                        random.nextLong(-62_135_596_800_000L, 253_402_300_800_000L),
                        random.nextLong(-62_135_596_800_000L, 253_402_300_800_000L),
                        random.nextInt(3),
                        "all",
                        random.nextLong(100),
                        random.nextLong(),
                        random.nextBoolean()),
                QuantileLevels.DEFAULT,
                quantiles,
                new Forecast.Parts(
                        random.nextGaussian(),
                        random.nextGaussian(),
                        Double.MIN_VALUE,
                        Map.of("naive", random.nextDouble(), "network", random.nextDouble(), "z", 0.0),
                        explanation(random)));
    }

    private static Explanation explanation(Random random) {
        if (random.nextInt(4) == 0) {
            return Explanation.NONE;
        }
        boolean isMonthly = random.nextBoolean();
        return new Explanation(
                Map.of("naive", random.nextGaussian(), "é漢😀", -0.0, "network", 1e300),
                random.nextDouble(),
                pick(random, List.of(), List.of(24), List.of(24, 168)),
                isMonthly ? 0 : random.nextLong(1, Long.MAX_VALUE),
                isMonthly ? 1 + random.nextInt(12) : 0,
                pick(random, Explanation.REAL, Explanation.NONNEGATIVE, Explanation.ZERO_HEAVY),
                pick(random, 0.0, 1.0, Explanation.MOST_CORRECTION));
    }

    static Score score(Random random) {
        return new Score(
                name(random),
                random.nextLong(-62_135_596_800_000L, 253_402_300_800_000L),
                new Score.Values(random.nextGaussian(), random.nextGaussian(), -0.0),
                new Score.Losses(random.nextDouble(), random.nextDouble(), random.nextDouble(), 1e300),
                random.nextBoolean(),
                random.nextBoolean(),
                random.nextBoolean(),
                new Score.ModelUsed("all", random.nextLong(), random.nextInt()),
                new Score.Rolling(random.nextDouble(), random.nextDouble()));
    }

    static TrainingRecord training(Random random) {
        return new TrainingRecord(
                "all",
                pick(random, TrainingRecord.Decision.values()),
                name(random),
                random.nextLong(9),
                random.nextLong(9),
                new TrainingRecord.Losses(
                        random.nextBoolean() ? Double.NaN : random.nextDouble(), Double.NaN, random.nextDouble()),
                new TrainingRecord.Data(random.nextLong(), random.nextInt(), random.nextInt(), 5, -1L, 1L),
                new TrainingRecord.Effort(random.nextInt(), 0.5, random.nextLong(), 0L, 3L, 4L));
    }

    static ModelCommand command(Random random) {
        ModelCommand.Action action = pick(random, ModelCommand.Action.values());
        return action == ModelCommand.Action.IMPORT
                ? ModelCommand.toImport(snapshot(random).model())
                : new ModelCommand(name(random), action, random.nextLong());
    }

    static Object contentOf(ModelCommand command) {
        Object model = command.model()
                .map(it -> contentOf(new ModelSnapshot(it, training(new Random(1)))))
                .orElse("");
        return List.of(command.group(), command.action(), command.version(), model);
    }

    static ModelSnapshot snapshot(Random random) {
        CellKind cell = pick(random, CellKind.values());
        NetworkShape shape = new NetworkShape(new RecurrentShape(cell, 2, 3, 2, false), 3, true);
        Map<String, Tensor> tensors = new LinkedHashMap<>();
        Network.initial(shape, random)
                .tensors()
                .forEach((name, zeros) -> tensors.put(name, tensor(random, zeros.shape())));
        ForecastModel model = new ForecastModel(
                "all",
                1 + random.nextLong(100),
                List.of("z", "wet"),
                QuantileLevels.of(0.1, 0.5, 0.9),
                Network.of(shape, tensors));
        return new ModelSnapshot(model, training(random));
    }

    static Object contentOf(ModelSnapshot snapshot) {
        ForecastModel model = snapshot.model();
        Map<String, Object> weights = new TreeMap<>();
        model.network()
                .tensors()
                .forEach((name, tensor) ->
                        weights.put(name, Arrays.toString(tensor.shape()) + Arrays.toString(tensor.values())));
        return List.of(
                model.group(),
                model.version(),
                model.features(),
                model.levels(),
                model.network().shape(),
                weights,
                snapshot.training());
    }

    private static Tensor tensor(Random random, int... shape) {
        float[] values = new float[Arrays.stream(shape).reduce(1, (a, b) -> a * b)];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) random.nextGaussian();
        }
        return Tensor.of(shape, values);
    }

    @SafeVarargs
    private static <E> E pick(Random random, E... values) {
        return values[random.nextInt(values.length)];
    }

    private static String name(Random random) {
        return "s-" + random.nextInt(1000) + "-é漢😀".substring(0, 1 + random.nextInt(2));
    }
}
