package io.rillcast.streams;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.rillcast.broken.BrokenTraffic;
import io.rillcast.broken.BrokenTraffic.Item;
import io.rillcast.broken.ProtocolSchemas;
import io.rillcast.broken.Setup;
import io.rillcast.local.EmbeddedBroker;
import io.rillcast.serde.DeadLetterHeaders;
import io.rillcast.serde.ProtocolServer;
import io.rillcast.serde.SchemaRegistryClient;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Future;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Every kind of broken Avro between good readings, through a real broker, beside the good ones alone. */
@Timeout(300)
class BrokenInputIT {
    private static final long SEED = 4;
    private static final int PARTITIONS = 2;
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    @TempDir
    private Path dir;

    private EmbeddedBroker broker;
    private ProtocolServer server;
    private SchemaRegistryClient registry;

    @BeforeEach
    void start() {
        broker = EmbeddedBroker.start(dir, 0, Map.of("auto.create.topics.enable", "false"));
        server = ProtocolServer.start();
        registry = server.client(Map.of());
    }

    @AfterEach
    void stop() {
        registry.close();
        server.close();
        broker.close();
    }

    @Test
    void eachComesToItsPlaceAndChangesNothingElse() throws Exception {
        List<Item> all = BrokenTraffic.of(SEED, Setup.AVRO, new ProtocolSchemas(server));
        List<Item> good = all.stream().filter(Item::isGood).toList();
        long accepted = all.stream().filter(BrokenInputTest::isAccepted).count();
        long refused = count(all, false);
        Topics alone = topics("alone");
        Topics mixed = topics("mixed");
        ForecastService ofGood = service(alone);
        try (ForecastService ofAll = service(mixed)) {
            send(alone, good);
            Map<TopicPartition, Map<Long, Item>> sent = send(mixed, all);

            assertThat(bySeries(alone.forecasts(), good.size()))
                    .isEqualTo(onlyGood(bySeries(mixed.forecasts(), good.size() + accepted)));
            assertThat(onlyGood(bySeries(
                            mixed.scores(),
                            good.size() - BrokenTraffic.goodSeries().size())))
                    .isEqualTo(bySeries(
                            alone.scores(),
                            good.size() - BrokenTraffic.goodSeries().size()));
            List<ConsumerRecord<byte[], byte[]>> letters = awaitRecords(mixed.deadLetters(), refused);
            letters.forEach(letter -> requireInPlace(letter, sent));
            assertThat(skips(ofAll)).isEqualTo(count(all, true));
        } finally {
            ofGood.close();
        }
    }

    private static long count(List<Item> items, boolean skipped) {
        return items.stream()
                .filter(item -> item.kind()
                        .filter(kind -> skipped
                                ? kind.outcome().reason().isPresent()
                                : kind.outcome().cause().isPresent())
                        .isPresent())
                .count();
    }

    private static long skips(ForecastService service) {
        return service.totals().entrySet().stream()
                .filter(total -> total.getKey().startsWith("readings-skipped-"))
                .mapToLong(Map.Entry::getValue)
                .sum();
    }

    /** The letter names the record that it was, and each record is named by one letter. */
    private static void requireInPlace(
            ConsumerRecord<byte[], byte[]> record, Map<TopicPartition, Map<Long, Item>> sent) {
        LetterCheck.Letter letter = new LetterCheck.Letter(record.key(), record.value(), record.headers());
        TopicPartition partition = new TopicPartition(
                letter.text(DeadLetterHeaders.TOPIC), Integer.parseInt(letter.text(DeadLetterHeaders.PARTITION)));
        Item item = sent.get(partition).remove(Long.valueOf(letter.text(DeadLetterHeaders.OFFSET)));
        assertThat(item).isNotNull();
        LetterCheck.require(item, letter);
    }

    private ForecastService service(Topics topics) throws Exception {
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", broker.bootstrapServers()))) {
            // Room for what is too large, which the topic of dead letters does not have.
            NewTopic readings = new NewTopic(topics.readings(), PARTITIONS, (short) 1)
                    .configs(Map.of("max.message.bytes", Integer.toString(4 << 20)));
            admin.createTopics(List.of(readings)).all().get(60, SECONDS);
        }
        StreamPlan plan = BrokenRun.plan(Setup.AVRO);
        StreamPlan own = new StreamPlan(
                topics, plan.groups(), plan.training(), plan.schedule(), plan.placement(), plan.historyReadings(), 0);
        ForecastService service = ForecastService.start(
                own,
                BrokenRun.serdes(Setup.AVRO, registry),
                Map.of(
                        "bootstrap.servers",
                        broker.bootstrapServers(),
                        "application.id",
                        topics.readings(),
                        "state.dir",
                        dir.resolve("state").toString(),
                        "num.stream.threads",
                        "1"));
        assertThat(service.awaitRunning(PATIENCE)).isTrue();
        return service;
    }

    private static Topics topics(String name) {
        return new Topics(
                name + ".readings",
                name + ".forecasts",
                name + ".scores",
                name + ".models",
                name + ".model-commands",
                name + ".trainings",
                name + ".dead-letters",
                new Topics.Creation(PARTITIONS, (short) -1));
    }

    /** Sends records, those near one series in one order; where each came to stand. */
    private Map<TopicPartition, Map<Long, Item>> send(Topics topics, List<Item> items) throws Exception {
        Map<TopicPartition, Map<Long, Item>> sent = new HashMap<>();
        try (Producer<byte[], byte[]> producer = new KafkaProducer<>(
                Map.of(
                        "bootstrap.servers",
                        broker.bootstrapServers(),
                        "max.in.flight.requests.per.connection",
                        1,
                        "max.request.size",
                        4 << 20),
                new ByteArraySerializer(),
                new ByteArraySerializer())) {
            List<Future<RecordMetadata>> places = new ArrayList<>();
            for (Item item : items) {
                int partition = BrokenTraffic.goodSeries().indexOf(item.near()) % PARTITIONS;
                places.add(producer.send(new ProducerRecord<>(
                        topics.readings(),
                        partition,
                        item.record().key(),
                        item.record().value(),
                        item.record().headers())));
            }
            for (int i = 0; i < places.size(); i++) {
                RecordMetadata place = places.get(i).get(120, SECONDS);
                sent.computeIfAbsent(new TopicPartition(place.topic(), place.partition()), partition -> new HashMap<>())
                        .put(place.offset(), items.get(i));
            }
        }
        return sent;
    }

    private Map<String, List<String>> bySeries(String topic, long atLeast) {
        Map<String, List<String>> bySeries = new TreeMap<>();
        awaitRecords(topic, atLeast)
                .forEach(record -> bySeries.computeIfAbsent(
                                new String(record.key(), StandardCharsets.UTF_8), key -> new ArrayList<>())
                        .add(java.util.HexFormat.of().formatHex(record.value())));
        return bySeries;
    }

    private static Map<String, List<String>> onlyGood(Map<String, List<String>> bySeries) {
        Map<String, List<String>> good = new TreeMap<>(bySeries);
        good.keySet().retainAll(BrokenTraffic.goodSeries());
        return good;
    }

    /** All that is committed, once it is so many. */
    private List<ConsumerRecord<byte[], byte[]>> awaitRecords(String topic, long count) {
        List<ConsumerRecord<byte[], byte[]>> records = new ArrayList<>();
        try (KafkaConsumer<byte[], byte[]> consumer = new KafkaConsumer<>(
                Map.of("bootstrap.servers", broker.bootstrapServers(), "isolation.level", "read_committed"),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer())) {
            List<TopicPartition> partitions = consumer.partitionsFor(topic).stream()
                    .map(info -> new TopicPartition(topic, info.partition()))
                    .toList();
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            await().atMost(PATIENCE).pollInterval(Duration.ofMillis(1)).until(() -> {
                consumer.poll(Duration.ofMillis(100)).forEach(records::add);
                return records.size() >= count;
            });
        }
        assertThat(records).hasSize((int) count);
        return records;
    }
}
