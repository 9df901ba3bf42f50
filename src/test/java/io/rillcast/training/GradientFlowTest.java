package io.rillcast.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rillcast.rnn.CellKind;
import java.util.List;
import org.junit.jupiter.api.Test;

class GradientFlowTest {
    private static final GradientFlow FLOW = new GradientFlow(51, 32, 250, 1);

    @Test
    void vanishesInThePlainUnitAndIsHeldByTheGates() {
        GradientFlow.Curve plain = FLOW.trained(CellKind.RNN_TANH);
        GradientFlow.Curve lstm = FLOW.trained(CellKind.LSTM);
        GradientFlow.Curve gru = FLOW.trained(CellKind.GRU);

        assertThat(plain.relative(50)).isLessThan(1e-5);
        assertThat(lstm.relative(50)).isGreaterThan(100 * plain.relative(50)).isGreaterThan(1e-4);
        assertThat(gru.relative(50)).isGreaterThan(1000 * plain.relative(50)).isGreaterThan(1e-2);
        // And so only the gated cells learn what was said 50 steps ago; chance is 1 in 8.
        assertThat(plain.accuracy()).isLessThan(0.5);
        assertThat(lstm.accuracy()).isGreaterThan(0.8);
        assertThat(gru.accuracy()).isGreaterThan(0.8);
    }

    @Test
    void explodesUnderLargeRecurrentWeights() {
        GradientFlow.Curve curve = FLOW.exploding();

        assertThat(curve.relative(50)).isGreaterThan(100);
        assertThat(curve.relative(50)).isGreaterThan(curve.relative(25));
        assertThat(curve.relative(25)).isGreaterThan(curve.relative(5));
    }

    @Test
    void givesEqualCurvesForEqualSeeds() {
        GradientFlow one = new GradientFlow(12, 8, 5, 3);
        GradientFlow same = new GradientFlow(12, 8, 5, 3);
        GradientFlow other = new GradientFlow(12, 8, 5, 4);

        List<Double> norms = one.trained(CellKind.GRU).norms();

        assertThat(norms).hasSize(12).isEqualTo(same.trained(CellKind.GRU).norms());
        assertThat(norms).isNotEqualTo(other.trained(CellKind.GRU).norms());
    }

    @Test
    void refusesWhatHasNoDistance() {
        assertThatThrownBy(() -> new GradientFlow(1, 32, 0, 1))
                .hasMessage("a gradient needs two steps and a unit to flow through: length=1, hidden=32, steps=0");
    }
}
