package io.rillcast.streams;

import static org.assertj.core.api.Assertions.assertThat;

import io.rillcast.forecast.CovariateNames;
import io.rillcast.forecast.Covariates;
import io.rillcast.forecast.Forecast;
import io.rillcast.forecast.ForecastModel;
import io.rillcast.forecast.ForecastPlan;
import io.rillcast.forecast.QuantileLevels;
import io.rillcast.forecast.Reading;
import io.rillcast.forecast.Support;
import io.rillcast.training.ModelSnapshot;
import io.rillcast.training.TrainingPlan;
import io.rillcast.training.TrainingSchedule;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CovariateTopologyTest {
    private static final CovariateNames TWO = new CovariateNames(List.of("heat", "promo"));
    private static final ForecastPlan FORECAST = new ForecastPlan(QuantileLevels.DEFAULT, 16, Support.AUTO, TWO);

    @TempDir
    private Path dir;

    @Test
    void servesAndRebuildsWithTheBitsOfTheForecasterRunByItself() {
        List<Reading> readings = readings(200);
        List<String> features = FORECAST.features();
        ModelSnapshot first = ModelExamples.snapshot("all", 1, features);
        ModelSnapshot second = ModelExamples.snapshot("all", 2, features);
        SeriesTape tape = new SeriesTape(FORECAST);
        List<double[]> expected = new ArrayList<>();

        try (TopologyHarness topology = new TopologyHarness(dir, plan(FORECAST))) {
            for (int i = 0; i < readings.size(); i++) {
                if (i == 0 || i == 101) {
                    topology.publish(i == 0 ? first : second);
                }
                topology.publishWithCovariates(readings.get(i));
                Optional<ForecastModel> model = Optional.of(i < 101 ? first.model() : second.model());
                expected.add(tape.step(model, readings.get(i)).forecast().quantiles());
            }

            List<Forecast> forecasts = topology.forecasts();
            assertThat(forecasts).extracting(Forecast::quantiles).containsExactlyElementsOf(expected);
            assertThat(topology.totals()).containsEntry("states-rebuilt", 2L);
        }
    }

    @Test
    void namesTheCauseWhereACovariateIsInfinite() {
        try (TopologyHarness topology = new TopologyHarness(dir, plan(FORECAST))) {
            topology.publishRow(new Reading("pump", 0, 1), Map.of("heat", Double.POSITIVE_INFINITY));
            topology.publishRow(new Reading("pump", 1, 1), Map.of("heat", Double.NaN));
            topology.publishRow(new Reading("pump", 2, 1), Map.of("unknown", Double.POSITIVE_INFINITY));

            assertThat(topology.deadLetters()).hasSize(1);
            assertThat(topology.totals())
                    .containsEntry("readings-refused-covariate-infinite", 1L)
                    .containsEntry("readings-admitted", 2L);
        }
    }

    /** As after a setting was changed: what the network would need is no longer read. */
    @Test
    void goesOnWithoutAModelWhoseCovariatesAreNoLongerRead() {
        ForecastPlan alone = new ForecastPlan(QuantileLevels.DEFAULT, 16, Support.AUTO);
        List<Long> versions = new ArrayList<>();

        try (TopologyHarness topology = new TopologyHarness(dir, plan(alone))) {
            List<Reading> readings = readings(40);
            topology.publish(ModelExamples.snapshot("all", 1));
            topology.publish(readings.subList(0, 10));
            topology.publish(ModelExamples.snapshot("all", 2, FORECAST.features()));
            topology.publish(readings.subList(10, 20));
            topology.publish(ModelExamples.snapshot("all", 3));
            topology.publish(readings.subList(20, 40));
            topology.forecasts().forEach(one -> versions.add(one.origin().modelVersion()));
        }

        assertThat(versions.subList(0, 10)).containsOnly(1L);
        assertThat(versions.subList(10, 20)).containsOnly(0L);
        assertThat(versions.subList(20, 40)).containsOnly(3L);
    }

    /** As after a covariate was added: the older version serves until one with it has been trained. */
    @Test
    void servesAVersionFromBeforeTheCovariates() {
        try (TopologyHarness topology = new TopologyHarness(dir, plan(FORECAST))) {
            topology.publish(ModelExamples.snapshot("all", 1));
            readings(20).forEach(topology::publishWithCovariates);

            assertThat(topology.forecasts())
                    .hasSize(20)
                    .allMatch(one -> one.origin().modelVersion() == 1);
        }
    }

    private static StreamPlan plan(ForecastPlan forecast) {
        TrainingPlan base =
                ForecastTopologyTest.plan(new TrainingSchedule(0, 1024, 1, 600)).training();
        return new StreamPlan(
                Topics.DEFAULT,
                GroupRule.ALL,
                new TrainingPlan(forecast, base.size(), base.descent(), 1, 0),
                new TrainingSchedule(0, 1024, 1, 600),
                new StreamPlan.Placement(true, 1),
                64,
                0);
    }

    /** Of the second covariate a third are missing, of both a tenth. */
    private static List<Reading> readings(int count) {
        Random random = new Random(5);
        List<Reading> readings = new ArrayList<>();
        for (Reading reading : ForecastTopologyTest.swinging("pump", count)) {
            double heat = random.nextInt(10) == 0 ? Double.NaN : 300 + 5 * random.nextGaussian();
            double promo = Double.isNaN(heat) || random.nextInt(3) == 0 ? Double.NaN : random.nextInt(2);
            Covariates covariates = Covariates.of(TWO.fingerprint(), new double[] {heat, promo});
            readings.add(new Reading(reading.seriesId(), reading.timestampMs(), reading.value(), covariates));
        }
        return readings;
    }
}
