package io.rillcast.rnn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

class PinballLossTest {
    private static final Offset<Double> FLOAT_LEVELS = Offset.offset(1e-7);

    private final PinballLoss loss = PinballLoss.of(0.1, 0.5, 0.9);

    @Test
    void isTheMeanOverTheLevels() {
        double value = loss.loss(new float[] {1, 2, 5}, 0, new float[] {3});

        // (0.1 * 2 + 0.5 * 1 + 0.1 * 2) / 3
        assertThat(value).isCloseTo(0.3, FLOAT_LEVELS);
    }

    @Test
    void pushesEachOutputTowardsItsSide() {
        float[] gradient = new float[3];

        double value = loss.lossWithGradient(gradient, new float[] {1, 3, 5}, 0, new float[] {3}, 6f);

        // 6 / 3 * (-0.1, the middle at a tie, 1 - 0.9)
        assertThat(value).isCloseTo(0.4 / 3, FLOAT_LEVELS);
        assertThat(gradient).containsExactly(new float[] {-0.2f, 0, 0.2f}, Offset.offset(1e-6f));
    }

    @Test
    void costsNothingWhereMasked() {
        float[] gradient = {7, 7, 7};

        double value = loss.lossWithGradient(gradient, new float[] {1, 3, 5}, 0, new float[] {Float.NaN}, 1f);

        assertThat(value).isZero();
        assertThat(gradient).containsExactly(0, 0, 0);
    }

    @Test
    void handsOnAnOutputThatIsNotANumber() {
        float[] gradient = new float[3];

        double value = loss.lossWithGradient(gradient, new float[] {1, Float.NaN, 5}, 0, new float[] {3}, 1f);

        assertThat(value).isNaN();
        assertThat(gradient[1]).isNaN();
    }

    @Test
    void refusesLevelsOutOfOrder() {
        assertThatThrownBy(() -> PinballLoss.of(0.5, 0.5))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("levels must increase strictly within (0, 1): levels=[0.5, 0.5]");
    }
}
