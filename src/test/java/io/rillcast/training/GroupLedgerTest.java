package io.rillcast.training;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class GroupLedgerTest {
    private static final TrainingSchedule SCHEDULE = new TrainingSchedule(5000, 64, 1, 600);

    private static GroupLedger at(long readings, long atLastTraining, long changedAt, long noticedAt) {
        SkillDrift drift = new SkillDrift(PageHinkley.NONE, PageHinkley.NONE, changedAt, noticedAt);
        return GroupLedger.of(64, 1000, readings, atLastTraining, 9, 3, false)
                .with(Lineage.upTo(3), Probation.NONE, drift);
    }

    @Test
    void isTrainedEarlyOnceEnoughWindowsCameSinceAChange() {
        // 16 windows of 48 new readings are 768.
        assertThat(at(21_767, 20_000, 21_000, 21_200).isTrainingDue(SCHEDULE, 96))
                .isFalse();
        assertThat(at(21_768, 20_000, 21_000, 21_200).isTrainingDue(SCHEDULE, 96))
                .isTrue();
        assertThat(at(21_768, 20_000, 0, 0).isTrainingDue(SCHEDULE, 96)).isFalse();
    }

    @Test
    void isTrainedAgainSoonAfterAChangeAndThenMoreSeldom() {
        assertThat(at(22_151, 21_768, 21_000, 21_200).isTrainingDue(SCHEDULE, 96))
                .isFalse();
        assertThat(at(22_152, 21_768, 21_000, 21_200).isTrainingDue(SCHEDULE, 96))
                .isTrue();
        assertThat(at(40_999, 36_000, 21_000, 21_200).isTrainingDue(SCHEDULE, 96))
                .isFalse();
        assertThat(at(41_000, 36_000, 21_000, 21_200).isTrainingDue(SCHEDULE, 96))
                .isTrue();
    }

    @Test
    void isTrainedInItsTurnThoughAChangeWasJustNoticed() {
        assertThat(at(25_000, 20_000, 24_800, 24_950).isTrainingDue(SCHEDULE, 96))
                .isTrue();
    }

    @Test
    void isNotTrainedEarlyWithRetrainingOff() {
        TrainingSchedule off = new TrainingSchedule(0, 64, 1, 600);

        assertThat(at(21_768, 20_000, 21_000, 21_200).isTrainingDue(off, 96)).isFalse();
        assertThat(at(21_768, 20_000, 21_000, 21_200).asked().isTrainingDue(off, 96))
                .isTrue();
    }

    @Test
    void saysTheCauseOfTheFirstTrainingSinceAChangeWasNoticed() {
        assertThat(at(21_768, 20_000, 21_000, 21_200).cause(SCHEDULE))
                .contains("trained early: the group's readings changed at 21000, noticed at 21200");
        assertThat(at(22_200, 21_768, 21_000, 21_200).cause(SCHEDULE)).isEmpty();
    }

    @Test
    void doesNotCallATrainingEarlyThatIsDueAnyway() {
        assertThat(at(25_000, 20_000, 24_000, 24_900).cause(SCHEDULE)).isEmpty();
        assertThat(at(21_768, 20_000, 21_000, 21_200).asked().cause(SCHEDULE)).isEmpty();
    }

    /** A model that a person brought may be worse than the one before: that is no change of the readings. */
    @Test
    void measuresAPersonsModelByItself() {
        PageHinkley seen = new PageHinkley(30, -0.5, 0.01, 4, 20_100);
        GroupLedger ledger = at(21_000, 20_000, 0, 0);
        GroupLedger watched = ledger.with(ledger.lineage(), Probation.NONE, new SkillDrift(seen, seen, 18_000, 18_500));

        for (GroupLedger next : List.of(watched.published(4), watched.takenOver(4))) {
            assertThat(next.drift()).isEqualTo(new SkillDrift(PageHinkley.NONE, PageHinkley.NONE, 18_000, 18_500));
        }
        assertThat(watched.promoted(4).drift().worse()).isEqualTo(seen);
    }

    @Test
    void putsAPromotedVersionOnProbationAndNoOther() {
        GroupLedger second = GroupLedger.NEW.promoted(1).promoted(2);

        assertThat(GroupLedger.NEW.promoted(1).probation().isOn()).isFalse();
        assertThat(second.probation().predecessor()).isEqualTo(1);
        assertThat(second.published(3).probation().isOn()).isFalse();
        assertThat(second.rolledBack(1, 3).probation().isOn()).isFalse();
        assertThat(second.rolledBack(1, 3).promoted(4).probation().predecessor())
                .isEqualTo(3);
        assertThat(second.takenOver(9).probation().isOn()).isFalse();
        assertThat(second.takenOver(9).highestVersion()).isEqualTo(9);
    }

    @Test
    void forgetsAllButCountsAndTheIncumbentWhenItsGroupEnds() {
        GroupLedger retired = at(21_768, 20_000, 21_000, 21_200).promoted(4).retired();

        assertThat(retired.kept()).isZero();
        assertThat(retired.highestVersion()).isEqualTo(4);
        assertThat(retired.lineage().versions()).containsExactly(4L);
        assertThat(retired.probation()).isEqualTo(Probation.NONE);
        assertThat(retired.asked().isTrainingDue(SCHEDULE, 96)).isFalse();
        assertThat(retired.promoted(5).highestVersion()).isEqualTo(5);
    }

    @Test
    void watchesAllWindowsUntilTheReservoirIsFullAndThenSome() {
        TrainingSchedule schedule = new TrainingSchedule(48 * 32 * 5, 64, 1, 600);
        GroupLedger filling = GroupLedger.of(63, 63, 0, 0, 0, 0, false);
        int watched = 0;
        for (int offered = 1000; offered < 1100; offered++) {
            watched += GroupLedger.of(64, offered, 0, 0, 0, 0, false).isWatched(schedule, 96) ? 1 : 0;
        }

        assertThat(filling.isWatched(schedule, 96)).isTrue();
        assertThat(watched).isEqualTo(20);
    }

    @Test
    void looksAtAFewSlotsOnlyForAWindowOfTheSameSeries() {
        GroupLedger full = GroupLedger.of(64, 1000, 0, 0, 0, 0, false);
        List<Integer> asked = new java.util.ArrayList<>();

        int slot = full.nextSlot("g", 64, at -> {
            asked.add(at);
            return asked.size() == 3;
        });

        assertThat(asked).hasSize(3);
        assertThat(slot).isEqualTo(asked.get(2));
        assertThat(full.nextSlot("g", 64, at -> false)).isEqualTo(asked.get(0));
    }
}
