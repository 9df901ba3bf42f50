package io.rillcast.broken;

import java.util.Arrays;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.serialization.Deserializer;

/** What an operator's own deserializer makes of values, and what can be wrong with a model command. */
public final class OtherFaults {
    private static final Schema COMMAND = io.rillcast.avro.ModelCommand.getClassSchema();

    private OtherFaults() {}

    /** What a foreign deserializer does: it does what the first byte says, else reads a reading after it. */
    static Object deserialize(byte[] value) {
        return switch (value[0]) {
            case 1 -> throw new SerializationException("foreign: bad bytes");
            case 2 -> throw new IllegalStateException();
            case 3 -> throw new ArrayIndexOutOfBoundsException("foreign: " + value.length);
            case 4 -> endless(0);
            case 5 -> null;
            case 6 -> "a text";
            case 7 -> java.util.Map.of("series", "a");
            default -> AvroBytes.read(value, 1);
        };
    }

    private static Object endless(long depth) {
        return depth == Long.MAX_VALUE ? null : endless(depth + 1) + "x";
    }

    /** A deserializer that is not ours. */
    public static Deserializer<Object> foreign() {
        return (topic, value) -> deserialize(value);
    }

    private static BrokenRecord bytes(Draw draw, int first) {
        return BrokenRecord.of(draw.ownKey(), new byte[] {(byte) first, (byte) draw.index});
    }

    static BrokenRecord foreignRefusal(Draw draw) {
        return bytes(draw, 1 + draw.index % 4);
    }

    static BrokenRecord foreignOther(Draw draw) {
        return bytes(draw, 5 + draw.index % 3);
    }

    static BrokenRecord foreignNaN(Draw draw) {
        byte[] wire = AvroBytes.reading(draw, draw.own(), draw.time(), Double.NaN);
        return BrokenRecord.of(draw.ownKey(), AvroBytes.join(new byte[] {9}, Arrays.copyOfRange(wire, 5, wire.length)));
    }

    static BrokenRecord noCommand(Draw draw) {
        return BrokenRecord.of(draw.ownKey(), null);
    }

    static BrokenRecord textCommand(Draw draw) {
        return BrokenRecord.of(draw.ownKey(), Draw.utf8("rollback " + draw.index));
    }

    static BrokenRecord truncatedCommand(Draw draw) {
        byte[] whole = command(draw, "ROLL_BACK");
        return BrokenRecord.of(draw.ownKey(), Arrays.copyOf(whole, 5 + draw.below(whole.length - 5)));
    }

    static BrokenRecord importCommand(Draw draw) {
        return BrokenRecord.of(draw.ownKey(), command(draw, "IMPORT"));
    }

    static BrokenRecord unknownAction(Draw draw) {
        Schema newer = new Schema.Parser().parse(COMMAND.toString().replace("\"IMPORT\"]", "\"IMPORT\",\"SING\"]"));
        return BrokenRecord.of(draw.ownKey(), command(draw, newer, "SING"));
    }

    private static byte[] command(Draw draw, String action) {
        return command(draw, COMMAND, action);
    }

    private static byte[] command(Draw draw, Schema schema, String action) {
        GenericData.Record record = new GenericData.Record(schema);
        record.put("group", draw.own());
        record.put(
                "action", new GenericData.EnumSymbol(schema.getField("action").schema(), action));
        record.put("version", (long) draw.index);
        return AvroBytes.wire(draw.schemas, schema, record);
    }
}
