package io.rillcast.streams;

import static org.assertj.core.api.Assertions.assertThat;

import io.rillcast.forecast.Explanation;
import io.rillcast.forecast.Forecast;
import io.rillcast.forecast.ForecastModel;
import io.rillcast.forecast.Reading;
import io.rillcast.forecast.Score;
import io.rillcast.training.Replay;
import io.rillcast.training.TrainingSchedule;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Law 3: what the topology sends is what a replay of the same readings under the same models gives, bit for bit. */
class StreamEqualsReplayTest {
    private static final TrainingSchedule NEVER = new TrainingSchedule(0, 1024, 1, 600);

    @TempDir
    Path dir;

    /** Every bit of it as text. */
    private static String text(Forecast forecast) {
        Forecast.Parts parts = forecast.parts();
        Explanation why = parts.why();
        String inferred =
                why.scale() + "," + why.seasons() + why.cadenceMs() + "," + why.cadenceMonths() + why.support();
        return forecast.origin() + Arrays.toString(forecast.quantiles()) + parts.mean() + "," + parts.naive() + ","
                + parts.network() + new TreeMap<>(parts.weights()) + new TreeMap<>(why.experts()) + inferred
                + why.correction();
    }

    /** What a replay gives. */
    private static final class Heard implements Replay.Listener {
        private final List<String> forecasts = new ArrayList<>();
        private final List<String> scores = new ArrayList<>();

        @Override
        public void advanced(Replay.Advance advance) {
            forecasts.add(text(advance.step().forecast()));
            advance.step().score().map(Score::toString).ifPresent(scores::add);
        }
    }

    /** Three series hour by hour, among them readings that are late, repeated and corrected. */
    private static List<Reading> readings(int hours) {
        List<Reading> one = ForecastTopologyTest.swinging("one", hours);
        List<Reading> readings = new ArrayList<>();
        for (int t = 0; t < hours; t++) {
            Reading now = one.get(t);
            readings.add(now);
            readings.add(new Reading("zwei", now.timestampMs(), -3 * now.value()));
            if (t % 3 == 0) {
                readings.add(new Reading("trois", now.timestampMs(), Math.max(0, now.value() - 20)));
            }
            if (t % 40 == 39) {
                readings.add(now);
                readings.add(new Reading("zwei", now.timestampMs() - 1, 7));
                readings.add(new Reading("one", now.timestampMs(), 9));
            }
        }
        return readings;
    }

    @Test
    void outrightWithRetrainingOff() {
        StreamPlan plan = ForecastTopologyTest.plan(NEVER);
        Heard heard = new Heard();
        Replay replay = Replay.training(plan.training(), NEVER, plan.groups()::groupOf, heard, () -> false);
        readings(250).forEach(replay::accept);

        try (TopologyHarness topology = new TopologyHarness(dir, plan)) {
            topology.publish(readings(250));

            assertThat(topology.forecasts().stream().map(StreamEqualsReplayTest::text))
                    .hasSize(584)
                    .containsExactlyElementsOf(heard.forecasts);
            assertThat(topology.scores().stream().map(Score::toString)).containsExactlyElementsOf(heard.scores);
        }
    }

    @Test
    void whereItFollowsTheModelsThatWereTrainedMeanwhile() {
        StreamPlan plan = ForecastTopologyTest.plan(new TrainingSchedule(400, 64, 1, 600));
        List<Reading> readings = readings(900);
        List<Forecast> forecasts;
        List<Score> scores;
        Map<Long, ForecastModel> models = new HashMap<>();
        try (TopologyHarness topology = new TopologyHarness(dir, plan)) {
            topology.publish(readings.subList(0, 700));
            topology.awaitTraining();
            topology.publish(readings.subList(700, 1501));
            topology.awaitTraining();
            topology.publish(readings.subList(1501, readings.size()));
            forecasts = topology.forecasts();
            scores = topology.scores();
            topology.models().forEach(snapshot -> models.put(snapshot.model().version(), snapshot.model()));
        }
        Map<String, List<Long>> versions = new HashMap<>();
        forecasts.forEach(forecast -> versions.computeIfAbsent(forecast.origin().seriesId(), s -> new ArrayList<>())
                .add(forecast.origin().modelVersion()));

        Heard heard = new Heard();
        Replay replay = Replay.following(
                plan.training(),
                plan.groups()::groupOf,
                (group, version) -> models.get(version),
                (series, number) -> versions.get(series).get((int) number),
                heard);
        readings.forEach(replay::accept);

        assertThat(versions.get("one")).contains(0L).anyMatch(version -> version > 0);
        assertThat(heard.forecasts)
                .containsExactlyElementsOf(
                        forecasts.stream().map(StreamEqualsReplayTest::text).toList());
        assertThat(heard.scores)
                .containsExactlyElementsOf(scores.stream().map(Score::toString).toList());
    }
}
