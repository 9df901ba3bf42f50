package io.rillcast.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rillcast.rnn.NetworkShape;
import io.rillcast.rnn.Parameters;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

/** By hand; ten steps of PyTorch's are followed by {@link TruncatedBpttTest}. */
class AdamWTest {
    private static final NetworkShape SHAPE = new NetworkShape(1, 1, 1, 1);

    @Test
    void movesByTheLearningRateAtFirstWhateverTheGradientsSize() {
        Parameters weights = Parameters.zeros(SHAPE);
        Parameters gradients = Parameters.zeros(SHAPE);
        gradients.row(0)[0] = 1000;
        gradients.row(0)[1] = -0.001f;

        new AdamW(SHAPE, 0).step(weights, gradients, 0.1);

        assertThat(weights.row(0)[0]).isCloseTo(-0.1f, Offset.offset(1e-5f));
        assertThat(weights.row(0)[1]).isCloseTo(0.1f, Offset.offset(1e-5f));
        assertThat(weights.row(0)[2]).isZero();
    }

    @Test
    void shrinksWeightsApartFromTheGradient() {
        Parameters weights = Parameters.zeros(SHAPE);
        weights.row(2)[0] = 2;

        new AdamW(SHAPE, 0.5).step(weights, Parameters.zeros(SHAPE), 0.1);

        assertThat(weights.row(2)[0]).isCloseTo(1.9f, Offset.offset(1e-6f));
    }

    @Test
    void refusesNegativeDecay() {
        assertThatThrownBy(() -> new AdamW(SHAPE, -1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("weightDecay must be >= 0 and finite: weightDecay=-1.0");
    }
}
