package io.rillcast.forecast;

/**
 * The forecast that waits for its reading, with what stood beside it, so that it can be scored.
 *
 * <p>Mutable scratch of one {@link OnlineForecaster}.
 *
 * <pre>
 *   0 model version, int64   8 expected time, int64   16 flags, int32 (bit 0: there is one, bit 1: warm)
 *  20 revision, int32   24 fingerprint of the levels, int64   32 quantiles, float64[Q]
 *  32+8Q network's quantiles, float64[Q]   32+16Q quantiles of the last value, float64[Q]
 * </pre>
 */
final class PendingForecast {
    private static final int PRESENT = 1;
    private static final int WARM = 2;
    private static final int LEVELS_AT = 24;
    private static final int QUANTILES_AT = 32;

    final double[] quantiles;
    final double[] network;
    final double[] naive;
    private final long levels;
    private long modelVersion;
    private long targetMs;
    private int flags;

    PendingForecast(QuantileLevels levels) {
        this.quantiles = new double[levels.count()];
        this.network = new double[levels.count()];
        this.naive = new double[levels.count()];
        this.levels = SeriesState.fingerprint(levels.toString());
    }

    static int bytes(int levels) {
        return QUANTILES_AT + 24 * levels;
    }

    /** Whether a state is of these levels: of as many, and of the same if a forecast was ever kept in it. */
    boolean isOfTheseLevels(SeriesState state) {
        int at = state.start(StatePart.PENDING);
        return state.length(StatePart.PENDING) == bytes(quantiles.length)
                && (state.int32(at + 16) == 0 || state.int64(at + LEVELS_AT) == levels);
    }

    void load(SeriesState state, int at) {
        modelVersion = state.int64(at);
        targetMs = state.int64(at + 8);
        flags = state.int32(at + 16);
        int length = quantiles.length;
        for (int i = 0; i < length; i++) {
            quantiles[i] = state.float64(at + QUANTILES_AT + 8 * i);
            network[i] = state.float64(at + QUANTILES_AT + 8 * (length + i));
            naive[i] = state.float64(at + QUANTILES_AT + 8 * (2 * length + i));
        }
    }

    void store(SeriesState state, int at) {
        state.int64(at, modelVersion);
        state.int64(at + 8, targetMs);
        state.int32(at + 16, flags);
        state.int64(at + LEVELS_AT, levels);
        int length = quantiles.length;
        for (int i = 0; i < length; i++) {
            state.float64(at + QUANTILES_AT + 8 * i, quantiles[i]);
            state.float64(at + QUANTILES_AT + 8 * (length + i), network[i]);
            state.float64(at + QUANTILES_AT + 8 * (2 * length + i), naive[i]);
        }
    }

    /** A forecast is there from now on, its quantiles already written. */
    void set(long version, long target, boolean warm) {
        modelVersion = version;
        targetMs = target;
        flags = PRESENT | (warm ? WARM : 0);
    }

    /** Lifts what lies below zero to it. */
    void raiseToZero() {
        for (double[] values : new double[][] {quantiles, network, naive}) {
            for (int i = 0; i < values.length; i++) {
                values[i] = Math.max(0, values[i]);
            }
        }
    }

    /** Whether all its quantiles are numbers. */
    boolean isFinite() {
        for (int i = 0; i < quantiles.length; i++) {
            boolean areFinite =
                    Double.isFinite(quantiles[i]) && Double.isFinite(network[i]) && Double.isFinite(naive[i]);
            if (!areFinite) {
                return false;
            }
        }
        return true;
    }

    boolean isPresent() {
        return (flags & PRESENT) != 0;
    }

    boolean isWarm() {
        return (flags & WARM) != 0;
    }

    long modelVersion() {
        return modelVersion;
    }

    long targetMs() {
        return targetMs;
    }
}
