package io.rillcast.training;

import java.util.Arrays;

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
 */
public record GroupLedger(
        int kept,
        long offered,
        long readings,
        long atLastTraining,
        long trainings,
        long highestVersion,
        boolean isAsked) {
    /** Of a group that was never seen. */
    public static final GroupLedger NEW = new GroupLedger(0, 0, 0, 0, 0, 0, false);

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

    /** Where the next window goes in a reservoir of so many slots: the first free one, then one chosen by chance. */
    public int nextSlot(String group, int slots) {
        int filled = Math.min(kept, slots);
        return filled < slots ? filled : chance(group, slots);
    }

    private int chance(String group, int slots) {
        long mixed = (group.hashCode() + offered * 0x9E3779B97F4A7C15L) * 0xBF58476D1CE4E5B9L;
        return (int) Math.floorMod(mixed ^ (mixed >>> 31), (long) slots);
    }

    /** After a window was put into a slot of so many, with so many new readings. */
    public GroupLedger offered(int slot, int slots, int newReadings) {
        int nowKept = Math.max(Math.min(kept, slots), slot + 1);
        return new GroupLedger(
                nowKept, offered + 1, readings + newReadings, atLastTraining, trainings, highestVersion, isAsked);
    }

    /** After a training that began at so many readings. */
    public GroupLedger trained(long atReadings) {
        return new GroupLedger(kept, offered, readings, atReadings, trainings + 1, highestVersion, false);
    }

    /** After a version was given out. */
    public GroupLedger published(long version) {
        return new GroupLedger(kept, offered, readings, atLastTraining, trainings, version, isAsked);
    }

    /** After a person asked for a training. */
    public GroupLedger asked() {
        return new GroupLedger(kept, offered, readings, atLastTraining, trainings, highestVersion, true);
    }

    /** The seed of the group's next training. */
    public long nextSeed(long planSeed, String group) {
        return planSeed * 31 + group.hashCode() + trainings;
    }
}
