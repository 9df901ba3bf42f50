package io.rillcast.broken;

import io.rillcast.forecast.Reading;
import java.nio.charset.StandardCharsets;
import java.util.Random;

/** What one variation of a kind is made from; made by a test for each record. */
public final class Draw {
    /** Later readings are refused. */
    public static final long LATEST_MS = 4_102_444_800_000L;

    /** Where good readings and accepted ones are dated from. */
    static final long BEGIN_MS = 1_760_000_000_000L;

    /** Knows schemas by the ids that it gave them. */
    public interface Schemas {
        /** The id of an Avro schema's text, which need not be one. */
        int id(String text);

        /** The id of a schema of another kind. */
        int id(String type, String text);
    }

    final Random random;
    final int index;
    final Schemas schemas;
    final Reading last;

    private final String own;

    /**
     * For one record.
     *
     * @param kind what the record will be
     * @param index of the variation
     * @param last the last reading of a good series
     */
    Draw(Random random, BrokenKind kind, int index, Schemas schemas, Reading last) {
        this.random = random;
        this.index = index;
        this.schemas = schemas;
        this.last = last;
        this.own = "odd-" + kind.text() + "-" + index;
    }

    /** A series that no other record is of. */
    String own() {
        return own;
    }

    byte[] ownKey() {
        return utf8(own);
    }

    long time() {
        return BEGIN_MS + random.nextInt(1_000_000);
    }

    double number() {
        return random.nextInt(1_000_000) / 1000.0;
    }

    int below(int bound) {
        return random.nextInt(bound);
    }

    byte[] bytes(int length) {
        byte[] bytes = new byte[length];
        random.nextBytes(bytes);
        return bytes;
    }

    /** One of these, each in its turn. */
    @SafeVarargs
    final <T> T turn(T... all) {
        return all[index % all.length];
    }

    static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
