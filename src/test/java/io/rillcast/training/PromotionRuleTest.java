package io.rillcast.training;

import static org.assertj.core.api.Assertions.assertThat;

import io.rillcast.training.TrainingRecord.Decision;
import io.rillcast.training.TrainingRecord.Losses;
import org.junit.jupiter.api.Test;

class PromotionRuleTest {
    private static final PromotionRule ANY = new PromotionRule(0);

    @Test
    void promotesWhatBeatsTheIncumbent() {
        Losses losses = new Losses(0.40, 0.41, 0.45);

        assertThat(ANY.decide(losses, 100)).isEqualTo(Decision.PROMOTED);
        assertThat(ANY.reason(losses, 100))
                .isEqualTo("promoted: candidate 0.40000 beats incumbent 0.41000 with margin 0.000, on 100 readings");
    }

    @Test
    void saysWhereNaiveIsBetterThanWhatItPromotes() {
        Losses losses = new Losses(0.40, 0.41, 0.30);

        assertThat(ANY.decide(losses, 100)).isEqualTo(Decision.PROMOTED);
        assertThat(ANY.reason(losses, 100))
                .isEqualTo("promoted: candidate 0.40000 beats incumbent 0.41000 with margin 0.000, on 100 readings;"
                        + " naive 0.30000 is better than both");
    }

    @Test
    void findsWhatBeatsNaiveOrTheIncumbentSound() {
        assertThat(ANY.isSound(new Losses(0.40, 0.39, 0.41), 100)).isTrue();
        assertThat(ANY.isSound(new Losses(0.40, 0.41, 0.39), 100)).isTrue();
        assertThat(ANY.isSound(new Losses(0.40, 0.40, 0.40), 100)).isFalse();
        assertThat(ANY.isSound(new Losses(0.40, Double.NaN, 0.39), 100)).isFalse();
        assertThat(ANY.isSound(new Losses(Double.NaN, 0.40, 0.40), 100)).isFalse();
        assertThat(ANY.isSound(new Losses(0.40, 0.39, 0.41), 29)).isFalse();
    }

    @Test
    void keepsIncumbentOnTie() {
        Losses losses = new Losses(0.41, 0.41, 0.5);

        assertThat(ANY.decide(losses, 100)).isEqualTo(Decision.KEPT);
        assertThat(ANY.reason(losses, 100))
                .isEqualTo("kept: candidate 0.41000 does not beat incumbent 0.41000 with margin 0.000, on 100"
                        + " readings");
    }

    @Test
    void asksTheFirstToBeatNaive() {
        assertThat(ANY.decide(new Losses(0.40, Double.NaN, 0.41), 100)).isEqualTo(Decision.PROMOTED);
        assertThat(ANY.decide(new Losses(0.41, Double.NaN, 0.41), 100)).isEqualTo(Decision.KEPT);
    }

    @Test
    void asksForTheMargin() {
        PromotionRule tenth = new PromotionRule(0.1);

        assertThat(tenth.decide(new Losses(0.91, 1, 2), 100)).isEqualTo(Decision.KEPT);
        assertThat(tenth.decide(new Losses(0.89, 1, 2), 100)).isEqualTo(Decision.PROMOTED);
    }

    @Test
    void keepsOnTooFewJudgedReadings() {
        Losses losses = new Losses(0.1, 1, 1);

        assertThat(ANY.decide(losses, 29)).isEqualTo(Decision.KEPT);
        assertThat(ANY.decide(losses, 30)).isEqualTo(Decision.PROMOTED);
        assertThat(ANY.reason(losses, 29)).isEqualTo("kept: only 29 readings to judge on, 30 are needed");
    }

    @Test
    void keepsOnALossThatIsNoNumber() {
        assertThat(ANY.decide(new Losses(Double.NaN, 1, 1), 100)).isEqualTo(Decision.KEPT);
        assertThat(ANY.decide(new Losses(1, Double.NaN, Double.NaN), 100)).isEqualTo(Decision.KEPT);
    }
}
