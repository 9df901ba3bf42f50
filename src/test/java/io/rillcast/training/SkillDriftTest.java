package io.rillcast.training;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;

/** A window a step, 48 readings each; skills are logarithms of the loss over naive's, here with a deviation of 0.2. */
class SkillDriftTest {
    private static final double LEVEL = -0.5;
    private static final double DEVIATION = 0.2;

    private final Random random = new Random(4);

    private SkillDrift go(SkillDrift drift, int from, int windows, double level) {
        SkillDrift next = drift;
        for (int i = from; i < from + windows; i++) {
            double skill = level + DEVIATION * random.nextGaussian();
            next = next.saw(new Watched(48, Math.exp(skill), Double.NaN, 1, 0, 0), 48L * (i + 1));
        }
        return next;
    }

    @Test
    void noticesASkillThatFallsByThreeDeviationsWithinSixWindows() {
        SkillDrift before = go(SkillDrift.NONE, 0, 50, LEVEL);

        SkillDrift after = go(before, 50, 6, LEVEL + 3 * DEVIATION);

        assertThat(before.noticedAt()).isZero();
        assertThat(after.noticedAt()).isBetween(48L * 53, 48L * 56);
        // Where the sum began to rise, which noise may have made earlier.
        assertThat(after.changedAt()).isBetween(48L * 35, 48L * 51);
    }

    @Test
    void noticesASkillThatFallsByOneDeviationWithinAFewDozenWindows() {
        SkillDrift after = go(go(SkillDrift.NONE, 0, 50, LEVEL), 50, 40, LEVEL + DEVIATION);

        assertThat(after.noticedAt()).isPositive();
    }

    @Test
    void noticesASkillThatRisesUnlessAnotherNetworkCameIntoUse() {
        SkillDrift before = go(SkillDrift.NONE, 0, 50, LEVEL);

        SkillDrift rose = go(before, 50, 6, LEVEL - 3 * DEVIATION);
        SkillDrift under = go(before.underAnother(), 50, 6, LEVEL - 3 * DEVIATION);

        assertThat(rose.noticedAt()).isPositive();
        assertThat(under.noticedAt()).isZero();
    }

    @Test
    void noticesAFallThoughAnotherNetworkCameIntoUse() {
        SkillDrift before = go(SkillDrift.NONE, 0, 50, LEVEL).underAnother();

        assertThat(go(before, 50, 6, LEVEL + 3 * DEVIATION).noticedAt()).isPositive();
    }

    /** Both tests together: the mean run to a false alarm is to be some thousand windows. */
    @Test
    void isQuietWhereNothingChanges() {
        int alarms = 0;
        SkillDrift drift = SkillDrift.NONE;
        for (int i = 0; i < 20_000; i++) {
            SkillDrift next = go(drift, i, 1, LEVEL);
            alarms += next.noticedAt() > drift.noticedAt() ? 1 : 0;
            drift = next;
        }

        assertThat(alarms).isLessThanOrEqualTo(10);
    }

    @Test
    void isNotMovedByOneOddWindow() {
        SkillDrift drift = go(go(SkillDrift.NONE, 0, 50, LEVEL), 50, 1, LEVEL + 100);

        assertThat(go(drift, 51, 20, LEVEL).noticedAt()).isZero();
    }

    @Test
    void beginsAnewAfterAnAlarm() {
        SkillDrift alarmed = go(go(SkillDrift.NONE, 0, 50, LEVEL), 50, 30, LEVEL + 3 * DEVIATION);
        SkillDrift later = go(alarmed, 80, 50, LEVEL + 3 * DEVIATION);

        assertThat(later.noticedAt()).isEqualTo(alarmed.noticedAt());
        assertThat(go(later, 130, 10, LEVEL + 6 * DEVIATION).noticedAt()).isGreaterThan(later.noticedAt());
    }
}
