package io.rillcast.broken;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.apache.avro.Schema;

/** Records of the right schema whose value, name, time or place is broken or odd. */
final class ReadingFaults {
    /** The beginning of year 1. */
    private static final long YEAR_1_MS = -62_135_596_800_000L;

    private static final long YEAR_9999_MS = 253_402_214_400_000L;

    private ReadingFaults() {}

    private static BrokenRecord value(Draw draw, double value) {
        return BrokenRecord.of(draw.ownKey(), AvroBytes.reading(draw, draw.own(), draw.time(), value));
    }

    static BrokenRecord notANumber(Draw draw) {
        long quietOrSignalling = 0x7ff0_0000_0000_0001L | ((long) draw.index << 47);
        return value(
                draw,
                Double.longBitsToDouble(draw.index % 2 == 0 ? quietOrSignalling : quietOrSignalling | Long.MIN_VALUE));
    }

    static BrokenRecord infinite(Draw draw, double infinity) {
        Schema floats = AvroBytes.types(AvroBytes.STRING, AvroBytes.LONG, "'float'");
        return draw.index % 2 == 0
                ? value(draw, infinity)
                : BrokenRecord.of(
                        draw.ownKey(), AvroBytes.typed(draw, floats, draw.own(), draw.time(), (float) infinity));
    }

    static BrokenRecord subnormal(Draw draw) {
        return value(draw, Double.MIN_VALUE * (1 + draw.index * 1_000_003L));
    }

    static BrokenRecord zero(Draw draw) {
        return value(draw, draw.index % 2 == 0 ? -0.0 : 0.0);
    }

    static BrokenRecord huge(Draw draw) {
        return value(draw, Math.pow(10, 100 + draw.index * 10));
    }

    /** To a series that is served: finite, but its statistics would not be. */
    static BrokenRecord beyondStatistics(Draw draw) {
        return aimed(draw, 1, Double.MAX_VALUE * (1 - draw.index * 0.02));
    }

    static BrokenRecord negative(Draw draw) {
        return aimed(draw, 1 + draw.index, draw.turn(-Double.MIN_VALUE, -1.0, -1e300, -0.001) * (1 + draw.index));
    }

    private static BrokenRecord aimed(Draw draw, long aheadMs, double value) {
        String series = draw.last.seriesId();
        return BrokenRecord.of(
                Draw.utf8(series), AvroBytes.reading(draw, series, draw.last.timestampMs() + aheadMs, value));
    }

    static BrokenRecord late(Draw draw) {
        return aimed(
                draw, draw.index == 0 ? YEAR_1_MS - draw.last.timestampMs() : -1 - draw.below(1 << 30), draw.number());
    }

    static BrokenRecord duplicate(Draw draw) {
        BrokenRecord again = aimed(draw, 0, draw.last.value());
        return new BrokenRecord(again.key(), again.value(), again.headers().add("n", new byte[] {(byte) draw.index}));
    }

    static BrokenRecord correction(Draw draw) {
        return aimed(draw, 0, draw.last.value() + 1 + draw.number());
    }

    private static BrokenRecord named(Draw draw, String series) {
        return BrokenRecord.of(draw.ownKey(), AvroBytes.reading(draw, series, draw.time(), draw.number()));
    }

    static BrokenRecord nameless(Draw draw) {
        return named(draw, "");
    }

    static BrokenRecord longName(Draw draw) {
        return named(draw, draw.turn("x", "漢", "😀", "a b").repeat(draw.index == 0 ? 10_000 : 501 + draw.index * 100));
    }

    static BrokenRecord controlName(Draw draw) {
        char control = (char) (int) draw.turn(0, 9, 10, 13, 27, 31, 127, 128, 133, 159);
        return named(draw, draw.index < 10 ? "pump" + control : control + "pump");
    }

    static BrokenRecord brokenName(Draw draw) {
        byte[] name = draw.turn(
                new byte[] {(byte) 0xff},
                new byte[] {(byte) 0xc3},
                new byte[] {(byte) 0xc0, (byte) 0xaf},
                new byte[] {(byte) 0xed, (byte) 0xa0, (byte) 0x80},
                new byte[] {(byte) 0xf4, (byte) 0x90, (byte) 0x80, (byte) 0x80},
                new byte[] {(byte) 0xe2, (byte) 0x82},
                "\uFFFD".getBytes(StandardCharsets.UTF_8));
        byte[] broken = AvroBytes.join(Draw.utf8(draw.own()), name);
        byte[] rest = AvroBytes.join(AvroBytes.varint(draw.time()), draw.bytes(7), new byte[] {0x40, 0});
        return BrokenRecord.of(
                draw.ownKey(),
                AvroBytes.wire(
                        draw.schemas.id(AvroBytes.READING.toString()), AvroBytes.varint(broken.length), broken, rest));
    }

    static BrokenRecord oddName(Draw draw) {
        String name =
                draw.turn("/../", " ", "漢字", "😀", "\u202Eabc", "a\u0301", "null", "*", "'; --", "\u2028") + draw.own();
        return named(draw, draw.index == 0 ? "x".repeat(500) : name);
    }

    private static BrokenRecord dated(Draw draw, long timestampMs) {
        return BrokenRecord.of(draw.ownKey(), AvroBytes.reading(draw, draw.own(), timestampMs, draw.number()));
    }

    static BrokenRecord beforeYear1(Draw draw) {
        long[] times = {Long.MIN_VALUE, YEAR_1_MS - 100, YEAR_1_MS - 86_400_000L, Long.MIN_VALUE / 2};
        return dated(draw, times[draw.index % times.length] + draw.index);
    }

    static BrokenRecord year1(Draw draw) {
        return dated(draw, YEAR_1_MS + draw.index * 1_000_000L);
    }

    static BrokenRecord before1970(Draw draw) {
        return dated(draw, -1 - draw.index * 80_000_000_000L);
    }

    static BrokenRecord year9999(Draw draw) {
        return dated(draw, YEAR_9999_MS + draw.index * 3_600_000L);
    }

    static BrokenRecord endOfTime(Draw draw) {
        return dated(draw, Long.MAX_VALUE - draw.index * 1_000_000_000L);
    }

    static BrokenRecord tooFarAhead(Draw draw) {
        return dated(draw, Draw.LATEST_MS + 1 + draw.index * 1000L);
    }

    static BrokenRecord atTheLimit(Draw draw) {
        return dated(draw, Draw.LATEST_MS - draw.index);
    }

    static BrokenRecord microseconds(Draw draw) {
        Schema plain = AvroBytes.types(AvroBytes.STRING, AvroBytes.LONG, AvroBytes.DOUBLE);
        return BrokenRecord.of(
                draw.ownKey(), AvroBytes.typed(draw, plain, draw.own(), draw.time() * 1000, draw.number()));
    }

    static BrokenRecord absurdDays(Draw draw) {
        Schema schema = AvroBytes.types(AvroBytes.STRING, "{'type':'int','logicalType':'date'}", AvroBytes.DOUBLE);
        return BrokenRecord.of(
                draw.ownKey(),
                AvroBytes.typed(draw, schema, draw.own(), Integer.MAX_VALUE - draw.index, draw.number()));
    }

    /** Of a series whose place is another partition than the only one that there is. */
    static BrokenRecord misplaced(Draw draw) {
        String series = misplacedName(draw);
        return BrokenRecord.of(
                Draw.utf8(series), AvroBytes.reading(draw.schemas, series, draw.time(), draw.number(), Map.of()));
    }

    private static String misplacedName(Draw draw) {
        String name = draw.own();
        while (BrokenTraffic.partitionOf(name) == 0) {
            name = name + "'";
        }
        return name;
    }
}
