package io.rillcast.training;

/**
 * When a group is trained, on how much, and at what share of a processor.
 *
 * @param everyReadings a training begins after so many readings of the group; the first ones earlier, at 256 and
 *     512 readings and then whenever the count has grown by half
 * @param reservoirWindows windows kept of a group
 * @param cpuShare of one processor that a training may take, in (0, 1]
 * @param maxSeconds a training that takes longer is given up
 */
public record TrainingSchedule(long everyReadings, int reservoirWindows, double cpuShare, long maxSeconds) {
    /** The default: every 5,000 readings, 1,024 windows, half a processor, ten minutes. */
    public static final TrainingSchedule DEFAULT = new TrainingSchedule(5000, 1024, 0.5, 600);

    /** Readings of a group before its first training. */
    public static final long FIRST_READINGS = 256;

    /**
     * Checks the schedule.
     *
     * @throws IllegalArgumentException if a number is out of range
     */
    public TrainingSchedule {
        if (everyReadings < 0 || reservoirWindows < 8 || !(cpuShare > 0 && cpuShare <= 1) || maxSeconds < 1) {
            throw new IllegalArgumentException("a training schedule must be within its ranges: everyReadings="
                    + everyReadings + ", reservoirWindows=" + reservoirWindows + ", cpuShare=" + cpuShare
                    + ", maxSeconds=" + maxSeconds);
        }
    }

    /** Whether retraining is on: 0 readings turn it off. */
    public boolean isOn() {
        return everyReadings > 0;
    }

    /**
     * Whether a group with so many readings is to be trained.
     *
     * @param atLastTraining how many it had at its last training, 0 for none
     * @param changedAt how many it had when its readings changed, from which on they count as a new group's; 0 for never
     */
    public boolean isDue(long readings, long atLastTraining, long changedAt) {
        if (!isOn()) {
            return false;
        }
        long known = Math.max(0, atLastTraining - changedAt);
        long first = Math.min(FIRST_READINGS, everyReadings);
        return readings - atLastTraining >= Math.min(everyReadings, Math.max(first, known / 2));
    }
}
