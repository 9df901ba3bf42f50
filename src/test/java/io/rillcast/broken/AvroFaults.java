package io.rillcast.broken;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;

/** Values whose bytes are no record of their schema, or whose schema is not that of a reading. */
final class AvroFaults {
    private static final String TIME = "{'type':'long','logicalType':'timestamp-millis'}";

    private AvroFaults() {}

    private static BrokenRecord of(Draw draw, byte[] value) {
        return BrokenRecord.of(draw.ownKey(), value);
    }

    private static byte[] good(Draw draw) {
        return AvroBytes.reading(draw, draw.own(), draw.time(), draw.number());
    }

    private static int id(Draw draw, String schema) {
        return draw.schemas.id(AvroBytes.parse(schema).toString());
    }

    /** Any bytes under a schema, which its name tells from those of the other variations. */
    private static BrokenRecord body(Draw draw, String schema, byte[]... parts) {
        return of(draw, AvroBytes.wire(id(draw, schema), parts));
    }

    static BrokenRecord bodyless(Draw draw) {
        String schema = "{'type':'record','name':'B" + draw.index + "','fields':[{'name':'series','type':'string'}]}";
        return body(draw, schema);
    }

    static BrokenRecord truncated(Draw draw) {
        byte[] whole = good(draw);
        return of(draw, Arrays.copyOf(whole, 5 + draw.below(whole.length - 5)));
    }

    static BrokenRecord trailing(Draw draw) {
        return of(draw, AvroBytes.join(good(draw), draw.bytes(1 + draw.index * 7)));
    }

    static BrokenRecord twoRecords(Draw draw) {
        byte[] whole = good(draw);
        return of(
                draw, AvroBytes.join(whole, draw.index % 2 == 0 ? whole : Arrays.copyOfRange(whole, 5, whole.length)));
    }

    static BrokenRecord absurdLength(Draw draw) {
        long length = draw.turn(1L << 31, (1L << 31) - 9, 1L << 40, Long.MAX_VALUE, 1_000_000L, -1L, Long.MIN_VALUE)
                - (draw.index < 7 ? 0 : draw.index);
        return of(draw, AvroBytes.wire(draw.schemas.id(AvroBytes.READING.toString()), AvroBytes.varint(length)));
    }

    private static byte[] untilCovariates(Draw draw) {
        byte[] whole = good(draw);
        return Arrays.copyOf(whole, whole.length - 1);
    }

    static BrokenRecord absurdCount(Draw draw) {
        long count = draw.turn(Integer.MAX_VALUE - 9L, 1L << 31, 1L << 40, Long.MAX_VALUE, 1_000_000L) - draw.index;
        return of(draw, AvroBytes.join(untilCovariates(draw), AvroBytes.varint(count)));
    }

    static BrokenRecord negativeCount(Draw draw) {
        long count = draw.turn(Long.MIN_VALUE, -(1L << 40), (long) Integer.MIN_VALUE, -1_000_000L) + draw.index;
        byte[] count64 = AvroBytes.varint(count);
        return of(draw, AvroBytes.join(untilCovariates(draw), count64, AvroBytes.varint(draw.turn(0L, -1L, 1L << 40))));
    }

    static BrokenRecord absurdBranch(Draw draw) {
        long branch = draw.turn(2L, -1L, 100L, (long) Integer.MAX_VALUE, (long) Integer.MIN_VALUE);
        branch += branch == 2 || branch == 100 || branch == Integer.MIN_VALUE ? draw.index : -draw.index;
        String schema = "{'type':'record','name':'U','fields':[{'name':'series','type':['null','string']}]}";
        return body(draw, schema, AvroBytes.varint(branch));
    }

    static BrokenRecord absurdSymbol(Draw draw) {
        long symbol = draw.turn(1L, -1L, 1L << 20, (long) Integer.MAX_VALUE) + (draw.index < 4 ? 0 : draw.index);
        String schema = "{'type':'record','name':'E','fields':[{'name':'series','type':"
                + "{'type':'enum','name':'S','symbols':['A']}}]}";
        return body(draw, schema, AvroBytes.varint(symbol));
    }

    static BrokenRecord endlessNumber(Draw draw) {
        byte[] ones = new byte[11 + draw.index];
        Arrays.fill(ones, (byte) 0xff);
        return body(draw, "{'type':'record','name':'N','fields':[{'name':'timestamp','type':'long'}]}", ones);
    }

    static BrokenRecord endlessNesting(Draw draw) {
        byte[] nested = new byte[200_000 + draw.index * 40_000];
        Arrays.fill(nested, (byte) 2);
        return body(draw, "{'type':'record','name':'L','fields':[{'name':'n','type':['null','L']}]}", nested);
    }

    static BrokenRecord weightless(Draw draw) {
        String items = draw.turn(
                "'null'",
                "{'type':'record','name':'Z','fields':[]}",
                "{'type':'fixed','name':'Z','size':0}",
                "{'type':'record','name':'Z','fields':[{'name':'a','type':'null'},{'name':'b','type':'null'}]}");
        String schema = "{'type':'record','name':'W" + draw.index + "','fields':[{'name':'many','type':"
                + "{'type':'array','items':" + items + "}}]}";
        return body(draw, schema, AvroBytes.varint(draw.turn(5L, 50_000_000L, 1L << 30)), new byte[1]);
    }

    static BrokenRecord hugeFixed(Draw draw) {
        int size = (1 << 20) + 1 + draw.index * 100_000_000;
        String schema = "{'type':'record','name':'H','fields':[{'name':'value','type':"
                + "{'type':'fixed','name':'F','size':" + size + "}}]}";
        return body(draw, schema, draw.bytes(9));
    }

    static BrokenRecord noRecord(Draw draw) {
        Schema schema = AvroBytes.parse(draw.turn(
                "'string'",
                "'long'",
                "'double'",
                "'boolean'",
                "'bytes'",
                "{'type':'map','values':'double'}",
                "{'type':'array','items':'int'}",
                "['null','string']"));
        Object content = switch (schema.getType()) {
            case STRING, UNION -> draw.own();
            case LONG -> draw.time();
            case DOUBLE -> draw.number();
            case BOOLEAN -> draw.index % 2 == 0;
            case BYTES -> ByteBuffer.wrap(draw.bytes(4));
            case MAP -> Map.of(draw.own(), draw.number());
            default -> List.of(draw.index);
        };
        return of(draw, AvroBytes.wire(draw.schemas, schema, content));
    }

    static BrokenRecord without(Draw draw, String field) {
        Schema schema = AvroBytes.parse("{'type':'record','name':'Less','fields':["
                + String.join(
                        ",",
                        List.of("series:'string'", "timestamp:" + TIME, "value:'double'", "more:'int'").stream()
                                .filter(f -> !f.startsWith(field + ":"))
                                .map(f -> "{'name':'" + f.replaceFirst(":.*", "") + "','type':"
                                        + f.replaceFirst("[a-z]+:", "") + "}")
                                .toList())
                + "]}");
        GenericData.Record record = new GenericData.Record(schema);
        Map<String, Object> contents =
                Map.of("series", draw.own(), "timestamp", draw.time(), "value", draw.number(), "more", draw.index);
        schema.getFields().forEach(f -> record.put(f.name(), contents.get(f.name())));
        return of(draw, AvroBytes.wire(draw.schemas, schema, record));
    }

    static BrokenRecord nullField(Draw draw, String field) {
        Schema schema = AvroBytes.types("['null','string']", "['null'," + TIME + "]", "['null','double']");
        return of(
                draw,
                AvroBytes.typed(
                        draw,
                        schema,
                        field.equals("series") ? null : draw.own(),
                        field.equals("timestamp") ? null : draw.time(),
                        field.equals("value") ? null : draw.number()));
    }

    private static final List<String> TYPES = List.of(
            "'boolean'",
            "'float'",
            "'bytes'",
            "{'type':'fixed','name':'F','size':4}",
            "{'type':'array','items':'int'}",
            "{'type':'map','values':'int'}",
            "{'type':'record','name':'R','fields':[{'name':'a','type':'int'}]}");

    private static Object content(Draw draw, Schema schema) {
        return switch (schema.getType()) {
            case BOOLEAN -> draw.index % 2 == 0;
            case FLOAT -> (float) draw.number();
            case BYTES -> ByteBuffer.wrap(draw.bytes(4));
            case FIXED -> new GenericData.Fixed(schema, draw.bytes(4));
            case ARRAY -> List.of(draw.index);
            case MAP -> Map.of("a", draw.index);
            case RECORD -> {
                GenericData.Record record = new GenericData.Record(schema);
                record.put("a", draw.index);
                yield record;
            }
            case INT -> draw.index;
            case STRING -> "about " + draw.index;
            default -> throw new AssertionError(schema);
        };
    }

    static BrokenRecord wrongSeries(Draw draw) {
        String type = draw.turn(TYPES.toArray(String[]::new));
        Schema schema = AvroBytes.types(type, TIME, AvroBytes.DOUBLE);
        Object series = content(draw, schema.getField("series").schema());
        return of(draw, AvroBytes.typed(draw, schema, series, draw.time(), draw.number()));
    }

    static BrokenRecord wrongTime(Draw draw) {
        String type = draw.index % 8 == 7 ? "'int'" : TYPES.get(draw.index % 8);
        Schema schema = AvroBytes.types(AvroBytes.STRING, type, AvroBytes.DOUBLE);
        Object time = content(draw, schema.getField("timestamp").schema());
        return of(draw, AvroBytes.typed(draw, schema, draw.own(), time, draw.number()));
    }

    static BrokenRecord wrongText(Draw draw) {
        String text = draw.turn(
                "",
                " ",
                "soon",
                "2026-02-30",
                "2026-13-01",
                "20260101",
                "2026-01-01T25:00:00Z",
                "2026-01-01T23:59:60Z",
                "1.76e12",
                "1760000000000",
                "21/11/2026",
                "2026-1-1",
                "2026-01-01T00:00:00+99:00",
                "NaN",
                "noon",
                "2026-W47",
                "２０２６-01-01",
                "2026-01-01\n",
                "2026-01-01T10:00:00Zulu",
                "-");
        Schema schema = AvroBytes.types(AvroBytes.STRING, AvroBytes.STRING, AvroBytes.DOUBLE);
        return of(draw, AvroBytes.typed(draw, schema, draw.own(), text, draw.number()));
    }

    static BrokenRecord timeOfDay(Draw draw) {
        Schema schema =
                AvroBytes.types(AvroBytes.STRING, "{'type':'long','logicalType':'time-micros'}", AvroBytes.DOUBLE);
        return of(draw, AvroBytes.typed(draw, schema, draw.own(), draw.time() % 86_400_000, draw.number()));
    }

    static BrokenRecord wrongValue(Draw draw) {
        int at = draw.index % 7;
        String type = at == 1 ? AvroBytes.STRING : TYPES.get(at);
        Schema schema = AvroBytes.types(AvroBytes.STRING, TIME, type);
        Object value = content(draw, schema.getField("value").schema());
        return of(draw, AvroBytes.typed(draw, schema, draw.own(), draw.time(), value));
    }

    static BrokenRecord timeAsValue(Draw draw) {
        String type = draw.turn(TIME, "{'type':'int','logicalType':'date'}");
        Object value = type.equals(TIME) ? (Object) draw.time() : (Object) draw.index;
        return of(
                draw,
                AvroBytes.typed(draw, AvroBytes.types(AvroBytes.STRING, TIME, type), draw.own(), draw.time(), value));
    }

    static BrokenRecord longDecimal(Draw draw) {
        Schema schema = AvroBytes.types(
                AvroBytes.STRING, TIME, "{'type':'bytes','logicalType':'decimal','precision':4000,'scale':2}");
        ByteBuffer unscaled = ByteBuffer.wrap(draw.bytes(65 + draw.index * 70));
        return of(draw, AvroBytes.typed(draw, schema, draw.own(), draw.time(), unscaled));
    }

    static BrokenRecord addedField(Draw draw) {
        Schema schema =
                AvroBytes.parse("{'type':'record','name':'Reading','fields':[{'name':'more','type':['null','int']},"
                        + "{'name':'series','type':'string'},{'name':'timestamp','type':" + TIME
                        + "},{'name':'value','type':'double'}]}");
        GenericData.Record record = new GenericData.Record(schema);
        record.put("more", draw.index % 2 == 0 ? null : draw.index);
        record.put("series", draw.own());
        record.put("timestamp", draw.time());
        record.put("value", draw.number());
        return of(draw, AvroBytes.wire(draw.schemas, schema, record));
    }

    static BrokenRecord otherNumber(Draw draw) {
        String type = draw.turn("'int'", "'long'", "'float'", "['null','double']");
        Object value = switch (type) {
            case "'int'" -> (Object) draw.below(1000);
            case "'long'" -> Long.MAX_VALUE - draw.index;
            case "'float'" -> (float) draw.number();
            default -> draw.number();
        };
        return of(
                draw,
                AvroBytes.typed(draw, AvroBytes.types(AvroBytes.STRING, TIME, type), draw.own(), draw.time(), value));
    }

    static BrokenRecord renamedValue(Draw draw) {
        String name = draw.turn("price", "Value", "value_", "values", "val") + (draw.index < 5 ? "" : draw.index);
        Schema schema = AvroBytes.parse("{'type':'record','name':'Reading','fields':[{'name':'series','type':'string'},"
                + "{'name':'timestamp','type':" + TIME + "},{'name':'" + name
                + "','aliases':['value'],'type':'double'}]}");
        GenericData.Record record = new GenericData.Record(schema);
        record.put("series", draw.own());
        record.put("timestamp", draw.time());
        record.put(name, draw.number());
        return of(draw, AvroBytes.wire(draw.schemas, schema, record));
    }

    static BrokenRecord retypedValue(Draw draw) {
        Schema schema = AvroBytes.parse("{'type':'record','name':'Reading','fields':[{'name':'series','type':'string'},"
                + "{'name':'timestamp','type':" + TIME + "},{'name':'value','type':"
                + draw.turn("'string'", "['string','null']")
                + ",'doc':'" + draw.index + "'}]}");
        return of(draw, AvroBytes.typed(draw, schema, draw.own(), draw.time(), Double.toString(draw.number())));
    }

    static BrokenRecord oddCovariates(Draw draw) {
        double odd = draw.turn(Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY, Double.MIN_VALUE, 1e308);
        String name = draw.turn("", "a", "x\ny", "\0", "漢😀".repeat(1 + draw.index), "value", "series");
        return of(draw, AvroBytes.reading(draw.schemas, draw.own(), draw.time(), draw.number(), Map.of(name, odd)));
    }

    static BrokenRecord infiniteCovariate(Draw draw) {
        double infinite = draw.turn(Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY);
        Map<String, Double> covariates = draw.index % 3 == 0
                ? Map.of(draw.turn("heat", "wind"), infinite)
                : Map.of("heat", draw.turn(infinite, Double.NaN, draw.number()), "wind", infinite);
        return of(draw, AvroBytes.reading(draw.schemas, draw.own(), draw.time(), draw.number(), covariates));
    }

    static BrokenRecord maskedCovariate(Draw draw) {
        Map<String, Double> covariates = draw.index % 3 == 0
                ? Map.of(draw.turn("heat", "wind"), Double.NaN)
                : Map.of("heat", draw.turn(Double.NaN, -0.0, 1e308), "Wind", draw.number());
        return of(draw, AvroBytes.reading(draw.schemas, draw.own(), draw.time(), draw.number(), covariates));
    }

    static BrokenRecord manyCovariates(Draw draw) {
        Map<String, Double> many = new HashMap<>();
        for (int i = 0; i < 17 + draw.index * 500; i++) {
            many.put("c" + i, i * 0.5);
        }
        return of(
                draw,
                AvroBytes.reading(
                        draw.schemas, draw.own(), draw.time(), draw.number(), Collections.unmodifiableMap(many)));
    }
}
