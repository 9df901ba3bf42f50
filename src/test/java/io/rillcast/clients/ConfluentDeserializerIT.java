package io.rillcast.clients;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.rillcast.forecast.ForecastPlan;
import io.rillcast.forecast.Reading;
import io.rillcast.process.OutputReader;
import io.rillcast.process.Replay;
import io.rillcast.serde.ForecastDeserializer;
import io.rillcast.serde.SchemaRegistryClient;
import io.rillcast.serde.ScoreDeserializer;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Future;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericDatumWriter;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.EncoderFactory;
import org.apache.flink.avro.registry.confluent.shaded.io.confluent.kafka.schemaregistry.avro.AvroSchema;
import org.apache.flink.avro.registry.confluent.shaded.io.confluent.kafka.schemaregistry.client.CachedSchemaRegistryClient;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * A service that reads a user's own records by {@code readings.deserializer}, with Confluent's Java client in it; and its
 * outputs read by the same.
 */
@Timeout(600)
class ConfluentDeserializerIT {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Schema PRICE = io.rillcast.avro.StockPrice.getClassSchema();
    private static final List<Reading> READINGS = LiveService.readings(4, 100);
    private static final int UNKNOWN_ID = 4711;

    @TempDir
    private static Path dir;

    private static LiveService live;
    private static OutputReader outputs;

    /** The last record's schema is one that the registry does not have. */
    @BeforeAll
    static void forecastPrices() throws Exception {
        live = LiveService.start(
                dir,
                Map.of(
                        "readings.deserializer", ConfluentAvroDeserializer.class.getName(),
                        "readings.series.field", "symbol",
                        "readings.timestamp.field", "timestamp",
                        "readings.value.field", "price"));
        try (CachedSchemaRegistryClient registry = new CachedSchemaRegistryClient(live.registryUrl(), 10)) {
            int id =
                    registry.register(live.deployment().topic("readings") + "-value", new AvroSchema(PRICE.toString()));
            List<byte[]> values = new ArrayList<>();
            for (Reading reading : READINGS) {
                values.add(encode(id, reading));
            }
            values.add(encode(UNKNOWN_ID, READINGS.get(0)));
            publish(values);
        }
        outputs = live.awaitForecasts(READINGS.size());
    }

    private static byte[] encode(int id, Reading reading) throws IOException {
        GenericRecord price = new GenericData.Record(PRICE);
        price.put("symbol", reading.seriesId());
        price.put("timestamp", reading.timestampMs());
        price.put("price", reading.value());
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        DataOutputStream header = new DataOutputStream(bytes);
        header.writeByte(0);
        header.writeInt(id);
        BinaryEncoder encoder = EncoderFactory.get().binaryEncoder(bytes, null);
        new GenericDatumWriter<GenericRecord>(PRICE).write(price, encoder);
        encoder.flush();
        return bytes.toByteArray();
    }

    private static void publish(List<byte[]> values) throws Exception {
        Map<String, Object> settings = Map.of(
                "bootstrap.servers", live.deployment().bootstrapServers(), "max.in.flight.requests.per.connection", 1);
        try (KafkaProducer<byte[], byte[]> producer =
                new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer())) {
            List<Future<RecordMetadata>> sent = new ArrayList<>();
            for (byte[] value : values) {
                sent.add(producer.send(new ProducerRecord<>(live.deployment().topic("readings"), 0, null, value)));
            }
            for (Future<RecordMetadata> one : sent) {
                one.get(120, SECONDS);
            }
        }
    }

    @AfterAll
    static void stop() {
        if (live != null) {
            live.close();
        }
    }

    @Test
    void forecastsWhatTheDeserializerGives() {
        var expected = Replay.of(live.deployment(), ForecastPlan.DEFAULT, Replay.Models.NONE, READINGS);

        assertThat(expected.firstDifference(outputs.outputs())).isEmpty();
        assertThat(outputs.outputs().forecastCount()).isEqualTo(400);
        assertThat(outputs.outputs().scoreCount()).isEqualTo(396);
    }

    @Test
    void putsAsideWhatTheDeserializerRefuses() {
        assertThat(outputs.records("dead-letters")).singleElement().satisfies(letter -> {
            assertThat(header(letter, "rillcast.cause")).isEqualTo("deserializer");
            assertThat(header(letter, "rillcast.message"))
                    .isEqualTo("readings.deserializer must accept the value: problem=SerializationException"
                            + " Error retrieving Avro schema for id 4711");
        });
    }

    @Test
    void givesConfluentsClientEveryFieldOfForecastsAndScores() throws Exception {
        int compared = 0;
        try (ConfluentAvroDeserializer theirs = new ConfluentAvroDeserializer();
                SchemaRegistryClient registry = live.deployment().registry();
                ForecastDeserializer forecasts = new ForecastDeserializer(registry);
                ScoreDeserializer scores = new ScoreDeserializer(registry)) {
            theirs.configure(Map.of("schema.registry.url", live.registryUrl()), false);
            for (ConsumerRecord<byte[], byte[]> record : outputs.records("forecasts")) {
                JsonNode ours = OutputJson.of(forecasts.deserialize(record.topic(), record.value()));
                assertThat(asJson(theirs, record)).isEqualTo(OutputJson.withDoubles(ours));
                compared++;
            }
            for (ConsumerRecord<byte[], byte[]> record : outputs.records("scores")) {
                JsonNode ours = OutputJson.of(scores.deserialize(record.topic(), record.value()));
                assertThat(asJson(theirs, record)).isEqualTo(OutputJson.withDoubles(ours));
                compared++;
            }
        }
        assertThat(compared).isEqualTo(796);
    }

    /** Avro's own text of a record is JSON. */
    private static JsonNode asJson(ConfluentAvroDeserializer theirs, ConsumerRecord<byte[], byte[]> record)
            throws IOException {
        GenericRecord value = theirs.deserialize(record.topic(), record.value());
        return OutputJson.withDoubles(JSON.readTree(value.toString()));
    }

    private static String header(ConsumerRecord<byte[], byte[]> record, String name) {
        return new String(record.headers().lastHeader(name).value(), StandardCharsets.UTF_8);
    }
}
