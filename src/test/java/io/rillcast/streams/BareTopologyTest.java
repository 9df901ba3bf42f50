package io.rillcast.streams;

import static org.assertj.core.api.Assertions.assertThat;

import io.rillcast.forecast.ForecastModel;
import io.rillcast.forecast.ForecastPlan;
import io.rillcast.forecast.OnlineForecaster;
import io.rillcast.forecast.QuantileLevels;
import io.rillcast.forecast.Reading;
import io.rillcast.rnn.Network;
import io.rillcast.rnn.NetworkShape;
import io.rillcast.training.BpttPlan;
import io.rillcast.training.ModelSnapshot;
import io.rillcast.training.OneCycle;
import io.rillcast.training.OptimiserPlan;
import io.rillcast.training.TrainingPlan;
import io.rillcast.training.TrainingRecord;
import io.rillcast.training.TrainingSchedule;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BareTopologyTest {
    private static final StreamPlan PLAN = new StreamPlan(
            Topics.DEFAULT,
            GroupRule.ALL,
            new TrainingPlan(
                    ForecastPlan.DEFAULT,
                    new TrainingPlan.Size(32, 1),
                    new BpttPlan(32, 32, new OptimiserPlan(new OneCycle(3e-3, 100), 1e-2, 1.0)),
                    1,
                    0),
            new TrainingSchedule(0, 1024, 1, 600),
            new StreamPlan.Placement(true, 1),
            512,
            0);
    private static final List<Reading> READINGS = IntStream.range(0, 300)
            .mapToObj(i -> new Reading("series-" + i % 3, i / 3 * 3_600_000L, 20 + Math.sin(i)))
            .toList();

    @TempDir
    Path dir;

    @Test
    void writesAsManyRecordsAndStoreBytesAsTheForecaster() {
        BareState state = BareState.like(ForecastPlan.DEFAULT, model(), 100);

        List<List<Integer>> ours = written(new TopologyHarness(dir.resolve("ours"), PLAN), true);
        List<List<Integer>> bare = written(
                new TopologyHarness(
                        dir.resolve("bare"), PLAN, (serdes, worker) -> BareTopology.of(PLAN, serdes, state)),
                false);

        assertThat(bare).isEqualTo(ours);
        assertThat(bare.get(0)).containsExactly(300, 297);
        assertThat(bare.get(1)).hasSize(3).containsOnly("series-0".length() + state.sizeBytes());
        assertThat(bare.get(2)).hasSize(301); // and the length of the ring
    }

    @Test
    void fillsItsStateAnewAtEachReading() {
        BareState state = BareState.like(ForecastPlan.DEFAULT, model(), 100);

        byte[] first = state.next(null, 1);
        byte[] second = state.next(first, 2);

        assertThat(BareState.readings(null)).isZero();
        assertThat(BareState.readings(second)).isEqualTo(2);
        assertThat(second).hasSameSizeAs(first);
        assertThat(Arrays.mismatch(Arrays.copyOfRange(first, 8, 64), Arrays.copyOfRange(second, 8, 64)))
                .isNotNegative();
    }

    /** The number of series, which the yardstick does not count. */
    private static final int COUNT_BYTES = HistoryRing.SERIES_KEY.get().length + Long.BYTES;

    /** Counts of forecasts and scores, then lengths of states and of history. */
    private static List<List<Integer>> written(TopologyHarness harness, boolean isModelWanted) {
        try (harness) {
            if (isModelWanted) {
                harness.publish(snapshot());
            }
            harness.publish(READINGS);
            List<List<Integer>> written = new ArrayList<>();
            written.add(List.of(harness.forecasts().size(), harness.scores().size()));
            written.add(harness.entryBytes(ForecastProcessor.STATES));
            List<Integer> history = harness.entryBytes(ForecastProcessor.HISTORY);
            history.remove(Integer.valueOf(COUNT_BYTES));
            written.add(history);
            return written;
        }
    }

    private static ModelSnapshot snapshot() {
        return new ModelSnapshot(
                model(),
                new TrainingRecord(
                        "all",
                        TrainingRecord.Decision.PROMOTED,
                        "for a test",
                        1,
                        0,
                        new TrainingRecord.Losses(1, 1, 1),
                        new TrainingRecord.Data(0, 0, 0, 0, 0, 0),
                        new TrainingRecord.Effort(0, 0, 0, 0, 0, 0)));
    }

    private static ForecastModel model() {
        int inputs = OnlineForecaster.features().size();
        NetworkShape shape = new NetworkShape(inputs, 32, 1, QuantileLevels.DEFAULT.count());
        Network network = Network.initial(shape, new Random(1));
        return new ForecastModel("all", 1, OnlineForecaster.features(), QuantileLevels.DEFAULT, network);
    }
}
