package io.rillcast.streams;

import io.rillcast.training.GroupLedger;
import io.rillcast.training.Lineage;
import io.rillcast.training.PageHinkley;
import io.rillcast.training.Probation;
import io.rillcast.training.SkillDrift;
import io.rillcast.training.TrainingRecord.Losses;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.common.errors.SerializationException;

/**
 * The bytes of a {@link GroupLedger}; big-endian, int64 and float64 but where said otherwise.
 *
 * <pre>
 *   0 format 2, int32      4 windows kept, int32     8 windows offered        16 readings    24 readings at the last training
 *  32 trainings           40 highest version        48 flags: bit 0 a person wants a training
 *  56 probation: predecessor, windows, readings, difference, square, losses of candidate, incumbent and naive, from, to
 * 136 test of a falling skill: figures, mean, variance, sum, quiet at
 * 176 test of a rising skill: the same
 * 216 changed at         224 noticed at            232 versions in use, oldest first, to the end
 * </pre>
 *
 * <p>Format 1 ended at 56; it is read as a group in which each version took the place of the one before it.
 */
final class LedgerBytes {
    /** The most bytes that a ledger takes. */
    static final int MOST = 232 + Long.BYTES * Lineage.LONGEST;

    private static final int FORMAT = 2;
    private static final int FIRST_FORMAT = 1;
    private static final int FIRST_BYTES = 56;
    private static final int VERSIONS_AT = 232;
    private static final long ASKED = 1;

    private LedgerBytes() {}

    static byte[] encode(GroupLedger ledger) {
        List<Long> versions = ledger.lineage().versions();
        ByteBuffer out = ByteBuffer.allocate(VERSIONS_AT + Long.BYTES * versions.size());
        out.putInt(FORMAT).putInt(ledger.kept()).putLong(ledger.offered()).putLong(ledger.readings());
        out.putLong(ledger.atLastTraining()).putLong(ledger.trainings()).putLong(ledger.highestVersion());
        out.putLong(ledger.isAsked() ? ASKED : 0);
        put(out, ledger.probation());
        put(out, ledger.drift().worse());
        put(out, ledger.drift().better());
        out.putLong(ledger.drift().changedAt()).putLong(ledger.drift().noticedAt());
        versions.forEach(out::putLong);
        return out.array();
    }

    private static void put(ByteBuffer out, Probation probation) {
        out.putLong(probation.predecessor()).putLong(probation.windows()).putLong(probation.readings());
        out.putDouble(probation.difference()).putDouble(probation.square());
        Losses losses = probation.losses();
        out.putDouble(losses.candidate()).putDouble(losses.incumbent()).putDouble(losses.naive());
        out.putLong(probation.fromMs()).putLong(probation.toMs());
    }

    private static void put(ByteBuffer out, PageHinkley test) {
        out.putLong(test.figures()).putDouble(test.mean()).putDouble(test.variance());
        out.putDouble(test.sum()).putLong(test.quietAt());
    }

    /**
     * The ledger in these bytes.
     *
     * @throws SerializationException if they are of no format that this release knows
     */
    static GroupLedger decode(byte[] bytes) {
        ByteBuffer in = ByteBuffer.wrap(bytes);
        int format = bytes.length >= FIRST_BYTES ? in.getInt() : -1;
        boolean isFirst = format == FIRST_FORMAT && bytes.length == FIRST_BYTES;
        boolean isNow = format == FORMAT
                && bytes.length >= VERSIONS_AT
                && bytes.length <= MOST
                && (bytes.length - VERSIONS_AT) % Long.BYTES == 0;
        if (!isFirst && !isNow) {
            throw new SerializationException("unsupported ledger of a model group: format=" + format + ", length="
                    + bytes.length + ", supported=[" + FIRST_FORMAT + ", " + FORMAT
                    + "]; upgrade the forecaster or reset the store");
        }
        GroupLedger counts = GroupLedger.of(
                in.getInt(),
                in.getLong(),
                in.getLong(),
                in.getLong(),
                in.getLong(),
                in.getLong(),
                (in.getLong() & ASKED) != 0);
        return isFirst ? counts : decodeRest(counts, in);
    }

    private static GroupLedger decodeRest(GroupLedger counts, ByteBuffer in) {
        Probation probation = new Probation(
                in.getLong(),
                (int) in.getLong(),
                in.getLong(),
                in.getDouble(),
                in.getDouble(),
                new Losses(in.getDouble(), in.getDouble(), in.getDouble()),
                in.getLong(),
                in.getLong());
        SkillDrift drift = new SkillDrift(test(in), test(in), in.getLong(), in.getLong());
        List<Long> versions = new ArrayList<>();
        while (in.hasRemaining()) {
            versions.add(in.getLong());
        }
        return counts.with(new Lineage(versions), probation, drift);
    }

    private static PageHinkley test(ByteBuffer in) {
        return new PageHinkley((int) in.getLong(), in.getDouble(), in.getDouble(), in.getDouble(), in.getLong());
    }
}
