package io.rillcast.forecast;

import static org.assertj.core.api.Assertions.assertThat;

import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

class QuantileFunctionTest {
    private static final Offset<Double> EXACT = Offset.offset(1e-12);
    /** Scores of levels are known to a relative error of 1.2e-9. */
    private static final Offset<Double> SCORES = Offset.offset(1e-8);

    private final QuantileFunction function = new QuantileFunction(QuantileLevels.of(0.1, 0.5, 0.9));
    private final double[] quantiles = {10, 20, 40};

    @Test
    void losesPinballByTheLevelsOnEitherSide() {
        // 0.1 * 15 + 0.5 * 5 + 0.1 * 15, over 3
        assertThat(function.pinball(quantiles, 25)).isCloseTo(5.5 / 3, EXACT);
        // 0.9 * 10 + 0.5 * 20 + 0.1 * 40, over 3
        assertThat(function.pinball(quantiles, 0)).isCloseTo(23.0 / 3, EXACT);
    }

    @Test
    void weighsTheRankedProbabilityScoreByTheSpacingOfTheLevels() {
        // weights 0.3, 0.4, 0.3: 2 * (0.3 * 1.5 + 0.4 * 2.5 + 0.3 * 1.5)
        assertThat(function.crps(quantiles, 25)).isCloseTo(3.8, EXACT);
    }

    @Test
    void meansEachQuantileForTheLevelsNearestToIt() {
        assertThat(function.mean(quantiles)).isCloseTo(0.3 * 10 + 0.4 * 20 + 0.3 * 40, EXACT);
    }

    @Test
    void givesTheQuantileItselfAtItsLevel() {
        assertThat(function.atLevel(0.1, quantiles)).isEqualTo(10);
        assertThat(function.atLevel(0.9, quantiles)).isEqualTo(40);
    }

    @Test
    void interpolatesANormalDistributionExactly() {
        double[] normal = {5 - 2 * 1.2815515655446004, 5, 5 + 2 * 1.2815515655446004};

        assertThat(function.atLevel(0.25, normal)).isCloseTo(5 - 2 * 0.6744897501960817, SCORES);
    }

    @Test
    void extrapolatesANormalDistributionExactly() {
        double[] normal = {5 - 2 * 1.2815515655446004, 5, 5 + 2 * 1.2815515655446004};

        assertThat(function.atLevel(0.025, normal)).isCloseTo(5 - 2 * 1.959963984540054, SCORES);
        assertThat(function.atLevel(0.975, normal)).isCloseTo(5 + 2 * 1.959963984540054, SCORES);
    }

    @Test
    void givesTheOnlyQuantileEverywhere() {
        QuantileFunction median = new QuantileFunction(QuantileLevels.of(0.5));

        assertThat(median.atLevel(0.9, new double[] {3})).isEqualTo(3);
        assertThat(median.mean(new double[] {3})).isEqualTo(3);
    }
}
