package io.rillcast.streams;

import io.rillcast.forecast.ForecastModel;
import io.rillcast.forecast.ForecastPlan;
import io.rillcast.forecast.LastStep;
import io.rillcast.forecast.OnlineForecaster;
import io.rillcast.forecast.Reading;
import io.rillcast.forecast.SeriesState;
import io.rillcast.forecast.SeriesWindow;
import io.rillcast.forecast.Step;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Optional;
import java.util.Random;

/**
 * What the yardstick stores in place of a series' state: as many bytes, compressible about as well, and nothing in them
 * but a count; immutable.
 *
 * <pre>
 * 0  readings of the series so far, int64 little-endian     8  filling
 * </pre>
 *
 * <p>The filling comes from a real state. At each reading those of its bits are drawn anew that differ between real states
 * of different series: with the same bytes in every state compression would spare the yardstick most of what it writes,
 * with all of them drawn it would find too little.
 */
public final class BareState {
    /** Enough for a bit that is drawn by chance to differ in one of them, nearly always. */
    private static final int COMPARED_SERIES = 8;

    /** 2^64 over the golden ratio: alike seeds, and small ones, have unlike bits after it. */
    private static final long SPREADING = 0x9e3779b97f4a7c15L;

    private static final long HOUR_MS = 3_600_000;

    private final byte[] first;
    private final byte[] varying;

    private BareState(byte[] first, byte[] varying) {
        this.first = first;
        this.varying = varying;
    }

    /**
     * As long as the states of the forecaster.
     *
     * @param plan of the forecaster
     * @param model that it serves with
     * @param readings that the state is to have seen: what it has in it depends on that
     */
    public static BareState like(ForecastPlan plan, ForecastModel model, int readings) {
        byte[] first = real(plan, model, readings, 0);
        byte[] varying = new byte[first.length];
        for (int series = 1; series <= COMPARED_SERIES; series++) {
            byte[] other = real(plan, model, readings, series);
            for (int at = 0; at < first.length; at++) {
                varying[at] |= (byte) (first[at] ^ other[at]);
            }
        }
        ByteBuffer.wrap(first).putLong(0, 0); // the count
        return new BareState(first, varying);
    }

    private static byte[] real(ForecastPlan plan, ForecastModel model, int readings, long seed) {
        OnlineForecaster forecaster = new OnlineForecaster(plan);
        SeriesState empty = forecaster.empty();
        SeriesWindow nothing = new SeriesWindow("yardstick", empty.olderCheckpoint(), new long[0], new double[0]);
        SeriesState state = forecaster.rebuild(model, empty, nothing);
        Random random = new Random(seed);
        double value = 100;
        for (int i = 0; i < readings; i++) {
            value += random.nextGaussian();
            Reading reading = new Reading("yardstick", i * HOUR_MS, value);
            if (forecaster.step(model.group(), Optional.of(model), state, reading) instanceof Step.Advanced step) {
                state = LastStep.kept(plan.sameTime(), state, step.state());
            }
        }
        return state.sealedView();
    }

    /** The length in bytes. */
    public int sizeBytes() {
        return first.length;
    }

    /** The readings that a stored state counts; 0 for none stored. */
    static long readings(byte[] stored) {
        return stored == null
                ? 0
                : ByteBuffer.wrap(stored).order(ByteOrder.LITTLE_ENDIAN).getLong(0);
    }

    /** The state after one more reading, as new bytes. */
    byte[] next(byte[] stored, long seed) {
        byte[] bytes = stored == null ? first.clone() : stored.clone();
        ByteBuffer buffer = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        buffer.putLong(0, buffer.getLong(0) + 1);
        ByteBuffer bits = ByteBuffer.wrap(varying).order(ByteOrder.LITTLE_ENDIAN);
        long drawn = seed * SPREADING | 1;
        for (int at = Long.BYTES; at <= bytes.length - Long.BYTES; at += Long.BYTES) {
            long mask = bits.getLong(at);
            if (mask != 0) {
                drawn ^= drawn << 13;
                drawn ^= drawn >>> 7;
                drawn ^= drawn << 17;
                buffer.putLong(at, buffer.getLong(at) ^ (drawn & mask));
            }
        }
        return bytes;
    }
}
