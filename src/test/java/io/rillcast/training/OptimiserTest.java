package io.rillcast.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rillcast.rnn.GoldenFile;
import io.rillcast.rnn.NetworkShape;
import io.rillcast.rnn.Parameters;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Every optimiser with every schedule and every clipping takes PyTorch's steps. */
class OptimiserTest {
    private static final NetworkShape SHAPE = new NetworkShape(2, 2, 1, 1);
    private static final int STEPS = 10;

    private final GoldenFile golden = GoldenFile.read("optimisers.txt");
    private final float[] curvature = golden.floats("curvature");
    private final float[] goal = golden.floats("goal");

    /** PyTorch computed in double; ten steps of float rounding on weights of size 1 stay below 1e-6. */
    @ParameterizedTest
    @CsvSource({
        "sgd, constant, none", "sgd, constant, norm", "sgd, constant, value",
        "sgd, cosine, none", "sgd, cosine, norm", "sgd, cosine, value",
        "sgd, onecycle, none", "sgd, onecycle, norm", "sgd, onecycle, value",
        "adam, constant, none", "adam, constant, norm", "adam, constant, value",
        "adam, cosine, none", "adam, cosine, norm", "adam, cosine, value",
        "adam, onecycle, none", "adam, onecycle, norm", "adam, onecycle, value",
        "adamw, constant, none", "adamw, constant, norm", "adamw, constant, value",
        "adamw, cosine, none", "adamw, cosine, norm", "adamw, cosine, value",
        "adamw, onecycle, none", "adamw, onecycle, norm", "adamw, onecycle, value"
    })
    void takesTheStepsOfPyTorch(String rule, String schedule, String clipping) {
        float[][] path = golden.rows(rule + "." + schedule + "." + clipping);
        double[] rates = golden.values(schedule + ".rates");
        OptimiserPlan plan = new OptimiserPlan(rule(rule), rate(schedule), bounds(clipping));
        Optimiser optimiser = plan.rule().begin(SHAPE);
        Parameters weights = Parameters.zeros(SHAPE);
        Parameters gradients = Parameters.zeros(SHAPE);
        float[] w = weights.row(0);
        System.arraycopy(golden.floats("start"), 0, w, 0, goal.length);

        for (int step = 0; step < STEPS; step++) {
            writeGradient(gradients.row(0), w);
            GradientClipping.to(plan.bounds(), gradients);
            double rate = plan.rate().rate(step);
            optimiser.step(weights, gradients, rate);

            assertThat(rate).isCloseTo(rates[step], Offset.offset(1e-12));
            for (int i = 0; i < goal.length; i++) {
                assertThat(w[i]).as("step %d, weight %d", step, i).isCloseTo(path[step][i], Offset.offset(1e-6f));
            }
        }
        assertThat(weights.row(1)).containsOnly(0);
    }

    private void writeGradient(float[] gradient, float[] w) {
        for (int i = 0; i < goal.length; i++) {
            gradient[i] = curvature[i] * (w[i] - goal[i]);
        }
    }

    private static UpdateRule rule(String name) {
        return switch (name) {
            case "sgd" -> new UpdateRule.Momentum(0.9);
            case "adam" -> new UpdateRule.Adam(0);
            default -> new UpdateRule.Adam(0.1);
        };
    }

    private static LearningRate rate(String name) {
        return switch (name) {
            case "constant" -> new ConstantRate(0.05, STEPS);
            case "cosine" -> new CosineRate(0.05, 1e-3, STEPS);
            default -> new OneCycle(0.05, STEPS);
        };
    }

    private static GradientBounds bounds(String name) {
        return switch (name) {
            case "none" -> GradientBounds.NONE;
            case "norm" -> GradientBounds.ofNorm(0.5);
            default -> GradientBounds.ofValue(0.3);
        };
    }

    @Test
    void keepsGoingWithMomentum() {
        Parameters weights = Parameters.zeros(SHAPE);
        Parameters gradients = Parameters.zeros(SHAPE);
        Sgd sgd = new Sgd(SHAPE, 0.5);
        gradients.row(0)[0] = 1;

        sgd.step(weights, gradients, 0.25);
        gradients.clear();
        sgd.step(weights, gradients, 0.25);

        // 0.25 * 1, then 0.25 * 0.5 without any gradient.
        assertThat(weights.row(0)[0]).isEqualTo(-0.375f);
    }

    @Test
    void refusesWhatIsNoPlan() {
        assertThatThrownBy(() -> new Sgd(SHAPE, 1)).hasMessage("momentum must be >= 0 and < 1: momentum=1.0");
        assertThatThrownBy(() -> new UpdateRule.Momentum(-0.1))
                .hasMessage("momentum must be >= 0 and < 1: momentum=-0.1");
        assertThatThrownBy(() -> new UpdateRule.Adam(-1))
                .hasMessage("weightDecay must be >= 0 and finite: weightDecay=-1.0");
        assertThatThrownBy(() -> new ConstantRate(0, 1)).hasMessage("rate must be > 0 and finite: rate=0.0");
        assertThatThrownBy(() -> new CosineRate(1, 2, 1))
                .hasMessage("first must be > 0 and finite, floor within [0, first]: first=1.0, floor=2.0");
        assertThatThrownBy(() -> GradientBounds.ofNorm(0))
                .hasMessage("maxGradientNorm must be > 0: maxGradientNorm=0.0");
        assertThatThrownBy(() -> GradientBounds.ofValue(Double.NaN))
                .hasMessage("maxGradientValue must be > 0: maxGradientValue=NaN");
    }
}
