package io.rillcast.broken;

import io.rillcast.forecast.Reading;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;
import org.apache.kafka.common.utils.Utils;

/** Good readings with every kind of a setup between them, in an order drawn from a seed. */
public final class BrokenTraffic {
    /** Of each kind. */
    public static final int VARIATIONS = 20;

    /** Of the readings topic, as far as names are chosen by it. */
    public static final int PARTITIONS = 4;

    private static final long HOUR_MS = 3_600_000;
    private static final int SERIES = 4;
    private static final int STEPS = 120;

    /** Whose place is the first partition. */
    private static final List<String> NAMES = IntStream.iterate(0, i -> i + 1)
            .mapToObj(i -> "pump-" + i)
            .filter(name -> partitionOf(name) == 0)
            .limit(SERIES)
            .toList();

    private final Random random;
    private final Setup setup;
    private final Draw.Schemas schemas;
    private final List<Item> items = new ArrayList<>();

    /**
     * One record.
     *
     * @param kind what is wrong with it, empty for a good one
     * @param record as it is sent
     * @param near the good series in whose order it stands
     */
    public record Item(Optional<BrokenKind> kind, BrokenRecord record, String near) {
        /** Whether it is a good reading. */
        public boolean isGood() {
            return kind.isEmpty();
        }
    }

    private BrokenTraffic(long seed, Setup setup, Draw.Schemas schemas) {
        this.random = new Random(seed);
        this.setup = setup;
        this.schemas = schemas;
    }

    /** Good readings and {@link #VARIATIONS} of each kind of a setup. */
    public static List<Item> of(long seed, Setup setup, Draw.Schemas schemas) {
        BrokenTraffic traffic = new BrokenTraffic(seed, setup, schemas);
        traffic.mix();
        return traffic.items;
    }

    /** The series of the good readings. */
    public static List<String> goodSeries() {
        return NAMES;
    }

    /** Where Kafka's own partitioner would put a key. */
    static int partitionOf(String key) {
        return Utils.toPositive(Utils.murmur2(key.getBytes(StandardCharsets.UTF_8))) % PARTITIONS;
    }

    private record Pick(BrokenKind kind, int index) {}

    private void mix() {
        List<Pick> picks = new ArrayList<>();
        for (BrokenKind kind : BrokenKind.of(setup)) {
            IntStream.range(0, VARIATIONS).forEach(index -> picks.add(new Pick(kind, index)));
        }
        Collections.shuffle(picks, random);
        Reading[] last = new Reading[SERIES];
        int goods = STEPS * SERIES;
        int sent = 0;
        for (int good = 0; good < goods; good++) {
            int series = good % SERIES;
            last[series] = reading(NAMES.get(series), good / SERIES);
            items.add(new Item(Optional.empty(), good(last[series]), NAMES.get(series)));
            // None before each good series has begun, and the rest evenly up to the end.
            while (good >= SERIES && sent < picks.size() && sent * (long) goods < (long) picks.size() * good) {
                items.add(item(picks.get(sent++), last[random.nextInt(SERIES)]));
            }
        }
        while (sent < picks.size()) {
            items.add(item(picks.get(sent++), last[random.nextInt(SERIES)]));
        }
    }

    private Item item(Pick pick, Reading near) {
        Draw draw = new Draw(random, pick.kind(), pick.index(), schemas, near);
        return new Item(Optional.of(pick.kind()), pick.kind().make(draw), near.seriesId());
    }

    private Reading reading(String series, int step) {
        double value = 20 + 8 * Math.sin(step * Math.PI / 12) + 0.3 * random.nextDouble();
        return new Reading(series, Draw.BEGIN_MS + step * HOUR_MS, value);
    }

    private BrokenRecord good(Reading reading) {
        byte[] key = Draw.utf8(reading.seriesId());
        byte[] avro = AvroBytes.reading(schemas, reading.seriesId(), reading.timestampMs(), reading.value());
        return switch (setup) {
            case JSON, KEY ->
                BrokenRecord.of(
                        key,
                        Draw.utf8("{\"series\":\"" + reading.seriesId() + "\",\"timestamp\":" + reading.timestampMs()
                                + ",\"value\":" + reading.value() + "}"));
            case FOREIGN ->
                BrokenRecord.of(key, AvroBytes.join(new byte[] {9}, Arrays.copyOfRange(avro, 5, avro.length)));
            default -> BrokenRecord.of(key, avro);
        };
    }
}
