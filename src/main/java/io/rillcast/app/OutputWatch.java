package io.rillcast.app;

import io.rillcast.evaluation.SeriesMetrics;
import io.rillcast.forecast.Score;
import io.rillcast.serde.SchemaRegistryClient;
import io.rillcast.serde.ScoreDeserializer;
import io.rillcast.serde.TrainingRecordDeserializer;
import io.rillcast.streams.Topics;
import io.rillcast.training.TrainingRecord;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** Reads what the service has committed, from the beginning, and adds it up by series; owned by one thread. */
final class OutputWatch implements AutoCloseable {
    private final Topics topics;
    private final KafkaConsumer<byte[], byte[]> consumer;
    private final ScoreDeserializer scores;
    private final TrainingRecordDeserializer trainings;
    private final Consumer<TrainingRecord> onTraining;
    private final Map<String, SeriesMetrics> bySeries = new TreeMap<>();
    private final Map<String, Long> forecastsBySeries = new TreeMap<>();
    private final List<TrainingRecord> ended = new ArrayList<>();
    private long forecasts;

    /** Begins to watch; told of each training that has ended. */
    OutputWatch(
            Map<String, String> consumerProperties,
            Topics topics,
            SchemaRegistryClient registry,
            Consumer<TrainingRecord> onTraining) {
        this.topics = topics;
        this.onTraining = onTraining;
        this.scores = new ScoreDeserializer(registry);
        this.trainings = new TrainingRecordDeserializer(registry);
        Map<String, Object> properties = new HashMap<>(consumerProperties);
        properties.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
        properties.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
        properties.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, "false");
        this.consumer = new KafkaConsumer<>(properties, new ByteArrayDeserializer(), new ByteArrayDeserializer());
        List<TopicPartition> partitions = new ArrayList<>();
        for (String topic : List.of(topics.forecasts(), topics.scores(), topics.trainings())) {
            consumer.partitionsFor(topic).forEach(info -> partitions.add(new TopicPartition(topic, info.partition())));
        }
        consumer.assign(partitions);
        consumer.seekToBeginning(partitions);
    }

    /** Takes in what has come, waiting for it no longer than this. */
    void poll(Duration atMost) {
        for (ConsumerRecord<byte[], byte[]> record : consumer.poll(atMost)) {
            if (record.topic().equals(topics.forecasts())) {
                forecasts++;
                forecastsBySeries.merge(
                        new String(record.key(), java.nio.charset.StandardCharsets.UTF_8), 1L, Long::sum);
            } else if (record.topic().equals(topics.scores())) {
                Score score = scores.deserialize(record.topic(), record.value());
                bySeries.computeIfAbsent(score.seriesId(), id -> new SeriesMetrics())
                        .add(score);
            } else {
                TrainingRecord training = trainings.deserialize(record.topic(), record.value());
                ended.add(training);
                onTraining.accept(training);
            }
        }
    }

    /** Forecasts so far. */
    long forecasts() {
        return forecasts;
    }

    /** Forecasts so far of each series. */
    Map<String, Long> forecastsBySeries() {
        return forecastsBySeries;
    }

    /** Figures over the scores so far, by series. */
    Map<String, SeriesMetrics> bySeries() {
        return bySeries;
    }

    /** Trainings that have ended so far. */
    List<TrainingRecord> trainings() {
        return ended;
    }

    @Override
    public void close() {
        consumer.close();
    }
}
