package io.rillcast.forecast;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Each expert by itself, on series that it is made for. */
class ExpertsTest {
    private static final QuantileLevels LEVELS = QuantileLevels.DEFAULT;
    private static final int Q = LEVELS.count();

    private final double[] out = new double[Q];

    @Test
    void smoothingIsTheWeightedMeanOfThePast() {
        Smoothing smoothing = new Smoothing();
        smoothing.reset();
        Random random = new Random(1);
        double before = 100;
        double tenth = 100;
        smoothing.observe(100, 0, 1, true);
        for (int t = 0; t < 400; t++) {
            double value = 100 + random.nextGaussian();
            tenth += 0.1 * (value - tenth);
            smoothing.observe(value, before, 1, false);
            before = value;
        }

        // Of white noise the slowest rate has the smallest errors.
        assertThat(smoothing.point()).isCloseTo(tenth, within(1e-12));
    }

    @Test
    void smoothingFollowsAWalkAtItsFastestRate() {
        Smoothing smoothing = new Smoothing();
        smoothing.reset();
        double[] walk = SampleSeries.walk(1, 400);
        double fast = walk[0];
        for (int t = 0; t < walk.length; t++) {
            smoothing.observe(walk[t], t == 0 ? 0 : walk[t - 1], 1, t == 0);
            fast += 0.8 * (walk[t] - fast);
        }

        assertThat(smoothing.point()).isCloseTo(fast, within(1e-9));
    }

    @Test
    void seasonalSmoothingLearnsAPureSeason() {
        Replay replay = new Replay(ForecastPlan.DEFAULT.withSeasons(Seasons.of(6)));
        double[] season = {5, -3, 8, 0, 2, -7};
        for (int t = 0; t < 300; t++) {
            replay.feed(50 + season[t % 6]);
        }

        assertThat(said(replay, Expert.SEASONAL_SMOOTHING, 3)).isCloseTo(50 + season[0], within(0.01));
        assertThat(said(replay, Expert.SEASONAL_NAIVE, 3)).isCloseTo(50 + season[0], within(0.01));
        assertThat(said(replay, Expert.CLIMATOLOGY, 3)).isCloseTo(50 + season[0], within(0.01));
        assertThat(replay.last().point()).isCloseTo(50 + season[0], within(0.1));
    }

    /** x = 0.7 x' + noise: the best forecast is seven tenths of the last distance from the mean. */
    @Test
    void theRegressionLearnsAnAutoregression() {
        Replay replay = Replay.byDefault();
        Random random = new Random(3);
        double value = 0;
        double error = 0;
        for (int t = 0; t < 3000; t++) {
            value = 0.7 * value + random.nextGaussian();
            replay.feed(value);
            double best = 0.7 * value;
            error += t < 1000 ? 0 : Math.abs(said(replay, Expert.REGRESSION, 3) - best) / 2000;
        }

        assertThat(error).isLessThan(0.25);
    }

    @Test
    void theDriftIsTheMeanStep() {
        Replay replay = Replay.byDefault();
        Random random = new Random(3);
        for (int t = 0; t < 1000; t++) {
            replay.feed(2 * t + random.nextGaussian());
        }

        double last = replay.last().parts().naive();
        double drift = said(replay, Expert.DRIFT, 3) - last;
        assertThat(drift).isBetween(0.5, 3.5);
        assertThat(replay.last().point()).isCloseTo(2000, within(1.5));
    }

    /** A Markov chain: wet after wet with 0.7, after dry with 0.12; how much is exponential with mean 2. */
    @Test
    void wetAndDryHaveTheirOwnDistributions() {
        Replay replay = Replay.byDefault().feed(Streams.RAIN.values(3, 4000));
        replay.feed(0);
        double[] afterDry = said(replay, Expert.WET_DRY);
        replay.feed(2);
        double[] afterWet = said(replay, Expert.WET_DRY);

        // After a dry hour 0.88 are dry: 0.9 is the sixth part of the wet ones, of 2 Exp(1) the quantile at 0.167.
        assertThat(Arrays.copyOf(afterDry, 5)).containsOnly(0.0);
        assertThat(afterDry[5]).isCloseTo(-2 * Math.log(1 - 0.167), within(0.4));
        // After a wet one 0.3 are dry: the median is that of the wet ones at 0.286.
        assertThat(afterWet[1]).isZero();
        assertThat(afterWet[3]).isCloseTo(-2 * Math.log(1 - 0.286), within(0.4));
        // It is taken to grow with the root of what it was, which this rain does not: the end is too far out.
        assertThat(afterWet[5]).isBetween(-2 * Math.log(1 - 0.857) - 0.5, 6.0);
    }

    private static double[] said(Replay replay, Expert expert) {
        double[] said = new double[Q];
        Arrays.setAll(said, level -> {
            double value = said(replay, expert, level);
            return Math.abs(value) < 1e-6 ? 0 : value;
        });
        return said;
    }

    @Test
    void climatologyHasTheQuantilesOfTheSamePlaceInTheSeason() {
        SeriesState state = SeriesState.empty(Q);
        ValueRing ring = new ValueRing();
        for (int t = 0; t < 400; t++) {
            ring.load(state);
            ring.add(t % 2 == 0 ? 100 + t / 2 % 5 : 0, 0);
            SeriesState next = state.copy().withLength(StatePart.SEASON_FIRST, ring.bytes());
            ring.store(next);
            state = next;
        }

        boolean isKnown = new Climatology().quantiles(out, LEVELS, ring, 10);

        // The next is at t = 400, an even one: 100 + 0; one beside it is odd: 0.
        assertThat(isKnown).isTrue();
        assertThat(out[4]).isEqualTo(100);
        ring.load(SeriesState.empty(Q));
        ring.add(1, 0);
        assertThat(new Climatology().quantiles(out, LEVELS, ring, 0)).isFalse();
    }

    @Test
    void aSketchHasTheDistributionOfTheErrorsItSaw() {
        ErrorSketch sketch = new ErrorSketch(0.03);
        sketch.reset();
        Random random = new Random(1);
        for (int t = 0; t < 3000; t++) {
            sketch.observe(5 * random.nextGaussian());
            sketch.observe(Double.NaN);
        }

        sketch.quantiles(out, LEVELS, 1);

        assertThat(sketch.scale(1)).isCloseTo(5 * 0.798, within(1.0));
        assertThat(out[1] / sketch.scale(1)).isCloseTo(-1.2816 / 0.798, within(0.25));
        assertThat(out[5] / sketch.scale(1)).isCloseTo(1.2816 / 0.798, within(0.25));
    }

    @Test
    void aSketchFollowsErrorsThatAreAMillionTimesSmaller() {
        ErrorSketch sketch = new ErrorSketch(0.03);
        sketch.reset();
        sketch.observe(1e30);
        Random random = new Random(1);
        for (int t = 0; t < 200; t++) {
            sketch.observe(random.nextGaussian());
        }

        assertThat(sketch.scale(1)).isBetween(0.3, 64.0);
    }

    @Test
    void aSketchLivesOnInAState() {
        SeriesState state = SeriesState.empty(Q).withLength(StatePart.EXPERTS, ErrorSketch.BYTES);
        int at = state.start(StatePart.EXPERTS);
        ErrorSketch sketch = new ErrorSketch(0.1);
        sketch.reset();
        ErrorSketch twin = new ErrorSketch(0.1);
        twin.reset();
        Random random = new Random(1);
        double[] other = new double[Q];
        for (int t = 0; t < 300; t++) {
            double error = (float) random.nextGaussian();
            twin.store(state, at);
            twin = new ErrorSketch(0.1);
            twin.load(state, at);
            twin.observe(error);
            sketch.observe(error);
            sketch.quantiles(out, LEVELS, 1);
            twin.quantiles(other, LEVELS, 1);

            assertThat(other).containsExactly(out, within(1e-4));
        }
    }

    private static double said(Replay replay, Expert expert, int level) {
        double[] quantiles =
                new ExpertQuantiles(QuantileLevels.DEFAULT).of(replay.state()).get(expert.label());
        return quantiles == null ? Double.NaN : quantiles[level];
    }
}
