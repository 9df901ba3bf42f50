package io.rillcast.streams;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.rillcast.forecast.Forecast;
import io.rillcast.forecast.ForecastPlan;
import io.rillcast.forecast.QuantileLevels;
import io.rillcast.forecast.Reading;
import io.rillcast.forecast.Support;
import io.rillcast.serde.DeadLetterHeaders;
import io.rillcast.training.ModelCommand;
import io.rillcast.training.TrainingPlan;
import io.rillcast.training.TrainingRecord;
import io.rillcast.training.TrainingSchedule;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.apache.kafka.streams.test.TestRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A series ends by its tombstone, or when it has been idle for too long; nothing of it is left. */
class EndOfSeriesTest {
    private static final Duration SECOND = Duration.ofSeconds(1);
    /** Beside the slots: how many there are, and of how many series. */
    private static final int OF_TASK = 2;

    @TempDir
    Path dir;

    /** Of eight slots a window and sixteen of history. */
    private static StreamPlan plan(StreamPlan.Placement placement, long idleMs) {
        TrainingPlan base = TrainingPlan.DEFAULT;
        ForecastPlan forecast = new ForecastPlan(QuantileLevels.DEFAULT, 8, Support.AUTO);
        TrainingPlan training =
                new TrainingPlan(forecast, base.size(), base.descent(), base.seed(), base.promotionMargin());
        TrainingSchedule never = new TrainingSchedule(0, 1024, 1, 600);
        return new StreamPlan(Topics.DEFAULT, GroupRule.ALL, training, never, placement, 16, idleMs);
    }

    private static StreamPlan plan(long idleMs) {
        return plan(new StreamPlan.Placement(true, 1), idleMs);
    }

    private static void end(TopologyHarness topology, String series) {
        topology.publishRaw(series.getBytes(UTF_8), null);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 5, 16, 17, 100})
    void forgetsStateAndHistoryAtTheTombstone(int readings) {
        try (TopologyHarness topology = new TopologyHarness(dir, plan(0))) {
            topology.publish(ForecastTopologyTest.swinging("ends", readings));
            topology.publish(ForecastTopologyTest.swinging("stays", 3));

            end(topology, "ends");

            assertThat(topology.entryBytes("series-state")).hasSize(1);
            assertThat(topology.entryBytes("series-history")).hasSize(3 + OF_TASK);
            assertThat(topology.totals()).containsEntry("series-forgotten", 1L);
            assertThat(topology.deadLetters()).isEmpty();
            assertThat(topology.forecasts()).hasSize(readings + 3);
        }
    }

    /** What came back is trained again, under a number that was never used. */
    @Test
    void leavesOfAGroupThatWasOneSeriesOnlyItsLedgerAndItsIncumbent() {
        StreamPlan base = ForecastTopologyTest.plan(new TrainingSchedule(1_000_000, 64, 1, 600));
        StreamPlan plan = new StreamPlan(
                base.topics(),
                new GroupRule(GroupRule.Kind.SERIES, ""),
                base.training(),
                base.schedule(),
                base.placement(),
                base.historyReadings(),
                0);
        try (TopologyHarness topology = new TopologyHarness(dir, plan)) {
            List<Reading> readings = ForecastTopologyTest.swinging("pump", 480);
            topology.publish(readings);
            assertThat(topology.awaitTraining().candidateVersion()).isEqualTo(1);

            end(topology, "pump");

            assertThat(topology.entryBytes(TrainingProcessor.RESERVOIR))
                    .singleElement()
                    .satisfies(bytes -> assertThat(bytes).isLessThan(LedgerBytes.MOST + 16));
            assertThat(topology.modelKeys()).containsExactly("pump");
            topology.publish(readings);
            topology.command(new ModelCommand("pump", ModelCommand.Action.TRAIN_NOW, 0));
            topology.command(new ModelCommand("pump", ModelCommand.Action.PROMOTE, 1));
            TrainingRecord again = topology.awaitTraining();
            assertThat(again.incumbentVersion()).isEqualTo(1);
            assertThat(again.candidateVersion()).isIn(0L, 2L);
        }
    }

    @Test
    void beginsASeriesAnewWithTheBitsOfOneNeverSeen() {
        List<Reading> old = ForecastTopologyTest.swinging("pump", 40);
        List<Reading> anew = ForecastTopologyTest.swinging("pump", 30);
        try (TopologyHarness topology = new TopologyHarness(dir, plan(0))) {
            topology.publish(anew);
            List<double[]> expected =
                    topology.forecasts().stream().map(Forecast::quantiles).toList();
            topology.scores();
            end(topology, "pump");
            topology.publish(old);
            end(topology, "pump");
            topology.forecasts();
            topology.scores();

            topology.publish(anew);

            List<Forecast> forecasts = topology.forecasts();
            assertThat(forecasts.get(0).origin().readingsSeen()).isEqualTo(1);
            assertThat(forecasts.get(0).origin().warm()).isFalse();
            assertThat(forecasts.stream().map(Forecast::quantiles)).containsExactlyElementsOf(expected);
            assertThat(topology.scores()).hasSize(29);
        }
    }

    @Test
    void countsTheEndOfASeriesThatIsNotThere() {
        try (TopologyHarness topology = new TopologyHarness(dir, plan(0))) {
            end(topology, "unheard-of");

            assertThat(topology.totals())
                    .containsEntry("readings-skipped-no-such-series", 1L)
                    .containsEntry("series-forgotten", 0L);
        }
    }

    @Test
    void keepsWhatNamesNoSeriesAsADeadLetter() {
        try (TopologyHarness topology = new TopologyHarness(dir, plan(0))) {
            topology.publishRaw(null, null);
            topology.publishRaw(new byte[0], null);
            topology.publishRaw(new byte[] {0, 0, 0, 0, 1, 2, 'a'}, null);
            topology.publishRaw(new byte[] {(byte) 0xff}, null);

            assertThat(topology.deadLetters())
                    .extracting(EndOfSeriesTest::cause)
                    .containsExactly("null-value", "series-name", "series-name", "series-name");
        }
    }

    private static String cause(TestRecord<byte[], byte[]> letter) {
        return DeadLetterHeaders.text(letter.headers(), DeadLetterHeaders.CAUSE).orElse("none");
    }

    /** Of two partitions "b" belongs to the first by murmur2, which is the one of the test driver, and "d" does not. */
    @Test
    void takesATombstoneOnlyWhereItsSeriesIsIfReadingsAreNotKeyedAnew() {
        try (TopologyHarness topology = new TopologyHarness(dir, plan(new StreamPlan.Placement(false, 2), 0))) {
            topology.publish(ForecastTopologyTest.swinging("b", 2));
            end(topology, "b");
            end(topology, "d");
            topology.publishRaw(null, null);

            assertThat(topology.entryBytes("series-state")).isEmpty();
            assertThat(topology.totals()).containsEntry("series-forgotten", 1L);
            assertThat(topology.deadLetters())
                    .extracting(EndOfSeriesTest::cause)
                    .containsExactly("wrong-partition", "null-value");
        }
    }

    @Test
    void forgetsAnIdleSeriesAndNoOther() {
        try (TopologyHarness topology = new TopologyHarness(dir, plan(60_000))) {
            topology.publish(ForecastTopologyTest.swinging("idle", 20));
            List<Reading> busy = ForecastTopologyTest.swinging("busy", 100);
            for (int second = 0; second < 55; second++) {
                topology.publish(busy.get(second));
                topology.advance(SECOND);
            }
            assertThat(topology.entryBytes("series-state")).hasSize(2);

            for (int second = 55; second < 75; second++) {
                topology.publish(busy.get(second));
                topology.advance(SECOND);
            }

            assertThat(topology.entryBytes("series-state")).hasSize(1);
            assertThat(topology.entryBytes("series-history")).hasSize(16 + OF_TASK + 1);
            assertThat(topology.totals()).containsEntry("series-forgotten", 1L);
            assertThat(topology.forecasts()).hasSize(95);
        }
    }

    /** A reading's own time, years ago or apart, is no measure of idleness. */
    @Test
    void looksAtNoTimeOfAReading() {
        try (TopologyHarness topology = new TopologyHarness(dir, plan(3_600_000))) {
            topology.publish(new Reading("old", -1_000_000_000_000L, 1));
            topology.publish(new Reading("new", TopologyHarness.NOW.toEpochMilli(), 1));

            for (int minute = 0; minute < 30; minute++) {
                topology.advance(Duration.ofSeconds(10));
            }

            assertThat(topology.entryBytes("series-state")).hasSize(2);
        }
    }

    @Test
    void neverForgetsByDefault() {
        try (TopologyHarness topology = new TopologyHarness(dir, plan(0))) {
            topology.publish(ForecastTopologyTest.swinging("idle", 2));

            for (int day = 0; day < 400; day++) {
                topology.advance(Duration.ofDays(1));
            }

            assertThat(topology.entryBytes("series-state")).hasSize(1);
        }
    }
}
