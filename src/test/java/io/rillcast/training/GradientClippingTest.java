package io.rillcast.training;

import static org.assertj.core.api.Assertions.assertThat;

import io.rillcast.rnn.NetworkShape;
import io.rillcast.rnn.Parameters;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

class GradientClippingTest {
    private final Parameters gradients = Parameters.zeros(new NetworkShape(1, 1, 1, 1));

    @Test
    void scalesLongGradientDownOverAllRows() {
        gradients.row(0)[0] = 3;
        gradients.row(1)[2] = -4;

        double norm = GradientClipping.byNorm(gradients, 1);

        assertThat(norm).isEqualTo(5);
        assertThat(gradients.row(0)[0]).isCloseTo(0.6f, Offset.offset(1e-6f));
        assertThat(gradients.row(1)[2]).isCloseTo(-0.8f, Offset.offset(1e-6f));
    }

    @Test
    void leavesShortGradientAlone() {
        gradients.row(0)[0] = 0.5f;

        double norm = GradientClipping.byNorm(gradients, 1);

        assertThat(norm).isEqualTo(0.5);
        assertThat(gradients.row(0)[0]).isEqualTo(0.5f);
    }

    @Test
    void saysWhenAGradientIsNotFinite() {
        gradients.row(0)[0] = Float.NaN;

        double norm = GradientClipping.byNorm(gradients, 1);

        assertThat(norm).isNaN();
    }

    @Test
    void measuresGradientsWhoseSquaresOverflowFloat() {
        gradients.row(0)[0] = 1e30f;

        double norm = GradientClipping.byNorm(gradients, 1);

        assertThat(norm).isCloseTo(1e30, Offset.offset(1e24));
        assertThat(gradients.row(0)[0]).isCloseTo(1f, Offset.offset(1e-6f));
    }

    @Test
    void cutsEachElementByItself() {
        gradients.row(0)[0] = 3;
        gradients.row(0)[1] = -0.25f;
        gradients.row(1)[2] = Float.NEGATIVE_INFINITY;
        gradients.row(1)[0] = Float.NaN;

        GradientClipping.byValue(gradients, 0.5);

        assertThat(gradients.row(0)[0]).isEqualTo(0.5f);
        assertThat(gradients.row(0)[1]).isEqualTo(-0.25f);
        assertThat(gradients.row(1)[2]).isEqualTo(-0.5f);
        assertThat(gradients.row(1)[0]).isNaN();
    }

    @Test
    void cutsElementsBeforeTheNorm() {
        gradients.row(0)[0] = 300;
        gradients.row(1)[2] = -4;

        double norm = GradientClipping.to(new GradientBounds(3, 1), gradients);

        // 3 and -3 are left, of norm sqrt(18), then scaled to 1.
        assertThat(norm).isCloseTo(4.242640687, Offset.offset(1e-9));
        assertThat(gradients.row(0)[0]).isCloseTo(0.70710677f, Offset.offset(1e-6f));
        assertThat(gradients.row(1)[2]).isCloseTo(-0.70710677f, Offset.offset(1e-6f));
    }
}
