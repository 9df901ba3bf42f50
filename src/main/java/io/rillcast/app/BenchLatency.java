package io.rillcast.app;

import io.rillcast.config.SettingKeys;
import io.rillcast.config.Settings;
import io.rillcast.forecast.Forecast;
import io.rillcast.forecast.Reading;
import io.rillcast.serde.ForecastDeserializer;
import io.rillcast.serde.SchemaRegistryClient;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Future;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/**
 * How long a forecast takes: from sending its reading to receiving it, both in this process, at a steady rate far below
 * what the stream can do. Mutable, owned by one thread: the readings of one measurement go on where those before ended.
 */
final class BenchLatency {
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private final Settings settings;
    private final SchemaRegistryClient registry;
    private final BenchInput input;
    private final BenchInput.Walks walks;
    private final Pace pace;
    private final String readingsTopic;

    /**
     * How many readings are sent.
     *
     * @param rate a second
     * @param seconds for so long
     */
    record Pace(int rate, int seconds) {
        /**
         * Checks them.
         *
         * @throws IllegalArgumentException if there would be no readings, or more than anybody waits for
         */
        Pace {
            if (rate < 1 || rate > 100_000 || seconds < 1 || seconds > 3600) {
                throw new IllegalArgumentException(
                        "latencies are taken at 1 to 100000 readings a second, for 1 to 3600 seconds: rate=" + rate
                                + ", seconds=" + seconds);
            }
        }

        int count() {
            return rate * seconds;
        }
    }

    /** Goes on behind the readings of a plan, which are in the topic already. */
    BenchLatency(Settings settings, SchemaRegistryClient registry, BenchInput input, BenchPlan plan, Pace pace) {
        this.settings = settings;
        this.registry = registry;
        this.input = input;
        this.pace = pace;
        this.readingsTopic = settings.value(SettingKeys.READINGS_TOPIC);
        this.walks = new BenchInput.Walks(plan);
        for (long number = 0; number < plan.readings(); number++) {
            walks.next();
        }
    }

    private record Key(String series, long timeMs) {}

    /**
     * What so many of a hundred forecasts took at most, ms, by nearest rank.
     *
     * @param p50Ms half of them
     * @param p99Ms all but one of a hundred
     */
    record Percentiles(double p50Ms, double p99Ms) {
        /** Of times in rising order. */
        static Percentiles of(double[] sorted) {
            return new Percentiles(rank(sorted, 50), rank(sorted, 99));
        }

        private static double rank(double[] sorted, int percent) {
            return sorted[(int) Math.ceil(percent / 100.0 * sorted.length) - 1];
        }
    }

    /** How long forecasts take; a stream must be running. */
    Percentiles measure() throws InterruptedException {
        Map<Key, Long> sent = new ConcurrentHashMap<>();
        double[] tookMs = new double[pace.count()];
        try (Consumer<byte[], byte[]> consumer = consumer();
                Producer<String, Reading> producer = input.promptProducer()) {
            Thread sender = new Thread(() -> send(producer, sent), "bench-sender");
            sender.setDaemon(true);
            sender.start();
            receive(consumer, sent, tookMs);
            sender.join();
        }
        Arrays.sort(tookMs);
        return Percentiles.of(tookMs);
    }

    /** At the end of the forecasts that are there. */
    private Consumer<byte[], byte[]> consumer() {
        Map<String, Object> properties = new HashMap<>(settings.consumerProperties());
        properties.put("isolation.level", "read_committed");
        Consumer<byte[], byte[]> consumer =
                new KafkaConsumer<>(properties, new ByteArrayDeserializer(), new ByteArrayDeserializer());
        String topic = settings.value(SettingKeys.FORECASTS_TOPIC);
        List<TopicPartition> partitions = consumer.partitionsFor(topic).stream()
                .map(info -> new TopicPartition(topic, info.partition()))
                .toList();
        consumer.assign(partitions);
        consumer.seekToEnd(partitions);
        partitions.forEach(consumer::position);
        return consumer;
    }

    private void send(Producer<String, Reading> producer, Map<Key, Long> sent) {
        long began = System.nanoTime();
        for (int i = 0; i < pace.count(); i++) {
            long dueIn = began + i * 1_000_000_000L / pace.rate() - System.nanoTime();
            if (dueIn > 0) {
                LockSupport.parkNanos(dueIn);
            }
            Reading reading = walks.next();
            sent.put(new Key(reading.seriesId(), reading.timestampMs()), System.nanoTime());
            // One that is refused has no forecast, which is missed.
            Future<RecordMetadata> unused =
                    producer.send(new ProducerRecord<>(readingsTopic, reading.seriesId(), reading));
        }
    }

    private void receive(Consumer<byte[], byte[]> consumer, Map<Key, Long> sent, double[] tookMs) {
        ForecastDeserializer deserializer = new ForecastDeserializer(registry);
        long lastNews = System.nanoTime();
        int received = 0;
        while (received < tookMs.length) {
            for (ConsumerRecord<byte[], byte[]> record : consumer.poll(Duration.ofMillis(100))) {
                Forecast.Origin origin =
                        deserializer.deserialize(record.topic(), record.value()).origin();
                Long at = sent.remove(new Key(origin.seriesId(), origin.originMs()));
                if (at != null) {
                    lastNews = System.nanoTime();
                    tookMs[received++] = (lastNews - at) / 1e6;
                }
            }
            if (System.nanoTime() - lastNews > PATIENCE.toNanos()) {
                throw new CommandFailure("every reading of a bench must have its forecast: sent=" + tookMs.length
                        + ", received=" + received + "; see the log");
            }
        }
    }
}
