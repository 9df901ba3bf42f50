package io.rillcast.training;

import static org.assertj.core.api.Assertions.assertThat;

import io.rillcast.training.TrainingRecord.Decision;
import java.util.Random;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

class ProbationTest {
    private static Watched watched(double incumbent, double predecessor, int index) {
        return new Watched(48, incumbent, predecessor, 1, 1000L * index, 1000L * index + 999);
    }

    /** Sixteen windows of 48 readings, whose differences have a mean and normal noise. */
    private static Probation after(double worse, double noise, long seed) {
        Random random = new Random(seed);
        Probation probation = Probation.against(1);
        for (int i = 0; i < 16; i++) {
            probation = probation.saw(watched(0.5 + worse + noise * random.nextGaussian(), 0.5, i));
        }
        return probation;
    }

    @Test
    void failsWhatIsWorseByMoreThanChanceAllows() {
        Probation failed = after(0.1, 0.05, 1);

        assertThat(failed.isOver()).isTrue();
        assertThat(failed.isFailed()).isTrue();
    }

    @Test
    void passesWhatIsBetter() {
        assertThat(after(-0.1, 0.05, 1).isOver()).isTrue();
        assertThat(after(-0.1, 0.05, 1).isFailed()).isFalse();
    }

    /** Stated: 1 %. Of 2,000 some 20, and with a chance of one in a million more than 45. */
    @Test
    void failsHardlyEverWhatIsAsGood() {
        int failed = 0;
        for (int seed = 0; seed < 2000; seed++) {
            failed += after(0, 0.05, seed).isFailed() ? 1 : 0;
        }

        assertThat(failed).isBetween(3, 45);
    }

    @Test
    void waitsForAsManyWindowsAndReadingsAsItSays() {
        Probation probation = Probation.against(1);
        for (int i = 0; i < 15; i++) {
            probation = probation.saw(watched(2, 1 + 0.001 * i, i));
        }
        Probation few = Probation.against(1);
        for (int i = 0; i < 31; i++) {
            few = few.saw(new Watched(16, 2, 1 + 0.001 * i, 1, 0, 0));
        }

        assertThat(probation.isOver()).isFalse();
        assertThat(probation.saw(watched(2, 1, 15)).isOver()).isTrue();
        assertThat(few.isOver()).isFalse();
        assertThat(few.saw(new Watched(16, 2, 1, 1, 0, 0)).isOver()).isTrue();
    }

    @Test
    void passesOverWindowsOnWhichTheOneBeforeWasNotRun() {
        Probation probation = Probation.against(1).saw(watched(2, Double.NaN, 0));

        assertThat(probation).isEqualTo(Probation.against(1));
        assertThat(Probation.NONE.saw(watched(2, 1, 0))).isEqualTo(Probation.NONE);
    }

    @Test
    void doesNotFailTwinsThoughNothingDiffers() {
        assertThat(after(0, 0, 1).isOver()).isTrue();
        assertThat(after(0, 0, 1).isFailed()).isFalse();
    }

    @Test
    void saysWhatBothLostAndOnWhat() {
        TrainingOutcome outcome = after(0.25, 0, 1).rolledBack(7, 8);

        assertThat(outcome.decision()).isEqualTo(Decision.ROLLED_BACK);
        assertThat(outcome.candidate()).isEmpty();
        assertThat(outcome.losses().incumbent()).isCloseTo(0.75, Offset.offset(1e-12));
        assertThat(outcome.losses().candidate()).isCloseTo(0.5, Offset.offset(1e-12));
        assertThat(outcome.losses().naive()).isCloseTo(1, Offset.offset(1e-12));
        assertThat(outcome.data()).isEqualTo(new TrainingRecord.Data(0, 0, 16, 768, 0, 15_999));
        assertThat(outcome.reason())
                .startsWith("rolled back: after its promotion version 7 lost 0.75000 where version 1 would have lost"
                        + " 0.50000, on 768 readings, ")
                .endsWith("in 16 windows; the weights of version 1 are in use again as version 8");
    }
}
