package io.rillcast.app;

import io.rillcast.config.SettingKeys;
import io.rillcast.config.Settings;
import io.rillcast.forecast.Forecast;
import io.rillcast.forecast.Score;
import io.rillcast.serde.ForecastDeserializer;
import io.rillcast.serde.MalformedRecord;
import io.rillcast.serde.SchemaRegistryClient;
import io.rillcast.serde.ScoreDeserializer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** Committed forecasts and scores as they come, without a consumer group; owned by one thread. */
final class OutputFeed implements AutoCloseable {
    private final String forecastsTopic;
    private final Set<String> wanted;
    private final KafkaConsumer<byte[], byte[]> consumer;
    private final ForecastDeserializer forecasts;
    private final ScoreDeserializer scores;

    /**
     * Who is told.
     *
     * @param onForecast of each forecast
     * @param onScore of each score
     * @param onUnreadable a sentence about each record that is neither
     */
    record Listener(Consumer<Forecast> onForecast, Consumer<Score> onScore, Consumer<String> onUnreadable) {}

    /**
     * Takes its place in the topics: what is committed from now on will be read.
     *
     * @param wanted only these series, all if empty
     * @param isFromBeginning whether to read what is there already too
     */
    OutputFeed(Settings settings, SchemaRegistryClient registry, Set<String> wanted, boolean isFromBeginning) {
        this.forecastsTopic = settings.value(SettingKeys.FORECASTS_TOPIC);
        this.wanted = Set.copyOf(wanted);
        this.forecasts = new ForecastDeserializer(registry);
        this.scores = new ScoreDeserializer(registry);
        Map<String, Object> properties = new HashMap<>(settings.consumerProperties());
        properties.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
        properties.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
        properties.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, "false");
        consumer = new KafkaConsumer<>(properties, new ByteArrayDeserializer(), new ByteArrayDeserializer());
        List<TopicPartition> partitions = new ArrayList<>();
        for (String topic : List.of(forecastsTopic, settings.value(SettingKeys.SCORES_TOPIC))) {
            consumer.partitionsFor(topic).forEach(info -> partitions.add(new TopicPartition(topic, info.partition())));
        }
        consumer.assign(partitions);
        if (isFromBeginning) {
            consumer.seekToBeginning(partitions);
        } else {
            consumer.seekToEnd(partitions);
        }
        // Seeking waits for the first poll; what is committed until then must not be missed.
        partitions.forEach(consumer::position);
    }

    /** Tells of what has come, waiting for it no longer than this. */
    void poll(Duration atMost, Listener listener) {
        for (ConsumerRecord<byte[], byte[]> record : consumer.poll(atMost)) {
            if (isWanted(record.key())) {
                tell(record, listener);
            }
        }
    }

    private boolean isWanted(byte[] key) {
        return wanted.isEmpty() || (key != null && wanted.contains(new String(key, StandardCharsets.UTF_8)));
    }

    private void tell(ConsumerRecord<byte[], byte[]> record, Listener listener) {
        boolean isForecast = record.topic().equals(forecastsTopic);
        if (record.value() == null) {
            listener.onUnreadable().accept(unreadable(record, "a record without a value"));
            return;
        }
        try {
            if (isForecast) {
                listener.onForecast().accept(forecasts.deserialize(record.topic(), record.value()));
            } else {
                listener.onScore().accept(scores.deserialize(record.topic(), record.value()));
            }
        } catch (MalformedRecord malformed) {
            listener.onUnreadable().accept(unreadable(record, malformed.getMessage()));
        }
    }

    private static String unreadable(ConsumerRecord<byte[], byte[]> record, String found) {
        return "unreadable: topic=" + record.topic() + ", partition=" + record.partition() + ", offset="
                + record.offset() + ", found=" + found;
    }

    @Override
    public void close() {
        consumer.close();
    }
}
