package io.rillcast.serde;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rillcast.forecast.Reading;
import io.rillcast.local.RegistryServer;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.apache.avro.Schema;
import org.apache.avro.SchemaBuilder;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Our client against our registry: each is written from the protocol, so they must agree without knowing each other. */
class OwnRegistryTest {
    private static final Schema OLD =
            SchemaBuilder.record("R").fields().requiredLong("a").endRecord();
    private static final Schema NEW = SchemaBuilder.record("R")
            .fields()
            .requiredLong("a")
            .optionalString("b")
            .endRecord();
    private static final Schema FOREIGN =
            SchemaBuilder.record("R").fields().requiredString("a").endRecord();

    @TempDir
    private Path directory;

    private RegistryServer server;

    @BeforeEach
    void start() {
        server = RegistryServer.start(directory, 0);
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void isReachable() {
        client(Map.of()).checkReachable();
    }

    @Test
    void findsByIdWhatAnotherClientRegistered() {
        int id = client(Map.of()).register("s/1-value", NEW);

        assertThat(client(Map.of()).schemaOf(id)).isEqualTo(NEW);
        assertThat(client(Map.of("auto.register.schemas", "false")).lookUp("s/1-value", NEW))
                .isEqualTo(id);
        assertThat(client(Map.of("use.latest.version", "true")).forWriting("s/1-value", OLD))
                .isEqualTo(new RegisteredSchema(id, NEW));
    }

    @Test
    void knowsWhatIsCompatible() {
        SchemaRegistryClient client = client(Map.of());
        client.register("s", OLD);

        assertThat(client.isCompatible("s", NEW)).isTrue();
        assertThat(client.isCompatible("s", FOREIGN)).isFalse();
        assertThat(client.isCompatible("other", FOREIGN)).isTrue();
    }

    @Test
    void refusesAnIncompatibleSchemaForGood() {
        SchemaRegistryClient client = client(Map.of());
        client.register("s", OLD);

        assertThatThrownBy(() -> client.register("s", FOREIGN))
                .isInstanceOfSatisfying(
                        RegistryFailure.class, e -> assertThat(e.retryMayHelp()).isFalse())
                .hasMessageContaining("status=409");
    }

    @Test
    void saysWhatIsNotThere() {
        SchemaRegistryClient client = client(Map.of());

        assertThatThrownBy(() -> client.schemaOf(4711))
                .isInstanceOfSatisfying(
                        MalformedRecord.class,
                        e -> assertThat(e.reason()).isEqualTo(DeadLetterCause.UNKNOWN_SCHEMA_ID));
        assertThatThrownBy(() -> client.lookUp("none", OLD)).hasMessageStartingWith("schema must be registered:");
    }

    @Test
    void carriesReadingsFromWriterToReader() throws Exception {
        Reading reading = new Reading("a", 5, 1.5);
        byte[] value = new ReadingSerializer(client(Map.of())).serialize("rillcast.readings", reading);

        Reading read = new AvroReadingDecoder(client(Map.of()), ReadingMapping.DEFAULT, () -> 9)
                .decode("rillcast.readings", new RecordHeaders(), null, value);

        assertThat(read).isEqualTo(reading);
    }

    private SchemaRegistryClient client(Map<String, String> settings) {
        Map<String, String> all = new HashMap<>(settings);
        all.put("schema.registry.url", server.url());
        return new SchemaRegistryClient(SchemaRegistrySettings.of(all));
    }
}
