package io.rillcast.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class TrainingSequenceTest {
    @Test
    void countsTheStepsThatAreScored() {
        TrainingSequence sequence = TrainingSequence.of(new float[3][2], new float[] {1, Float.NaN, 0});

        assertThat(sequence.length()).isEqualTo(3);
        assertThat(sequence.targetCount()).isEqualTo(2);
    }

    @Test
    void refusesInputThatIsNotFinite() {
        float[][] inputs = {{1, 2}, {3, Float.NaN}};

        assertThatThrownBy(() -> TrainingSequence.of(inputs, new float[2]))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("the inputs of a step must be finite and as many as the first step's: step=1, expected=2,"
                        + " inputs=[3.0, NaN]");
    }

    @Test
    void refusesAnotherNumberOfTargetsThanInputs() {
        assertThatThrownBy(() -> TrainingSequence.of(new float[2][1], new float[3]))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("a sequence must have as many targets as inputs, and some: inputs=2, targets=3");
    }

    @Test
    void holdsTargetsOfSeveralNumbers() {
        float[][] targets = {{1, 2}, {Float.NaN, 0}, {3, 4}};

        TrainingSequence sequence = TrainingSequence.of(new float[3][1], targets);

        assertThat(sequence.targetLength()).isEqualTo(2);
        assertThat(sequence.targetCount()).isEqualTo(2);
        assertThat(sequence.target(2)).containsExactly(3, 4);
    }

    @Test
    void refusesATargetThatIsHalfMissing() {
        float[][] targets = {{1, 2}, {1, Float.NaN}};

        assertThatThrownBy(() -> TrainingSequence.of(new float[2][1], targets))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("a target must be finite or begin with NaN, and be as long as the first step's: step=1,"
                        + " target=[1.0, NaN]");
    }
}
