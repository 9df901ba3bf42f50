package io.rillcast.forecast;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

class StandardizerTest {
    private static final Offset<Double> EXACT = Offset.offset(1e-12);

    private final Standardizer standardizer = new Standardizer();
    private long readings;
    private double last;

    @Test
    void meansTheFirstStepsPlainly() {
        feed(10, 11, 9, 12);

        assertThat(standardizer.scale(12)).isCloseTo(2, EXACT);
    }

    /** A step of 6 over three missed readings counts as 3. */
    @Test
    void countsAStepAcrossAGapAsOneOfItOverItsRoot() {
        feed(10, 11);
        standardizer.skip(3);
        feed(17);
        feed(19);

        assertThat(standardizer.scale(19)).isCloseTo((1 + 3 + 2) / 3.0, EXACT);
    }

    @Test
    void isNotToldTwiceOfAGap() {
        feed(10, 11);
        standardizer.skip(8);
        SeriesState state = SeriesState.empty(1);
        standardizer.store(state, state.start(StatePart.STANDARDIZER));
        standardizer.load(state, state.start(StatePart.STANDARDIZER));
        feed(14);

        assertThat(standardizer.scale(14)).isCloseTo(2, EXACT);
    }

    /** A random walk of which one reading in five is followed by an outage keeps the scale of its single steps. */
    @Test
    void keepsTheScaleOfAWalkThroughOutages() {
        Random random = new Random(1);
        double walk = 0;
        double plain = 0;
        int counted = 0;
        for (int t = 0; t < 3_000; t++) {
            int missed = random.nextInt(5) == 0 ? 1 + random.nextInt(15) : 0;
            double before = walk;
            for (int i = 0; i <= missed; i++) {
                walk += random.nextGaussian();
            }
            standardizer.skip(missed);
            feed(walk);
            plain += Math.abs(walk - before);
            counted++;
        }

        double mean = Math.sqrt(2 / Math.PI);
        assertThat(standardizer.scale(walk)).isBetween(0.85 * mean, 1.15 * mean);
        assertThat(plain / counted).isGreaterThan(1.3 * mean);
    }

    @Test
    void doesNotCallASeriesCalmThatReturnsToItsLevel() {
        Random random = new Random(1);
        for (int t = 0; t < 2_000; t++) {
            standardizer.skip(t % 8 == 0 ? 10_000 : 0);
            feed(random.nextGaussian());
        }

        double mean = 2 / Math.sqrt(Math.PI);
        assertThat(standardizer.scale(0)).isBetween(0.8 * mean, 1.1 * mean);
    }

    @Test
    void guessesATenthOfTheValueBeforeThereIsAStep() {
        feed(-50);

        assertThat(standardizer.scale(-50)).isCloseTo(5, EXACT);
        assertThat(new Standardizer().scale(0)).isEqualTo(1);
    }

    @Test
    void averagesAtThreeRates() {
        feed(10, 20);

        assertThat(standardizer.fast()).isCloseTo(15, EXACT);
        assertThat(standardizer.middle()).isCloseTo(11, EXACT);
        assertThat(standardizer.slow()).isCloseTo(10.2, EXACT);
    }

    @Test
    void standardizesStepsByTheMeanStep() {
        feed(10, 12, 14);

        assertThat(standardizer.standardized(17, 14)).isCloseTo(1.5, EXACT);
        assertThat(standardizer.inUnit(1.5, 14)).isCloseTo(17, EXACT);
    }

    @Test
    void standardizesASeriesWithManyZerosByItsLevel() {
        feed(0, 0, 4, 0, 0, 4, 0, 0, 4, 0, 0, 4, 0, 0, 4, 0, 0, 4);

        assertThat(standardizer.isZeroHeavy()).isTrue();
        assertThat(standardizer.standardized(8, 4)).isCloseTo(Math.log(3), EXACT);
        assertThat(standardizer.inUnit(Math.log(3), 4)).isCloseTo(8, EXACT);
        assertThat(standardizer.inUnit(-2, 4)).isZero();
    }

    @Test
    void needsSixteenReadingsToCallASeriesZeroHeavy() {
        feed(0, 0, 4, 0, 0, 4, 0, 0, 4, 0, 0, 4, 0, 0, 4);
        boolean after15 = standardizer.isZeroHeavy();

        feed(0);

        assertThat(after15).isFalse();
        assertThat(standardizer.isZeroHeavy()).isTrue();
    }

    @Test
    void isNoLongerZeroHeavyOnceANegativeValueWasSeen() {
        feed(new double[20]);

        feed(-1);

        assertThat(standardizer.isZeroHeavy()).isFalse();
        assertThat(standardizer.isNonnegative(Support.AUTO)).isFalse();
        assertThat(standardizer.isNonnegative(Support.NONNEGATIVE)).isTrue();
        assertThat(standardizer.isNonnegative(Support.REAL)).isFalse();
    }

    @Test
    void letsAnOutlierMoveTheScaleByEightSteps() {
        feedNoise(200, 10);
        double before = standardizer.scale(10);

        feed(1e30);

        assertThat(standardizer.scale(10)).isCloseTo(before * 1.07, Offset.offset(1e-9));
    }

    @Test
    void followsANewLevelToWithinTheReachOfTheInputsAtOnce() {
        feedNoise(200, 10);

        feedNoise(2, 1e6);

        // 64 mean steps of about 1.1.
        assertThat(standardizer.slow()).isCloseTo(1e6, Offset.offset(100.0));
    }

    @Test
    void isNotDrawnByASingleOutlier() {
        feedNoise(200, 10);

        feed(1e6, 10);

        assertThat(standardizer.slow()).isCloseTo(10, Offset.offset(1.0));
    }

    @Test
    void doubtsAScaleThatSixteenStepsFallFarBelow() {
        feed(10, 1e30, 10);
        for (int t = 0; t < 15; t++) {
            feed(10 + t % 2 * 2 + 1);
        }
        double undoubted = standardizer.scale(10);

        feed(10);
        feed(11);

        assertThat(undoubted).isGreaterThan(1e28);
        assertThat(standardizer.scale(10)).isLessThan(undoubted / 2);
    }

    @Test
    void keepsTheScaleOfASeriesThatPauses() {
        feedNoise(200, 10);
        double before = standardizer.scale(10);

        feed(last, last, last, last, last, last, last, last, last, last);
        feed(last, last, last, last, last, last, last, last, last, last);

        // 0.99 to the power of 20.
        assertThat(standardizer.scale(10)).isCloseTo(before * 0.8179, Offset.offset(before * 1e-3));
    }

    private void feedNoise(int length, double level) {
        Random random = new Random(1);
        for (int t = 0; t < length; t++) {
            feed(level + random.nextGaussian());
        }
    }

    private void feed(double... values) {
        for (double value : values) {
            standardizer.update(value, last, readings, Support.AUTO);
            last = value;
            readings++;
        }
    }
}
