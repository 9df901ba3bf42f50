package io.rillcast.broken;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/** JSON that is none, or is no reading. */
final class JsonFaults {
    private JsonFaults() {}

    private static BrokenRecord of(Draw draw, String json) {
        return BrokenRecord.of(draw.ownKey(), Draw.utf8(json));
    }

    /** A good one. */
    static byte[] reading(Draw draw) {
        return Draw.utf8(whole(draw));
    }

    private static String whole(Draw draw) {
        return json(quoted(draw.own()), Long.toString(draw.time()), number(draw));
    }

    private static String json(String series, String timestamp, String value) {
        return "{\"series\":" + series + ",\"timestamp\":" + timestamp + ",\"value\":" + value + "}";
    }

    private static String quoted(String text) {
        return '"' + text + '"';
    }

    private static String number(Draw draw) {
        return Double.toString(draw.number());
    }

    private static BrokenRecord series(Draw draw, String series) {
        return of(draw, json(series, Long.toString(draw.time()), number(draw)));
    }

    private static BrokenRecord time(Draw draw, String time) {
        return of(draw, json(quoted(draw.own()), time, number(draw)));
    }

    private static BrokenRecord value(Draw draw, String value) {
        return of(draw, json(quoted(draw.own()), Long.toString(draw.time()), value));
    }

    static BrokenRecord noJson(Draw draw) {
        return of(
                draw,
                draw.turn("not json ", "<xml/>", "series=a;", "{'series':'a'}", "{series:1}", "\\", "}{") + draw.index);
    }

    static BrokenRecord truncated(Draw draw) {
        String whole = whole(draw);
        return of(draw, whole.substring(0, 1 + draw.below(whole.length() - 1)));
    }

    static BrokenRecord blank(Draw draw) {
        String blank = draw.turn(" ", "\n", "\t", "\r\n").repeat(1 + draw.index);
        byte[] header = {0, 0, 0, 0, (byte) draw.index};
        return BrokenRecord.of(draw.ownKey(), draw.index % 2 == 0 ? Draw.utf8(blank) : header);
    }

    static BrokenRecord trailing(Draw draw) {
        return of(
                draw,
                whole(draw) + draw.turn("x", "{}", ",", "]", "\0", " 1", "//", "\"a\"", "null", "\n{\"series\":1}"));
    }

    static BrokenRecord duplicateKeys(Draw draw) {
        String more = draw.turn(
                "\"value\":2", "\"series\":\"b\"", "\"timestamp\":1", "\"x\":{\"a\":1,\"a\":2}", "\"val\\u0075e\":3");
        return of(draw, whole(draw).replace("}", "," + more + "}"));
    }

    static BrokenRecord deep(Draw draw) {
        String open = draw.turn("{\"a\":", "[");
        String close = draw.turn("}", "]");
        int depth = draw.turn(65, 1000, 100_000) + draw.index;
        return of(draw, whole(draw).replace("}", ",\"x\":" + open.repeat(depth) + "1" + close.repeat(depth) + "}"));
    }

    static BrokenRecord noNumber(Draw draw) {
        return value(
                draw,
                draw.turn(
                        "NaN",
                        "Infinity",
                        "-Infinity",
                        "nan",
                        "0x10",
                        "1_000",
                        "01",
                        ".5",
                        "+1",
                        "1.",
                        "1e",
                        "--1",
                        "1,5",
                        "½",
                        "1e+",
                        "- 1",
                        "١",
                        "INF",
                        "1f",
                        "undefined"));
    }

    static BrokenRecord invalidUtf8(Draw draw) {
        byte[] value = reading(draw);
        value[11 + draw.below(4)] = (byte) (int) draw.turn(0xff, 0xc3, 0x80, 0xfe, 0xf8);
        return BrokenRecord.of(draw.ownKey(), value);
    }

    static BrokenRecord comment(Draw draw) {
        return of(draw, draw.turn("/* c */", "// c\n", "# c\n", "<!-- -->") + whole(draw));
    }

    static BrokenRecord noObject(Draw draw) {
        return of(
                draw,
                draw.turn("[" + whole(draw) + "]", "1", "\"a\"", "true", "null", "[]", "1e9") + " ".repeat(draw.index));
    }

    static BrokenRecord missing(Draw draw) {
        String other = draw.turn("Series", "name", "ts", "Value", "");
        return of(
                draw,
                whole(draw).replace(draw.turn("series", "timestamp", "value") + "\":", other + draw.index + "\":"));
    }

    static BrokenRecord nullField(Draw draw) {
        return switch (draw.index % 3) {
            case 0 -> series(draw, "null");
            case 1 -> time(draw, "null");
            default -> value(draw, "null");
        };
    }

    static BrokenRecord wrongValue(Draw draw) {
        return value(draw, draw.turn("\"1\"", "true", "false", "[1]", "{}", "{\"double\":1.5}", "\"NaN\"", "\"\""));
    }

    static BrokenRecord wrongSeries(Draw draw) {
        return series(draw, draw.turn("true", "1.5", "[\"a\"]", "{}", "1e3", "-0.0"));
    }

    static BrokenRecord wrongTime(Draw draw) {
        return time(
                draw,
                draw.turn(
                        "true",
                        "1.5",
                        "1e300",
                        "99999999999999999999",
                        "[]",
                        "{}",
                        "\"1760000000000\"",
                        "\"soon\"",
                        "\"\"",
                        "\"2026-02-30\"",
                        "\"2026-01-01T24:30:00Z\"",
                        "9007199254740993.0"));
    }

    static BrokenRecord beyondDouble(Draw draw) {
        return value(
                draw, draw.turn("1e309", "-1e309", "1e999999999", "9".repeat(400), "-" + "9".repeat(999), "2e308"));
    }

    static BrokenRecord endlessNumber(Draw draw) {
        String digits = "1".repeat(1001 + draw.index * 1000);
        return value(draw, draw.turn(digits, "0." + digits, "-" + digits));
    }

    static BrokenRecord underflow(Draw draw) {
        return value(draw, draw.turn("1e-400", "-1e-400", "1e-99999999999", "0." + "0".repeat(900) + "1", "4e-324"));
    }

    static BrokenRecord surrogate(Draw draw) {
        return series(
                draw, draw.turn("\"\\ud800\"", "\"a\\udfff\"", "\"\\udc00\\ud800\"", "\"\\ud83dx\"", "\"\\ufffd\""));
    }

    static BrokenRecord name(Draw draw) {
        return series(
                draw,
                draw.turn(
                        "\"\"",
                        quoted("x".repeat(501)),
                        quoted("y".repeat(10_000)),
                        "\"a\\u0000\"",
                        "\"\\n\"",
                        "\"\\u007f\"",
                        "1".repeat(600)));
    }

    static BrokenRecord year0(Draw draw) {
        return time(
                draw,
                quoted(draw.turn(
                        "0000-12-31",
                        "-0001-01-01",
                        "-999999999-01-01",
                        "0001-01-01T00:00:00+18:00",
                        "-200000000-06-01T00:00:00Z")));
    }

    static BrokenRecord year9999(Draw draw) {
        return time(
                draw,
                quoted(draw.turn(
                        "9999-12-31",
                        "9999-12-31T23:59:59.999999999Z",
                        "+999999999-12-31",
                        "+10000-01-01",
                        "+292278995-01-01T00:00:00Z")));
    }

    static BrokenRecord otherUnicode(Draw draw) {
        Charset charset = draw.turn(
                StandardCharsets.UTF_16,
                StandardCharsets.UTF_16LE,
                Charset.forName("UTF-32LE"),
                StandardCharsets.UTF_8);
        String mark = charset.equals(StandardCharsets.UTF_8) ? "\uFEFF" : "";
        return BrokenRecord.of(draw.ownKey(), (mark + whole(draw)).getBytes(charset));
    }

    static BrokenRecord more(Draw draw) {
        String more = draw.turn(
                "\"x\":" + "[".repeat(60) + "]".repeat(60),
                "\"covariates\":{\"a\":\"b\"}",
                "\"\":null",
                "\"SERIES\":\"b\"",
                "\"long\":\"" + "z".repeat(100_000) + "\"");
        return of(draw, whole(draw).replace("}", "," + more + "}").replace("\"series\"", " \r\n\"s\\u0065ries\" "));
    }

    static BrokenRecord header(Draw draw) {
        return BrokenRecord.of(draw.ownKey(), AvroBytes.wire(draw.random.nextInt(), reading(draw)));
    }

    static BrokenRecord tooLarge(Draw draw) {
        return of(draw, whole(draw) + " ".repeat((1 << 20) + draw.index));
    }

    private static BrokenRecord keyed(Draw draw, byte[] key) {
        return BrokenRecord.of(key, Draw.utf8("{\"timestamp\":" + draw.time() + ",\"value\":" + number(draw) + "}"));
    }

    static BrokenRecord noKey(Draw draw) {
        return keyed(draw, null);
    }

    static BrokenRecord emptyKey(Draw draw) {
        return keyed(draw, new byte[0]);
    }

    static BrokenRecord brokenKey(Draw draw) {
        return keyed(
                draw,
                draw.turn(
                        new byte[] {(byte) 0xff, 1},
                        new byte[] {(byte) 0xc0, (byte) 0xaf},
                        new byte[] {(byte) 0xed, (byte) 0xa0, (byte) 0x80},
                        new byte[] {97, (byte) 0xe2, (byte) 0x82},
                        new byte[] {0, 0, 0, 0, 7, (byte) 0xe9}));
    }

    static BrokenRecord badKey(Draw draw) {
        return keyed(draw, Draw.utf8(draw.turn("a\0", "\n", "\uFFFD", "k".repeat(501), "k".repeat(10_000))));
    }

    static BrokenRecord otherCase(Draw draw) {
        return keyed(draw, Draw.utf8(draw.own().toUpperCase(Locale.ROOT)));
    }
}
