package io.rillcast.process;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.rillcast.forecast.Reading;
import io.rillcast.serde.ForecastDeserializer;
import io.rillcast.serde.SchemaRegistryClient;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.utils.Bytes;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Kill -9 while series are forgotten: each is there whole or gone whole, and begins anew with its next reading. */
@Timeout(300)
class SeriesEndIT {
    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final int SERIES = 4_000;
    private static final int READINGS_EACH = 3;
    private static final long HOUR_MS = 3_600_000;

    @TempDir
    private static Path dir;

    @Test
    void leavesNoSeriesHalfForgotten() {
        try (BrokerProcess broker = BrokerProcess.start(dir.resolve("broker"))) {
            Deployment deployment = Deployment.on(broker, dir, "ends");
            Path settings = deployment.writeSettings(
                    Map.of("topics.partitions", "1", "retrain.every.readings", "0", "series.idle.ms", "3000"));
            try (ServiceProcess service = ServiceProcess.start(deployment, settings);
                    Publishing publishing = new Publishing(deployment);
                    OutputReader reader = new OutputReader(deployment)) {
                publishing.publish(readings(0, READINGS_EACH));
                reader.readForecasts((long) SERIES * READINGS_EACH, PATIENCE);
                await().atMost(PATIENCE).until(() -> kept(deployment).size() < SERIES);

                service.kill9();

                // Nothing runs: what is half gone now stays so, but the last commit's markers may yet be on their way.
                await().atMost(PATIENCE)
                        .untilAsserted(
                                () -> assertThat(kept(deployment).values()).allMatch(Kept::isWhole));
                service.restart();
                await().atMost(PATIENCE).until(() -> kept(deployment).isEmpty());
                publishing.publish(readings(READINGS_EACH, READINGS_EACH + 1));
                reader.readForecasts((long) SERIES * (READINGS_EACH + 1), PATIENCE);
                reader.readToRest(PATIENCE);
                assertThat(readingsSeen(deployment, reader))
                        .isEqualTo(Map.of(1L, 2L * SERIES, 2L, (long) SERIES, 3L, (long) SERIES));
            }
        }
    }

    /** Series by series, so that none is idle before it has had all. */
    private static List<Reading> readings(int from, int to) {
        return IntStream.range(0, SERIES)
                .boxed()
                .flatMap(series -> IntStream.range(from, to)
                        .mapToObj(i -> new Reading("short-lived-" + series, i * HOUR_MS, i % 7)))
                .toList();
    }

    /** How many forecasts there are of each number of readings. */
    private static Map<Long, Long> readingsSeen(Deployment deployment, OutputReader reader) {
        try (SchemaRegistryClient registry = deployment.registry();
                ForecastDeserializer deserializer = new ForecastDeserializer(registry)) {
            return reader.records("forecasts").stream()
                    .map(record -> deserializer.deserialize(record.topic(), record.value()))
                    .collect(Collectors.groupingBy(
                            forecast -> forecast.origin().readingsSeen(), TreeMap::new, Collectors.counting()));
        }
    }

    /** What is committed of a series. */
    private static final class Kept {
        private boolean hasState;
        private int slots;

        boolean isWhole() {
            return hasState && slots == READINGS_EACH;
        }
    }

    /** What both changelogs hold of each series of which they hold anything. */
    private static Map<String, Kept> kept(Deployment deployment) {
        Map<String, Kept> kept = new HashMap<>();
        live(deployment, "series-state-changelog").keySet().forEach(key -> {
            kept.computeIfAbsent(new String(key.get(), UTF_8), name -> new Kept()).hasState = true;
        });
        live(deployment, "series-history-changelog").keySet().forEach(key -> {
            int length = ByteBuffer.wrap(key.get()).getShort();
            if (length > 0) {
                String series = new String(key.get(), Short.BYTES, length, UTF_8);
                kept.computeIfAbsent(series, name -> new Kept()).slots++;
            }
        });
        return kept;
    }

    private static Map<Bytes, byte[]> live(Deployment deployment, String changelog) {
        Map<String, Object> properties =
                Map.of("bootstrap.servers", deployment.bootstrapServers(), "isolation.level", "read_committed");
        TopicPartition partition = new TopicPartition(deployment.internalTopic(changelog), 0);
        Map<Bytes, byte[]> live = new HashMap<>();
        try (KafkaConsumer<byte[], byte[]> consumer =
                new KafkaConsumer<>(properties, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            consumer.assign(List.of(partition));
            consumer.seekToBeginning(List.of(partition));
            long end = consumer.endOffsets(List.of(partition)).get(partition);
            while (consumer.position(partition) < end) {
                for (ConsumerRecord<byte[], byte[]> record : consumer.poll(Duration.ofMillis(100))) {
                    if (record.value() == null) {
                        live.remove(Bytes.wrap(record.key()));
                    } else {
                        live.put(Bytes.wrap(record.key()), record.value());
                    }
                }
            }
        }
        return live;
    }
}
