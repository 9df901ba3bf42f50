package io.rillcast.streams;

import static org.assertj.core.api.Assertions.assertThat;

import io.rillcast.forecast.Forecast;
import io.rillcast.forecast.ForecastPlan;
import io.rillcast.forecast.OnlineForecaster;
import io.rillcast.forecast.QuantileLevels;
import io.rillcast.forecast.Reading;
import io.rillcast.forecast.SameTime;
import io.rillcast.forecast.Score;
import io.rillcast.forecast.SeriesState;
import io.rillcast.forecast.Step;
import io.rillcast.forecast.Support;
import io.rillcast.serde.DeadLetterHeaders;
import io.rillcast.training.BpttPlan;
import io.rillcast.training.OneCycle;
import io.rillcast.training.OptimiserPlan;
import io.rillcast.training.TrainingPlan;
import io.rillcast.training.TrainingRecord;
import io.rillcast.training.TrainingSchedule;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.streams.test.TestRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ForecastTopologyTest {
    private static final long HOUR_MS = 3_600_000;
    private static final TrainingSchedule NO_TRAINING = new TrainingSchedule(0, 1024, 1, 600);

    @TempDir
    Path dir;

    static StreamPlan plan(TrainingSchedule schedule) {
        OptimiserPlan quick = new OptimiserPlan(new OneCycle(3e-3, 100), 1e-2, 1.0);
        TrainingPlan training =
                new TrainingPlan(ForecastPlan.DEFAULT, new TrainingPlan.Size(8, 1), new BpttPlan(32, 32, quick), 1, 0);
        return new StreamPlan(
                Topics.DEFAULT, GroupRule.ALL, training, schedule, new StreamPlan.Placement(true, 1), 512, 0);
    }

    /** Hourly readings that swing with the day, so that a network has something to find. */
    static List<Reading> swinging(String series, int count) {
        Random noise = new Random(7);
        List<Reading> readings = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            double value = 20 + 8 * Math.sin(i * Math.PI / 12) + 0.3 * noise.nextGaussian();
            readings.add(new Reading(series, i * HOUR_MS, value));
        }
        return readings;
    }

    @Test
    void sendsOneForecastAReadingAndOneScoreFromTheSecondOn() {
        try (TopologyHarness topology = new TopologyHarness(dir, plan(NO_TRAINING))) {
            topology.publish(swinging("pump", 50));

            assertThat(topology.forecasts())
                    .hasSize(50)
                    .noneMatch(f -> f.origin().warm());
            assertThat(topology.scores()).hasSize(49);
            assertThat(topology.totals()).containsEntry("readings-admitted", 50L);
        }
    }

    @Test
    void sendsTheBitsOfTheForecasterRunByItself() {
        List<Reading> readings = swinging("pump", 300);
        OnlineForecaster forecaster = new OnlineForecaster(ForecastPlan.DEFAULT);
        SeriesState state = forecaster.empty();
        List<double[]> expected = new ArrayList<>();
        for (Reading reading : readings) {
            Step.Advanced step = (Step.Advanced) forecaster.step("all", Optional.empty(), state, reading);
            state = step.state();
            expected.add(step.forecast().quantiles());
        }

        try (TopologyHarness topology = new TopologyHarness(dir, plan(NO_TRAINING))) {
            topology.publish(readings);

            assertThat(topology.forecasts().stream().map(Forecast::quantiles)).containsExactlyElementsOf(expected);
        }
    }

    @Test
    void keepsSeriesWithClocksYearsApartAlikeToEachAlone() {
        List<Reading> young = swinging("young", 100);
        List<Reading> old = young.stream()
                .map(r -> new Reading(
                        "old", r.timestampMs() - Duration.ofDays(80_000).toMillis(), r.value()))
                .toList();
        List<double[]> alone;
        try (TopologyHarness topology = new TopologyHarness(dir.resolve("alone"), plan(NO_TRAINING))) {
            topology.publish(old);
            alone = topology.forecasts().stream().map(Forecast::quantiles).toList();
        }

        try (TopologyHarness topology = new TopologyHarness(dir.resolve("both"), plan(NO_TRAINING))) {
            for (int i = 0; i < 100; i++) {
                topology.publish(List.of(young.get(i), old.get(i)));
            }

            Stream<double[]> together = topology.forecasts().stream()
                    .filter(f -> f.origin().seriesId().equals("old"))
                    .map(Forecast::quantiles);
            assertThat(together).containsExactlyElementsOf(alone);
        }
    }

    @Test
    void countsLateDuplicateAndCorrectingReadingsAndGoesOn() {
        List<Reading> readings = swinging("pump", 3);
        try (TopologyHarness topology = new TopologyHarness(dir, plan(NO_TRAINING))) {
            topology.publish(readings);
            topology.publish(readings.get(2));
            topology.publish(readings.get(0));
            topology.publish(new Reading("pump", 2 * HOUR_MS, -1));

            assertThat(topology.forecasts()).hasSize(3);
            assertThat(topology.totals())
                    .containsEntry("readings-admitted", 3L)
                    .containsEntry("readings-skipped-duplicate", 1L)
                    .containsEntry("readings-skipped-late", 1L)
                    .containsEntry("readings-skipped-correction", 1L);
        }
    }

    @Test
    void revisesTheForecastOfAMillisecondWhereTheLastReadingCounts() {
        ForecastPlan last = new ForecastPlan(QuantileLevels.DEFAULT, 96, Support.AUTO, SameTime.LAST);
        StreamPlan base = plan(NO_TRAINING);
        TrainingPlan training = new TrainingPlan(
                last,
                base.training().size(),
                base.training().descent(),
                base.training().seed(),
                0);
        StreamPlan plan =
                new StreamPlan(base.topics(), base.groups(), training, base.schedule(), base.placement(), 512, 0);
        List<Reading> readings = swinging("pump", 30);
        try (TopologyHarness quiet = new TopologyHarness(dir.resolve("quiet"), plan);
                TopologyHarness disturbed = new TopologyHarness(dir.resolve("disturbed"), plan)) {
            quiet.publish(readings);
            for (Reading reading : readings) {
                disturbed.publish(new Reading("pump", reading.timestampMs(), -1));
                disturbed.publish(reading);
            }

            List<Forecast> revised = disturbed.forecasts().stream()
                    .filter(forecast -> forecast.origin().revision() == 1)
                    .toList();
            assertThat(revised.stream().map(Forecast::quantiles))
                    .containsExactlyElementsOf(
                            quiet.forecasts().stream().map(Forecast::quantiles).toList());
            assertThat(disturbed.entryBytes("series-history")).isEqualTo(quiet.entryBytes("series-history"));
            assertThat(disturbed.totals())
                    .containsEntry("readings-admitted", 30L)
                    .containsEntry("readings-revised", 30L);
        }
    }

    @Test
    void sendsAReadingDated9999ToTheDeadLettersAndHarmsNothingAfterIt() {
        List<Reading> readings = swinging("pump", 20);
        Reading absurd =
                new Reading("pump", Instant.parse("9999-12-31T00:00:00Z").toEpochMilli(), 1);
        try (TopologyHarness topology = new TopologyHarness(dir, plan(NO_TRAINING))) {
            topology.publish(readings.subList(0, 10));
            topology.publish(absurd);
            topology.publish(readings.subList(10, 20));

            assertThat(topology.forecasts()).hasSize(20);
            assertThat(topology.deadLetters())
                    .hasSize(1)
                    .allMatch(letter -> cause(letter).equals("timestamp-too-far-ahead"));
        }
    }

    @Test
    void forecastsAReadingWhoseRecordHasNoTime() {
        assertThat(new RecordTime().extract(new ConsumerRecord<>("readings", 0, 0, null, null), -1))
                .isZero();
    }

    @Test
    void keepsUndecodableBytesAsReceivedWithTheirCause() {
        byte[] key = "who".getBytes(StandardCharsets.UTF_8);
        byte[] value = "{not avro}".getBytes(StandardCharsets.UTF_8);
        try (TopologyHarness topology = new TopologyHarness(dir, plan(NO_TRAINING))) {
            topology.publishRaw(key, value);

            TestRecord<byte[], byte[]> letter = topology.deadLetters().get(0);
            assertThat(letter.key()).isEqualTo(key);
            assertThat(letter.value()).isEqualTo(value);
            assertThat(cause(letter)).isEqualTo("no-wire-header");
            assertThat(topology.totals()).containsEntry("readings-refused-no-wire-header", 1L);
        }
    }

    private static String cause(TestRecord<byte[], byte[]> letter) {
        return DeadLetterHeaders.text(letter.headers(), DeadLetterHeaders.CAUSE).orElse("none");
    }

    @Test
    void refusesAMisplacedReadingWhereReadingsAreNotKeyedAnew() {
        StreamPlan keyed = plan(NO_TRAINING);
        StreamPlan plan = new StreamPlan(
                keyed.topics(),
                keyed.groups(),
                keyed.training(),
                keyed.schedule(),
                new StreamPlan.Placement(false, 1),
                512,
                0);
        try (TopologyHarness topology = new TopologyHarness(dir, plan)) {
            topology.publish(swinging("pump", 2));
            topology.publishRaw("other".getBytes(StandardCharsets.UTF_8), new byte[0]);

            assertThat(topology.forecasts()).hasSize(2);
            assertThat(topology.deadLetters()).hasSize(1);
        }
    }

    @Test
    void trainsPublishesSwapsAndForecastsWarmWithoutAStop() {
        List<Reading> readings = swinging("pump", 1500);
        try (TopologyHarness topology = new TopologyHarness(dir, plan(new TrainingSchedule(1000, 64, 1, 600)))) {
            topology.publish(readings.subList(0, 1400));
            TrainingRecord training = topology.awaitTraining();
            topology.publish(readings.subList(1400, 1500));

            assertThat(training.decision()).isEqualTo(TrainingRecord.Decision.PROMOTED);
            assertThat(training.losses().candidate())
                    .isLessThan(training.losses().naive());
            List<Forecast> forecasts = topology.forecasts();
            assertThat(forecasts).hasSize(1500);
            assertThat(forecasts.subList(1400, 1500))
                    .allMatch(f -> f.origin().warm() && f.origin().modelVersion() >= 1);
            List<Score> scores = topology.scores();
            assertThat(meanPinball(scores.subList(1400, 1499))).isLessThan(meanNaive(scores.subList(1400, 1499)));
            assertThat(topology.totals()).containsKey("states-rebuilt");
        }
    }

    private static double meanPinball(List<Score> scores) {
        return scores.stream().mapToDouble(s -> s.losses().pinball()).average().orElseThrow();
    }

    private static double meanNaive(List<Score> scores) {
        return scores.stream()
                .mapToDouble(s -> s.losses().naivePinball())
                .average()
                .orElseThrow();
    }

    @Test
    void namesEveryNodeStoreAndInternalTopic() {
        String description = TopologyHarness.topology(plan(TrainingSchedule.DEFAULT))
                .describe()
                .toString();
        Matcher names = Pattern.compile("(?:Source|Processor|Sink): (\\S+)|topics?: \\[?([^\\]\\s)]+)")
                .matcher(description);
        List<String> found = new ArrayList<>();
        while (names.find()) {
            found.add(names.group(1) != null ? names.group(1) : names.group(2));
        }

        assertThat(found.stream().distinct().sorted())
                .containsExactly(
                        "accepted",
                        "command-accepted",
                        "command-dead-letter-value",
                        "command-dead-letters-sink",
                        "command-refused",
                        "command-value",
                        "dead-letter-value",
                        "dead-letters-sink",
                        "decode",
                        "decode-command",
                        "forecast",
                        "forecast-value",
                        "forecasted",
                        "forecasts-sink",
                        "group-key",
                        "model-commands-source",
                        "models",
                        "models-sink",
                        "models-source",
                        "published",
                        "reading",
                        "readings-by-series-repartition",
                        "readings-by-series-repartition-filter",
                        "readings-by-series-repartition-sink",
                        "readings-by-series-repartition-source",
                        "readings-source",
                        "recorded",
                        "refused",
                        "rillcast.dead-letters",
                        "rillcast.forecasts",
                        "rillcast.model-commands",
                        "rillcast.models",
                        "rillcast.readings",
                        "rillcast.scores",
                        "rillcast.trainings",
                        "score-value",
                        "scored",
                        "scores-sink",
                        "snapshot-bytes",
                        "snapshot-value",
                        "training",
                        "training-by-group-repartition",
                        "training-by-group-repartition-filter",
                        "training-by-group-repartition-sink",
                        "training-by-group-repartition-source",
                        "training-inputs",
                        "training-value",
                        "trainings-sink",
                        "window-due",
                        "window-value");
    }
}
