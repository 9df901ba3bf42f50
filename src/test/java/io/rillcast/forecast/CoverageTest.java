package io.rillcast.forecast;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Random;
import java.util.function.IntToDoubleFunction;
import java.util.function.Predicate;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Intervals cover what they say. The standard error of a share of 4,000 is 0.006 at 80 % and 0.003 at 95 %; a quantile
 * taken from coarse bins, a scale that is itself estimated and a correction that never rests cost about as much again.
 */
class CoverageTest {
    private static final int SETTLING = 1000;
    private static final Offset<Double> AT_80 = Offset.offset(0.025);
    private static final Offset<Double> AT_95 = Offset.offset(0.015);

    @Test
    void coversIndependentStepsBeforeThereIsAModel() {
        Replay replay = Replay.byDefault().feed(SampleSeries.walk(3, 5000));

        assertHonest(replay);
    }

    @Test
    void coversBeforeThereIsAModelFromTheFirstReadingsOn() {
        int covered = 0;
        int all = 0;
        for (int seed = 0; seed < 200; seed++) {
            for (Score score :
                    Replay.byDefault().feed(SampleSeries.walk(seed, 40)).scores()) {
                covered += score.covered80() ? 1 : 0;
                all++;
            }
        }

        // The prior is wide rather than narrow.
        assertThat(covered / (double) all).isBetween(0.75, 0.88);
    }

    @Test
    void coversStepsOfChangingSizeBeforeThereIsAModel() {
        Replay replay = Replay.byDefault().feed(walk(4, 5000, t -> 1 + 0.8 * StrictMath.sin(t / 150.0)));

        assertHonest(replay);
    }

    @Test
    void coversSkewedStepsBeforeThereIsAModel() {
        Random random = new Random(6);
        double[] values = new double[5000];
        for (int t = 1; t < values.length; t++) {
            values[t] = values[t - 1] - StrictMath.log(1 - random.nextDouble()) - 1;
        }

        Replay replay = Replay.byDefault().feed(values);

        // The steps end at -1 in the middle of a bin, below which the histogram leaves a little of its mass.
        List<Score> scores = replay.scores().subList(SETTLING, replay.scores().size());
        assertThat(share(scores, Score::covered80)).isCloseTo(0.8, AT_80);
        assertThat(share(scores, Score::covered95)).isCloseTo(0.95, Offset.offset(0.02));
    }

    /** Middle and width are in mean absolute steps; 1.2533 of these is the deviation of a normal step. */
    @ParameterizedTest
    @CsvSource({"0, 1.2533", "0, 0.5", "0, 4", "1, 1.2533", "-2, 1.2533", "1, 3", "-0.5, 0.7"})
    void mendsANetworkThatIsBiasedOrTooNarrowOrTooWide(double middle, double width) {
        Replay replay = Replay.byDefault().swap(SampleModels.constant(1, middle, width));

        replay.feed(SampleSeries.walk(5, 5000));

        assertHonest(replay);
    }

    @Test
    void bringsEachLevelToItsShareOfActualsBelow() {
        Replay replay = Replay.byDefault().swap(SampleModels.constant(1, 1, 2));

        replay.feed(SampleSeries.walk(5, 5000));

        for (int i = 0; i < 7; i++) {
            int below = 0;
            for (int t = SETTLING; t < 4999; t++) {
                double actual = replay.scores().get(t).values().actual();
                below += actual < replay.forecasts().get(t).quantile(i) ? 1 : 0;
            }
            assertThat(below / 3999.0).isCloseTo(QuantileLevels.DEFAULT.level(i), Offset.offset(0.02));
        }
    }

    private static double[] walk(long seed, int length, IntToDoubleFunction size) {
        Random random = new Random(seed);
        double[] values = new double[length];
        for (int t = 1; t < length; t++) {
            values[t] = values[t - 1] + size.applyAsDouble(t) * random.nextGaussian();
        }
        return values;
    }

    private static void assertHonest(Replay replay) {
        List<Score> scores = replay.scores().subList(SETTLING, replay.scores().size());

        assertThat(share(scores, Score::covered80)).isCloseTo(0.8, AT_80);
        assertThat(share(scores, Score::covered95)).isCloseTo(0.95, AT_95);
    }

    private static double share(List<Score> scores, Predicate<Score> covered) {
        return scores.stream().filter(covered).count() / (double) scores.size();
    }
}
