package io.rillcast.broken;

import java.util.Arrays;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;

/** What is wrong with a record, or odd about it, before its value is looked into. */
final class Envelopes {
    private Envelopes() {}

    static BrokenRecord nothing(Draw draw) {
        return new BrokenRecord(null, null, numbered(draw));
    }

    /** The end of a series that there is not. */
    static BrokenRecord endOfNone(Draw draw) {
        return BrokenRecord.of(draw.ownKey(), null);
    }

    /** The end of a series that there cannot be. */
    static BrokenRecord endUnderBadName(Draw draw) {
        byte[] key = draw.turn(
                new byte[0],
                new byte[] {(byte) 0xff},
                Draw.utf8("a\0"),
                Draw.utf8("\uFFFD"),
                Draw.utf8("k".repeat(501 + draw.index)));
        return new BrokenRecord(key, null, numbered(draw));
    }

    static BrokenRecord emptyValue(Draw draw) {
        return BrokenRecord.of(draw.ownKey(), new byte[0]);
    }

    /** Larger than a reading may be, in ways that do and do not compress. */
    static BrokenRecord tooLarge(Draw draw) {
        int size = (1 << 20) + 1 + draw.below(200_000);
        byte[] value = draw.index % 2 == 0 ? draw.bytes(size) : new byte[size];
        value[0] = 0;
        return BrokenRecord.of(draw.ownKey(), value);
    }

    /** No reading, and so large that with our headers it would not go into a topic. */
    static BrokenRecord nearlyTooLarge(Draw draw) {
        byte[] value = draw.bytes((1 << 20) - draw.below(60_000));
        value[0] = 1;
        return BrokenRecord.of(draw.ownKey(), value);
    }

    /** No reading, beside a key or headers that alone would not go into a topic. */
    static BrokenRecord hugeFrame(Draw draw) {
        byte[] huge = draw.bytes(960_000 + draw.below(60_000));
        byte[] value = {1, (byte) draw.index};
        return draw.index % 2 == 0
                ? BrokenRecord.of(huge, value)
                : new BrokenRecord(draw.ownKey(), value, new RecordHeaders().add("huge", huge));
    }

    static BrokenRecord wrongMagicByte(Draw draw) {
        byte[] value = AvroBytes.reading(draw, draw.own(), draw.time(), draw.number());
        value[0] = (byte) (1 + draw.index * 12);
        return BrokenRecord.of(draw.ownKey(), value);
    }

    static BrokenRecord shortHeader(Draw draw) {
        byte[] value = draw.bytes(1 + draw.index % 4);
        value[0] = 0;
        return BrokenRecord.of(draw.ownKey(), value);
    }

    static BrokenRecord text(Draw draw) {
        return BrokenRecord.of(
                draw.ownKey(), Draw.utf8(draw.turn("21.5", "pump,", "hello", "<v>", "'") + draw.number()));
    }

    static BrokenRecord jsonInAvro(Draw draw) {
        return BrokenRecord.of(draw.ownKey(), JsonFaults.reading(draw));
    }

    static BrokenRecord unknownSchema(Draw draw) {
        return BrokenRecord.of(draw.ownKey(), AvroBytes.wire(900_000 + draw.below(1 << 30), draw.bytes(draw.index)));
    }

    static BrokenRecord negativeSchema(Draw draw) {
        int id = draw.index == 0 ? -1 : draw.index == 1 ? Integer.MIN_VALUE : -1 - draw.below(Integer.MAX_VALUE);
        return BrokenRecord.of(draw.ownKey(), AvroBytes.wire(id, draw.bytes(10)));
    }

    static BrokenRecord otherKindOfSchema(Draw draw) {
        String type = draw.turn("JSON", "PROTOBUF");
        String text = type.equals("JSON")
                ? "{\"type\":\"object\",\"maxProperties\":" + draw.index + "}"
                : "message M" + draw.index + " {}";
        return BrokenRecord.of(draw.ownKey(), AvroBytes.wire(draw.schemas.id(type, text), draw.bytes(10)));
    }

    static BrokenRecord noSchema(Draw draw) {
        String text = draw.turn(
                "",
                "{",
                "null",
                "5",
                "{}",
                "\"nope\"",
                "[\"int\",\"int\"]",
                "[[\"int\"]]",
                "{\"type\":\"record\"}",
                "{\"type\":\"record\",\"name\":\"x\"}",
                "{\"type\":\"record\",\"name\":\"x\",\"fields\":[5]}",
                "{\"type\":\"record\",\"name\":\"x\",\"fields\":[{\"name\":\"a\",\"type\":\"x.y\"}]}",
                "{\"type\":\"record\",\"name\":\"1x\",\"fields\":[]}",
                "{\"type\":\"enum\",\"name\":\"x\",\"symbols\":[1]}",
                "{\"type\":\"fixed\",\"name\":\"x\"}",
                "{\"type\":\"fixed\",\"name\":\"x\",\"size\":-1}",
                "{\"type\":\"array\"}",
                "{\"type\":\"map\"}",
                "{\"type\":\"record\",\"name\":\"x\",\"aliases\":5,\"fields\":[]}",
                "{\"type\":\"array\",\"items\":".repeat(3000) + "\"int\"" + "}".repeat(3000));
        return BrokenRecord.of(draw.ownKey(), AvroBytes.wire(draw.schemas.id(text), draw.bytes(10)));
    }

    static BrokenRecord foreignKey(Draw draw) {
        byte[] key = draw.turn(null, new byte[0], draw.bytes(8), Draw.utf8("someone else"), draw.bytes(100_000));
        return BrokenRecord.of(key, AvroBytes.reading(draw, draw.own(), draw.time(), draw.number()));
    }

    /** Headers that look like ours, are empty, or are many. */
    static BrokenRecord oddHeaders(Draw draw) {
        Headers headers = new RecordHeaders();
        for (int i = 0; i <= draw.index * 10; i++) {
            headers.add(
                    draw.turn("rillcast.cause", "", "__streams.errors.topic", "traceparent"),
                    draw.turn(null, draw.bytes(3)));
        }
        byte[] value = AvroBytes.reading(draw, draw.own(), draw.time(), draw.number());
        return new BrokenRecord(draw.ownKey(), value, headers);
    }

    static BrokenRecord differingKey(Draw draw) {
        byte[] exact = Draw.utf8(draw.last.seriesId());
        byte[] key = draw.turn(
                null,
                new byte[0],
                Draw.utf8(draw.last.seriesId().toUpperCase(java.util.Locale.ROOT)),
                Arrays.copyOf(exact, exact.length + 1),
                draw.bytes(exact.length));
        return BrokenRecord.of(
                key, AvroBytes.reading(draw, draw.last.seriesId(), draw.last.timestampMs() + 1, draw.number()));
    }

    private static Headers numbered(Draw draw) {
        return new RecordHeaders().add("n", new byte[] {(byte) draw.index});
    }
}
