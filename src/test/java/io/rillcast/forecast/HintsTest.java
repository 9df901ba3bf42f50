package io.rillcast.forecast;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

class HintsTest {
    private static final int FIRST = FeatureEncoder.NAMES.size();

    /** What was kept with each reading, as inputs: float[T][{@link Hints#COUNT}]. */
    private static List<float[]> told(double... values) {
        return told(ForecastPlan.DEFAULT, values);
    }

    private static List<float[]> told(ForecastPlan plan, double... values) {
        OnlineForecaster forecaster = new OnlineForecaster(plan);
        SeriesState state = forecaster.empty();
        List<float[]> told = new ArrayList<>();
        for (Reading reading : SampleSeries.readings(values)) {
            Step.Advanced step = (Step.Advanced) forecaster.step("g", Optional.empty(), state, reading);
            state = step.state();
            float[] x = new float[FIRST + Hints.COUNT];
            Hints.write(x, step.hints(), 0);
            told.add(x);
        }
        return told;
    }

    private static double of(float[] x, String name) {
        return x[FIRST + Hints.NAMES.indexOf(name)];
    }

    @Test
    void keepsNumbersInMultiplesThatAFloatHolds() {
        assertThat(Hints.input(Hints.kept(1.25))).isEqualTo(1.25f);
        assertThat(Hints.input(Hints.kept(-0.0003))).isEqualTo(-1 / 2048f);
        assertThat(Hints.input(Hints.kept(1e300))).isEqualTo(10f);
        assertThat(Hints.input(Hints.kept(Double.NEGATIVE_INFINITY))).isEqualTo(-10f);
        assertThat(Hints.kept(Double.NaN)).isZero();
    }

    @Test
    void countsOutputsFromTheBase() {
        float[] x = new float[FIRST + Hints.COUNT];
        x[FIRST + Hints.NAMES.indexOf(Hints.BASE_STEP)] = 3;
        x[FIRST + Hints.NAMES.indexOf(Hints.BASE_SPREAD)] = (float) Math.log(0.5);

        assertThat(Hints.overBase(4, x)).isCloseTo(2, Offset.offset(1e-6));
        assertThat(Hints.fromBase(2, x)).isCloseTo(4, Offset.offset(1e-6));
        assertThat(Hints.fromBase(-1.5, new float[FIRST + Hints.COUNT])).isEqualTo(-1.5);
    }

    /** A daily sine of deviation 7, noise 1: its mean step is 2, and a regression errs by about 0.8. */
    @Test
    void putsTheBaseWhereARegressionThatIsBetterSays() {
        double[] values = SampleSeries.daily(1, 600);

        List<float[]> told = told(values);

        double base = 0;
        double naive = 0;
        for (int t = 500; t < 599; t++) {
            double scale = 2.0;
            base += Math.abs(values[t + 1] - values[t] - scale * of(told.get(t), Hints.BASE_STEP));
            naive += Math.abs(values[t + 1] - values[t]);
            assertThat(of(told.get(t), Hints.BASE_SPREAD)).isBetween(Math.log(0.3), Math.log(0.8));
        }
        assertThat(base).isLessThan(0.6 * naive);
    }

    /** Nothing can be known of a random walk's next step; its noise triples at reading 500. */
    @Test
    void putsTheBaseOfAWalkNearItsLastValueAndItsSpreadWhereItsStepsAre() {
        double[] values = SampleSeries.walk(1, 600);
        for (int t = 599; t >= 500; t--) {
            values[t] -= values[499];
        }
        for (int t = 500; t < 600; t++) {
            values[t] = values[499] + 3 * values[t];
        }

        List<float[]> told = told(values);

        double before = 0;
        double after = 0;
        for (int t = 0; t < 50; t++) {
            before += of(told.get(450 + t), Hints.BASE_SPREAD) / 50;
            after += of(told.get(510 + t), Hints.BASE_SPREAD) / 50;
            assertThat(Math.abs(of(told.get(450 + t), Hints.BASE_STEP))).isLessThan(0.5);
        }
        assertThat(before).isBetween(-0.3, 0.3);
        assertThat(after - before).isGreaterThan(0.4);
    }

    @Test
    void tellsNothingWithoutABlend() {
        ForecastPlan usual = ForecastPlan.DEFAULT;
        ForecastPlan alone = new ForecastPlan(
                usual.levels(),
                usual.window(),
                usual.support(),
                usual.sameTime(),
                usual.covariates(),
                usual.seasons(),
                false);

        assertThat(told(alone, SampleSeries.daily(1, 100)))
                .allSatisfy(x -> assertThat(x).containsOnly(0f));
    }

    /** Of levels from zero 1 is log(1 + (e - 1)), the mean wet value times 1.7. */
    @Test
    void tellsLevelsWhereMostValuesAreZero() {
        List<float[]> told = told(SampleSeries.rain(3, 600));

        for (float[] x : told.subList(400, 600)) {
            assertThat(of(x, Hints.BASE_STEP)).isBetween(0.0, 1.5);
            assertThat(of(x, Hints.BASE_SPREAD)).isBetween(-3.0, 1.0);
        }
    }
}
