package io.rillcast.forecast;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

class EmpiricalStepsTest {
    private static final QuantileLevels LEVELS = QuantileLevels.DEFAULT;

    private final EmpiricalSteps steps = begun();

    private static EmpiricalSteps begun() {
        EmpiricalSteps steps = new EmpiricalSteps();
        SeriesState empty = SeriesState.empty(7);
        steps.load(empty, empty.start(StatePart.CALIBRATION) + IntervalCalibrator.bytes(7));
        return steps;
    }

    @Test
    void beginsWithALaplaceDistribution() {
        double[] quantiles = quantiles();

        // A Laplace distribution of mean size 1 has ln(2 * 0.75) = 0.405, ln(5) and ln(20); bins grow by a third.
        assertThat(quantiles[3]).isCloseTo(0, Offset.offset(0.02));
        assertThat(quantiles[4]).isCloseTo(Math.log(2), Offset.offset(0.05));
        assertThat(quantiles[5]).isCloseTo(Math.log(5), Offset.offset(0.1));
        assertThat(quantiles[6]).isCloseTo(Math.log(20), Offset.offset(0.3));
        assertThat(quantiles[0]).isCloseTo(-quantiles[6], Offset.offset(1e-12));
    }

    @Test
    void followsWhatItSees() {
        Random random = new Random(2);
        for (int i = 0; i < 5000; i++) {
            steps.observe(1 + random.nextDouble());
        }

        double[] quantiles = quantiles();

        // Uniform over 1 .. 2; the bin edges there are 0.96, 1.29, 1.75 and 2.36, within a bin it is taken as level.
        assertThat(quantiles[0]).isBetween(0.9, 1.1);
        assertThat(quantiles[2]).isCloseTo(1.25, Offset.offset(0.05));
        assertThat(quantiles[6]).isBetween(1.9, 2.4);
    }

    @Test
    void hasTheMedianOfWhatItSees() {
        Random random = new Random(3);
        EmpiricalSteps rising = begun();
        for (int i = 0; i < 5000; i++) {
            steps.observe(random.nextGaussian() + 0.2);
            rising.observe(1 + random.nextDouble());
        }

        double[] up = new double[7];
        rising.quantiles(up, LEVELS);
        assertThat(quantiles()[3]).isCloseTo(0.2, Offset.offset(0.1));
        assertThat(up[3]).isCloseTo(1.5, Offset.offset(0.1));
    }

    @Test
    void forgetsWhatIsTwoThousandStepsOld() {
        for (int i = 0; i < 5000; i++) {
            steps.observe(-3);
        }

        for (int i = 0; i < 6000; i++) {
            steps.observe(3);
        }

        assertThat(quantiles()[0]).isPositive();
    }

    @Test
    void keepsItsOutermostBinForAnythingBeyond() {
        for (int i = 0; i < 5000; i++) {
            steps.observe(i % 2 == 0 ? 1e300 : Double.NEGATIVE_INFINITY);
        }

        double[] quantiles = quantiles();

        assertThat(quantiles[6]).isBetween(14.0, 20.0);
        assertThat(quantiles[0]).isBetween(-20.0, -14.0);
    }

    @Test
    void keepsStepsOfExactlyZeroInOnePoint() {
        for (int i = 0; i < 3000; i++) {
            steps.observe(i % 20 == 0 ? 5 : 0);
        }

        double[] quantiles = quantiles();

        assertThat(quantiles[1]).isZero();
        assertThat(quantiles[5]).isZero();
        assertThat(quantiles[6]).isPositive();
    }

    @Test
    void givesQuantilesThatIncrease() {
        Random random = new Random(5);
        for (int i = 0; i < 3000; i++) {
            steps.observe(random.nextGaussian() * Math.pow(10, random.nextInt(4) - 2));

            assertThat(quantiles()).isSorted();
        }
    }

    @Test
    void comesBackAsItWasStored() {
        SeriesState state = SeriesState.empty(7);
        for (int i = 0; i < 3000; i++) {
            steps.observe(i % 7 - 3);
        }
        double[] before = quantiles();

        steps.store(state, state.start(StatePart.CALIBRATION));
        steps.observe(9);
        steps.load(state, state.start(StatePart.CALIBRATION));

        assertThat(quantiles()).isEqualTo(before);
    }

    private double[] quantiles() {
        double[] quantiles = new double[7];
        steps.quantiles(quantiles, LEVELS);
        return quantiles;
    }
}
