package io.rillcast.forecast;

/**
 * The last values of a series, one a cadence, to look back over seasons; a missed reading leaves an empty place.
 *
 * <p>Kept as differences from a value among them, so that 32 bits do for numbers far from zero: from the first, and from
 * the newest whenever it grows or goes round, so that an absurd one does not spoil the others' digits for ever. It begins with {@value
 * #FIRST} places and doubles them whenever it is full, up to {@value #MOST}. Read and written where it lies: of a state
 * only the places that change are touched. Mutable scratch of one {@link OnlineForecaster}.
 *
 * <pre>
 * 0 anchor, float64   8 places filled, int32   12 place of the newest, int32   16 value - anchor, float32[n], NaN empty
 * </pre>
 */
final class ValueRing {
    /** The most places: the longest season that is looked back over, and two more. */
    static final int MOST = Seasons.LONGEST + 2;

    private static final int FIRST = 8;
    private static final int VALUES_AT = 16;

    private SeriesState state;
    private int valuesAt;
    private double anchor;
    private int keptPlaces;
    private int keptFilled;
    private int keptNewest;
    /** What was added since it was loaded: so many empty places, then a value. */
    private int emptied;

    private double value;
    private float added;
    private int addedCount;
    private int places;
    private int filled;

    private static int bytes(int places) {
        return (VALUES_AT + Float.BYTES * places + 7) / 8 * 8;
    }

    void load(SeriesState from) {
        int at = from.start(StatePart.SEASON_FIRST);
        int length = from.length(StatePart.SEASON_FIRST);
        boolean isNew = length == 0;
        state = from;
        valuesAt = at + VALUES_AT;
        keptPlaces = isNew ? 0 : Math.min(MOST, (length - VALUES_AT) / Float.BYTES);
        keptFilled = isNew ? 0 : from.int32(at + 8);
        keptNewest = isNew ? 0 : from.int32(at + 12);
        anchor = isNew ? 0 : from.float64(at);
        emptied = 0;
        addedCount = 0;
        places = Math.max(keptPlaces, FIRST);
        filled = keptFilled;
        if (keptFilled < 0 || keptFilled > keptPlaces || keptNewest < 0 || keptNewest >= Math.max(1, keptPlaces)) {
            throw new CorruptState("the last values of a series must lie in their places: places=" + keptPlaces
                    + ", filled=" + keptFilled + ", newest=" + keptNewest);
        }
    }

    /** Adds the value of a reading before which so many were missed; once after each load. */
    void add(double next, long missed) {
        value = next;
        if (keptFilled == 0) {
            anchor = value;
        }
        emptied = keptFilled == 0 ? 0 : (int) Math.min(missed, MOST);
        added = (float) (value - anchor);
        addedCount = 1;
        while (places < MOST && places < keptFilled + emptied + 1) {
            places = Math.min(MOST, 2 * places);
        }
        filled = Math.min(places, keptFilled + emptied + 1);
    }

    /** The length of the part that {@link #store} writes. */
    int bytes() {
        return bytes(places);
    }

    /** Writes itself into a copy of the state that it was loaded from, whose part is {@link #bytes()} long. */
    void store(SeriesState next) {
        int at = next.start(StatePart.SEASON_FIRST);
        boolean isGrown = places != keptPlaces;
        int newest = isGrown ? filled - 1 : (keptNewest + emptied + addedCount) % places;
        boolean isAnchored = addedCount == 1 && (isGrown || newest < keptNewest);
        double from = isAnchored ? value : anchor;
        int changed = isGrown || isAnchored ? filled : Math.min(filled, emptied + addedCount);
        for (int i = 0; i < changed; i++) {
            float difference = isAnchored ? (float) (back(i) - from) : kept(i);
            next.float32(at + VALUES_AT + Float.BYTES * Math.floorMod(newest - i, places), difference);
        }
        next.float64(at, from);
        next.int32(at + 8, filled);
        next.int32(at + 12, newest);
    }

    /** How many places are filled, empty ones among them. */
    int filled() {
        return filled;
    }

    /** The value so many places before the newest; NaN where none is. */
    double back(int ago) {
        return ago < 0 || ago >= filled ? Double.NaN : anchor + kept(ago);
    }

    private float kept(int ago) {
        if (addedCount == 1 && ago == 0) {
            return added;
        }
        int before = ago - addedCount - emptied;
        if (before < 0) {
            return Float.NaN;
        }
        int place = keptNewest - before;
        return state.float32(valuesAt + Float.BYTES * (place < 0 ? place + keptPlaces : place));
    }

    /** Writes the values less the anchor, oldest first, into out, float[at least filled]; how many. */
    int recent(float[] out) {
        for (int i = 0; i < filled; i++) {
            out[i] = kept(filled - 1 - i);
        }
        return filled;
    }
}
