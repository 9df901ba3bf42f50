package io.rillcast.training;

import java.util.ArrayList;
import java.util.List;

/**
 * The versions of a group that came into use in place of one another, oldest first; the last is the incumbent.
 *
 * <p>A version that was gone back from is no longer in it, so that the next way back leads further. Bounded by what an
 * archive can hold.
 *
 * @param versions increasing, at most {@value #LONGEST}
 */
public record Lineage(List<Long> versions) {
    /** As many as the archive keeps, the incumbent among them. */
    public static final int LONGEST = 10;

    /** Of a group that has no model. */
    public static final Lineage NONE = new Lineage(List.of());

    /**
     * Checks the order.
     *
     * @throws IllegalArgumentException if the versions do not increase, or are too many
     */
    public Lineage {
        versions = List.copyOf(versions);
        boolean isIncreasing = true;
        for (int i = 1; i < versions.size(); i++) {
            isIncreasing &= versions.get(i - 1) < versions.get(i);
        }
        if (!isIncreasing || versions.size() > LONGEST || (!versions.isEmpty() && versions.get(0) < 1)) {
            throw new IllegalArgumentException(
                    "versions in use must increase from 1 on and be at most " + LONGEST + ": versions=" + versions);
        }
    }

    /** Where nothing is known but the highest number: each version in place of the one before it. */
    static Lineage upTo(long highest) {
        List<Long> versions = new ArrayList<>();
        for (long version = Math.max(1, highest - LONGEST + 1); version <= highest; version++) {
            versions.add(version);
        }
        return new Lineage(versions);
    }

    /** The version in use, 0 for none. */
    public long incumbent() {
        return versions.isEmpty() ? 0 : versions.get(versions.size() - 1);
    }

    /** The version in use before the incumbent, 0 for none. */
    public long predecessor() {
        return versions.size() < 2 ? 0 : versions.get(versions.size() - 2);
    }

    /** Those that were in use before the incumbent, the latest first. */
    public List<Long> before() {
        List<Long> before = new ArrayList<>();
        for (int i = versions.size() - 2; i >= 0; i--) {
            before.add(versions.get(i));
        }
        return before;
    }

    /** After another version came into use. */
    Lineage then(long version) {
        List<Long> next = new ArrayList<>(versions);
        next.add(version);
        return new Lineage(next.subList(Math.max(0, next.size() - LONGEST), next.size()));
    }

    /** After the weights of a version before the incumbent came into use again, as another version. */
    Lineage backTo(long earlier, long version) {
        List<Long> next = new ArrayList<>(versions.subList(0, versions.indexOf(earlier)));
        next.add(version);
        return new Lineage(next);
    }
}
