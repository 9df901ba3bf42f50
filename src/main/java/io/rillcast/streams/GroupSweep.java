package io.rillcast.streams;

import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Goes once over all groups that a task finds in its store, some at a time, so that a start is not held up where each
 * series is a group; owned by that task.
 */
final class GroupSweep {
    /** Some 20 ms of a stream thread, where each has a model to decode. */
    static final int GROUPS_A_TICK = 100;

    private final GroupReservoir reservoir;
    private final Set<String> met = new HashSet<>();
    private String last = "";
    private boolean isLast;
    private boolean hasEnded;

    GroupSweep(GroupReservoir reservoir) {
        this.reservoir = reservoir;
    }

    /** The next groups, none once all were met. */
    List<String> next() {
        if (isLast) {
            return List.of();
        }
        List<String> groups = reservoir.groupsAfter(last, GROUPS_A_TICK);
        if (groups.size() < GROUPS_A_TICK) {
            isLast = true;
            return groups;
        }
        last = groups.get(groups.size() - 1);
        return groups;
    }

    /** Whether a group is met for the first time since the start; none is once the sweep has ended. */
    boolean isNew(String group) {
        return !hasEnded && met.add(group);
    }

    /** To be called when those of a tick were looked at. */
    void looked() {
        if (isLast) {
            hasEnded = true;
            met.clear();
        }
    }
}
