package io.rillcast.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class EarlyStoppingTest {
    private final EarlyStopping stopping = new EarlyStopping(2);

    @Test
    void keepsWhatIsStrictlyBetter() {
        assertThat(stopping.isBest(3)).isTrue();
        assertThat(stopping.isBest(3)).isFalse();
        assertThat(stopping.isBest(Double.NaN)).isFalse();
        assertThat(stopping.isBest(2.9)).isTrue();
        assertThat(stopping.lowest()).isEqualTo(2.9);
    }

    @Test
    void endsAfterAsManyChecksAsItsPatience() {
        stopping.isBest(3);
        stopping.isBest(4);

        assertThat(stopping.isOver()).isFalse();

        stopping.isBest(3);

        assertThat(stopping.isOver()).isTrue();
    }

    @Test
    void takesHeartFromABetterLoss() {
        stopping.isBest(3);
        stopping.isBest(4);
        stopping.isBest(2);
        stopping.isBest(4);

        assertThat(stopping.isOver()).isFalse();
    }

    @Test
    void refusesNoPatience() {
        assertThatThrownBy(() -> new EarlyStopping(0)).hasMessage("patience must be >= 1: patience=0");
    }
}
