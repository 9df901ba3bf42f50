package io.rillcast.forecast;

import java.util.Arrays;
import java.util.OptionalLong;
import java.util.zip.CRC32C;

/**
 * Everything that is kept of one series between two readings, as the bytes that lie in the state store.
 *
 * <pre>
 *   0  magic 52 53 53 54 ("RSST")
 *   4  format version, uint16                      6  number of parts, uint16 (16)
 *   8  length of the whole, int32                 12  CRC-32C of all bytes from 16 on, int32
 *  16  end of each part from the beginning, int32[16]
 *  80  the parts, one after another, in the order of StatePart
 * </pre>
 *
 * <p>All numbers are little-endian. A part that is not in use has length 0, so that the reserved ones cost nothing until
 * they are filled. Not shared by threads while it is being written; {@link OnlineForecaster} writes only to copies.
 */
public final class SeriesState extends LittleEndianBytes {
    /** The format that is written. */
    public static final int FORMAT = 1;

    private static final int MAGIC = 0x54535352; // "RSST", first letter in the lowest byte
    private static final int FORMAT_AT = 4;
    private static final int COUNT_AT = 6;
    private static final int LENGTH_AT = 8;
    private static final int CHECKSUM_AT = 12;
    private static final int ENDS_AT = 16;
    private static final int PARTS_AT = ENDS_AT + 4 * StatePart.COUNT;

    /** The length of one checkpoint without covariates: a clock and a standardiser. */
    static final int CHECKPOINT_BYTES = Clock.BYTES + Standardizer.BYTES;

    private SeriesState(byte[] bytes) {
        super(bytes);
    }

    /**
     * The state of a series that has not been seen yet.
     *
     * @param levels Q, the number of quantile levels
     */
    public static SeriesState empty(int levels) {
        int[] lengths = new int[StatePart.COUNT];
        lengths[StatePart.CLOCK.number()] = Clock.BYTES;
        lengths[StatePart.STANDARDIZER.number()] = Standardizer.BYTES;
        lengths[StatePart.NETWORK.number()] = Recurrence.HIDDEN_AT;
        lengths[StatePart.CHECKPOINTS.number()] = 2 * CHECKPOINT_BYTES;
        lengths[StatePart.PENDING.number()] = PendingForecast.bytes(levels);
        lengths[StatePart.CALIBRATION.number()] = IntervalCalibrator.bytes(levels) + EmpiricalSteps.BYTES;
        lengths[StatePart.ROLLING.number()] = RollingScore.BYTES + GapWidening.BYTES;
        return blank(lengths);
    }

    private static SeriesState blank(int[] lengths) {
        int end = PARTS_AT;
        for (int length : lengths) {
            end += length;
        }
        byte[] bytes = new byte[end];
        INTS.set(bytes, 0, MAGIC);
        SHORTS.set(bytes, FORMAT_AT, (short) FORMAT);
        SHORTS.set(bytes, COUNT_AT, (short) StatePart.COUNT);
        INTS.set(bytes, LENGTH_AT, end);
        end = PARTS_AT;
        for (int part = 0; part < lengths.length; part++) {
            end += lengths[part];
            INTS.set(bytes, ENDS_AT + 4 * part, end);
        }
        return new SeriesState(bytes);
    }

    /**
     * The state that these bytes are; they are not copied and must not be changed afterwards.
     *
     * @throws CorruptState if they are not a whole state of a supported format
     */
    public static SeriesState of(byte[] bytes) {
        if (bytes.length < PARTS_AT || (int) INTS.get(bytes, 0) != MAGIC) {
            throw new CorruptState("a series state must begin with its magic: length=" + bytes.length);
        }
        int format = (short) SHORTS.get(bytes, FORMAT_AT) & 0xffff;
        if (format != FORMAT) {
            throw new CorruptState("unsupported state format: version=" + format + ", supported=[" + FORMAT
                    + "]; upgrade the forecaster or reset the store");
        }
        int parts = (short) SHORTS.get(bytes, COUNT_AT) & 0xffff;
        int length = (int) INTS.get(bytes, LENGTH_AT);
        if (length != bytes.length || parts != StatePart.COUNT) {
            throw new CorruptState("a series state must be as long as its header says: header=" + length + ", length="
                    + bytes.length + ", parts=" + parts);
        }
        if ((int) INTS.get(bytes, CHECKSUM_AT) != checksum(bytes)) {
            throw new CorruptState("a series state must match its checksum; delete the state directory of this"
                    + " instance, so that it is restored from the changelog: length=" + bytes.length);
        }
        return new SeriesState(bytes);
    }

    /** Whether bytes begin as a state does. */
    static boolean isOne(byte[] bytes) {
        return bytes.length >= PARTS_AT && (int) INTS.get(bytes, 0) == MAGIC;
    }

    /** Writes the checksum; the bytes themselves, not a copy, which must not be changed afterwards. */
    public byte[] sealedView() {
        INTS.set(bytes, CHECKSUM_AT, checksum(bytes));
        return bytes;
    }

    private static int checksum(byte[] bytes) {
        CRC32C crc = new CRC32C();
        crc.update(bytes, ENDS_AT, bytes.length - ENDS_AT);
        return (int) crc.getValue();
    }

    /** Admitted readings so far. */
    public long readingsSeen() {
        return int64(start(StatePart.CLOCK) + Clock.READINGS_AT);
    }

    /** The version whose weights made the hidden state; 0 for none. */
    public long modelVersion() {
        return int64(start(StatePart.NETWORK));
    }

    /** Whether the hidden state was made with a model of this group, or with none. */
    public boolean isOfGroup(String group) {
        return modelVersion() == 0 || int64(start(StatePart.NETWORK) + Recurrence.GROUP_AT) == fingerprint(group);
    }

    /** A number that tells texts apart: FNV-1a over the UTF-16 units, 64 bits. */
    static long fingerprint(String text) {
        long hash = 0xcbf29ce484222325L;
        for (int i = 0; i < text.length(); i++) {
            hash = (hash ^ text.charAt(i)) * 0x100000001b3L;
        }
        return hash;
    }

    /** The same state without a hidden state: as of a series that no model has met. */
    public SeriesState withoutModel() {
        return resized(StatePart.NETWORK, Recurrence.HIDDEN_AT);
    }

    /** The same state for so many other quantile levels: without a hidden state, a pending forecast, weights and corrections. */
    SeriesState ofLevels(int levels) {
        SeriesState result = withoutModel()
                .resized(StatePart.LATE_REPAIR, 0)
                .resized(StatePart.BLEND, 0)
                .resized(StatePart.PENDING, PendingForecast.bytes(levels))
                .resized(StatePart.CALIBRATION, IntervalCalibrator.bytes(levels) + EmpiricalSteps.BYTES);
        int stepsAt = result.start(StatePart.CALIBRATION) + IntervalCalibrator.bytes(levels);
        int steps = start(StatePart.CALIBRATION) + length(StatePart.CALIBRATION) - EmpiricalSteps.BYTES;
        result.put(bytes, steps, stepsAt, EmpiricalSteps.BYTES);
        return result;
    }

    /** The number of readings seen when the older of the two checkpoints was taken. */
    public long checkpointReadings() {
        return int64(start(StatePart.CHECKPOINTS) + Clock.READINGS_AT);
    }

    /** A copy of the older checkpoint: where rebuilding and training windows begin. */
    public byte[] olderCheckpoint() {
        byte[] checkpoint = new byte[CHECKPOINT_BYTES + CovariateScales.checkpointBytes(covariates())];
        get(start(StatePart.CHECKPOINTS), checkpoint, 0, CHECKPOINT_BYTES);
        CovariateScales.writeOlder(this, checkpoint, CHECKPOINT_BYTES);
        return checkpoint;
    }

    /** How many covariates it keeps scales of. */
    public int covariates() {
        return CovariateScales.count(this);
    }

    /** The number of the first reading, from 0, whose covariates are those; of readings before they count as missing. */
    public long covariatesSince() {
        return CovariateScales.since(this);
    }

    /** The length of the whole in bytes. */
    public int sizeBytes() {
        return bytes.length;
    }

    SeriesState copy() {
        return new SeriesState(bytes.clone());
    }

    /** The state itself if a part has this length, else with a blank one that has. */
    SeriesState withLength(StatePart part, int length) {
        return length(part) == length ? this : resized(part, length);
    }

    /** The same state with a blank part of another length; all other parts as they were. */
    SeriesState resized(StatePart changed, int newLength) {
        int[] lengths = new int[StatePart.COUNT];
        for (StatePart part : StatePart.values()) {
            lengths[part.number()] = part == changed ? newLength : length(part);
        }
        SeriesState result = blank(lengths);
        for (StatePart part : StatePart.values()) {
            if (part != changed) {
                System.arraycopy(bytes, start(part), result.bytes, result.start(part), length(part));
            }
        }
        return result;
    }

    /** When the last reading came, as {@link #withArrival} was told; empty if it was not. */
    public OptionalLong arrivedMs() {
        return length(StatePart.ARRIVAL) == 0 ? OptionalLong.empty() : OptionalLong.of(int64(start(StatePart.ARRIVAL)));
    }

    /** The same state with when its last reading came, ms on the keeper's clock. */
    public SeriesState withArrival(long arrivedMs) {
        SeriesState result = resized(StatePart.ARRIVAL, Long.BYTES);
        result.int64(result.start(StatePart.ARRIVAL), arrivedMs);
        return result;
    }

    /** The same state without when its last reading came. */
    public SeriesState withoutArrival() {
        return length(StatePart.ARRIVAL) == 0 ? this : resized(StatePart.ARRIVAL, 0);
    }

    /** The value of the last reading, 0 before the first. */
    double lastValue() {
        return float64(start(StatePart.CLOCK) + Clock.VALUE_AT);
    }

    int start(StatePart part) {
        int index = part.number();
        return index == 0 ? PARTS_AT : (int) INTS.get(bytes, ENDS_AT + 4 * (index - 1));
    }

    int length(StatePart part) {
        return (int) INTS.get(bytes, ENDS_AT + 4 * part.number()) - start(part);
    }

    boolean sameBytes(SeriesState other, StatePart part) {
        int start = start(part);
        int length = length(part);
        int otherStart = other.start(part);
        return Arrays.equals(bytes, start, start + length, other.bytes, otherStart, otherStart + other.length(part));
    }

    /** Whether so many bytes from a place within a part are those of another state. */
    boolean sameBytes(SeriesState other, StatePart part, int at, int length) {
        int start = start(part) + at;
        int otherStart = other.start(part) + at;
        return Arrays.equals(bytes, start, start + length, other.bytes, otherStart, otherStart + length);
    }
}
