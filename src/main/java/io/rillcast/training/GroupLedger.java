package io.rillcast.training;

import java.util.Arrays;
import java.util.Optional;
import java.util.function.IntPredicate;

/**
 * What is known of a model group's trainings, and the rules by which its windows are chosen.
 *
 * <p>When a reservoir is full a new window takes the place of one chosen by chance, so that a window's chance to be there
 * falls exponentially with its age (Aggarwal 2006, On biased reservoir sampling, section 3). Chance is a hash of the
 * group and the count, so that a replay chooses alike.
 *
 * @param kept windows in the reservoir
 * @param offered windows that came
 * @param readings of the group so far
 * @param atLastTraining readings when the last training ended, 0 before the first
 * @param trainings that ended
 * @param highestVersion ever given out, 0 for none
 * @param isAsked whether a person wants a training, due or not
 * @param lineage the versions that came into use
 * @param probation how the model in use does beside the one before it
 * @param drift whether the readings have changed
 */
public record GroupLedger(
        int kept,
        long offered,
        long readings,
        long atLastTraining,
        long trainings,
        long highestVersion,
        boolean isAsked,
        Lineage lineage,
        Probation probation,
        SkillDrift drift) {
    /** Of a group that was never seen. */
    public static final GroupLedger NEW = of(0, 0, 0, 0, 0, 0, false);

    /** Slots looked at for a window of the same series: reading them costs the group's task 0.8 us a reading. */
    private static final int LOOKED_AT = 4;
    /** Of a full reservoir's windows so many are watched in one interval between trainings: two probations. */
    private static final int WATCHED_AN_INTERVAL = 32;
    /** No more than one window in so many is left out of the watch. */
    private static final int MOST_LEFT_OUT = 64;

    /** As releases before lineage, probation and drift kept it; they took each version for the next one's predecessor. */
    public static GroupLedger of(
            int kept,
            long offered,
            long readings,
            long atLastTraining,
            long trainings,
            long highestVersion,
            boolean isAsked) {
        return new GroupLedger(
                kept,
                offered,
                readings,
                atLastTraining,
                trainings,
                highestVersion,
                isAsked,
                Lineage.upTo(highestVersion),
                Probation.NONE,
                SkillDrift.NONE);
    }

    /**
     * Whether a series' history is to be offered to its group: every half window, at a place of the series' own, so that
     * the load is even over the series.
     *
     * @param series its name in UTF-8
     * @param readings of it so far
     * @param window W of the plan
     */
    public static boolean isWindowDue(byte[] series, long readings, int window) {
        return (readings + (Arrays.hashCode(series) & 0xffff)) % (window / 2) == 0;
    }

    /** How many readings of a series are new in a window offered after so many. */
    public static int newReadings(long readings, int window) {
        return (int) Math.min(window / 2, readings);
    }

    /**
     * Where the next window goes in a reservoir of so many slots: the first free one; else of {@value #LOOKED_AT} chosen by
     * chance the first with a window of the same series, so that a series that offers more than others takes its own
     * places first; else the first of them.
     *
     * @param isOfSameSeries whether the window in a slot is of the series that offers one
     */
    public int nextSlot(String group, int slots, IntPredicate isOfSameSeries) {
        int filled = Math.min(kept, slots);
        if (filled < slots) {
            return filled;
        }
        for (int i = 0; i < LOOKED_AT; i++) {
            int slot = chance(group, slots, i);
            if (isOfSameSeries.test(slot)) {
                return slot;
            }
        }
        return chance(group, slots, 0);
    }

    private int chance(String group, int slots, int number) {
        long drawn = offered + number * 0x94D049BB133111EBL;
        long mixed = (group.hashCode() + drawn * 0x9E3779B97F4A7C15L) * 0xBF58476D1CE4E5B9L;
        return (int) Math.floorMod(mixed ^ (mixed >>> 31), (long) slots);
    }

    /**
     * Whether the window that was offered last is to be watched: every one until the reservoir is full, then so many in an
     * interval between trainings, so that a large group's task has little work.
     *
     * @param window W of the plan
     */
    public boolean isWatched(TrainingSchedule schedule, int window) {
        long between = schedule.everyReadings() / Math.max(1, window / 2) / WATCHED_AN_INTERVAL;
        long stride = Math.max(1, Math.min(MOST_LEFT_OUT, between));
        return kept < schedule.reservoirWindows() || offered % stride == 0;
    }

    /**
     * Whether a training is to begin, if there is a window: a person asked for it, or the {@link TrainingSchedule} says
     * so, which after a change of the readings begins again as it does for a new group, as soon as {@link
     * TrainingSample#NEW_ENOUGH} windows can tell of it.
     *
     * @param window W of the plan
     */
    public boolean isTrainingDue(TrainingSchedule schedule, int window) {
        long tells = (long) TrainingSample.NEW_ENOUGH * (window / 2);
        boolean waits = isDrifted()
                && readings - drift.changedAt() < tells
                && readings - atLastTraining < schedule.everyReadings();
        return kept > 0 && (isAsked || (!waits && schedule.isDue(readings, atLastTraining, drift.changedAt())));
    }

    /** Why a training that begins now does so before its turn; empty where it is due anyway, or a person asked for it. */
    public Optional<String> cause(TrainingSchedule schedule) {
        boolean isDueAnyway = isAsked || readings - atLastTraining >= schedule.everyReadings();
        return isDrifted() && !isDueAnyway
                ? Optional.of("trained early: the group's readings changed at " + drift.changedAt() + ", noticed at "
                        + drift.noticedAt())
                : Optional.empty();
    }

    /** Whether the next training is the first since a change of the readings was noticed. */
    public boolean isDrifted() {
        return drift.noticedAt() > atLastTraining;
    }

    /** After a window was put into a slot of so many, with so many new readings. */
    public GroupLedger offered(int slot, int slots, int newReadings) {
        int nowKept = Math.max(Math.min(kept, slots), slot + 1);
        return new GroupLedger(
                nowKept,
                offered + 1,
                readings + newReadings,
                atLastTraining,
                trainings,
                highestVersion,
                isAsked,
                lineage,
                probation,
                drift);
    }

    /** After a window was watched; a probation that was passed is over. */
    public GroupLedger watched(Watched watched) {
        Probation next = probation.saw(watched);
        boolean isPassed = next.isOver() && !next.isFailed();
        return with(lineage, isPassed ? Probation.NONE : next, drift.saw(watched, readings));
    }

    /** After a training that began at so many readings. */
    public GroupLedger trained(long atReadings) {
        return new GroupLedger(
                kept, offered, readings, atReadings, trainings + 1, highestVersion, false, lineage, probation, drift);
    }

    /** After a training's candidate was given a version and came into use, on probation. */
    public GroupLedger promoted(long version) {
        Probation begun = Probation.against(lineage.incumbent());
        return given(version).with(lineage.then(version), begun, drift.underAnother());
    }

    /** After a version was given out by a person's word; it is on no probation. */
    public GroupLedger published(long version) {
        return given(version).with(lineage.then(version), Probation.NONE, drift.underAPersons());
    }

    /** After the weights of a version before the incumbent were published again as another, on no probation. */
    public GroupLedger rolledBack(long earlier, long version) {
        return given(version).with(lineage.backTo(earlier, version), Probation.NONE, drift.underAnother());
    }

    /** After it was found that another application had given out versions up to this one. */
    public GroupLedger takenOver(long version) {
        return given(version).with(Lineage.upTo(version), Probation.NONE, drift.underAPersons());
    }

    /** After the group ended: without windows, with nothing before the incumbent, and with all counts. */
    public GroupLedger retired() {
        Lineage last = lineage.versions().isEmpty() ? lineage : Lineage.NONE.then(lineage.incumbent());
        return new GroupLedger(
                0,
                offered,
                readings,
                atLastTraining,
                trainings,
                highestVersion,
                false,
                last,
                Probation.NONE,
                SkillDrift.NONE);
    }

    private GroupLedger given(long version) {
        return new GroupLedger(
                kept, offered, readings, atLastTraining, trainings, version, isAsked, lineage, probation, drift);
    }

    /** The same counts with another lineage, probation and drift. */
    public GroupLedger with(Lineage otherLineage, Probation otherProbation, SkillDrift otherDrift) {
        return new GroupLedger(
                kept,
                offered,
                readings,
                atLastTraining,
                trainings,
                highestVersion,
                isAsked,
                otherLineage,
                otherProbation,
                otherDrift);
    }

    /** After a person asked for a training. */
    public GroupLedger asked() {
        return new GroupLedger(
                kept, offered, readings, atLastTraining, trainings, highestVersion, true, lineage, probation, drift);
    }

    /** The seed of the group's next training. */
    public long nextSeed(long planSeed, String group) {
        return planSeed * 31 + group.hashCode() + trainings;
    }
}
