package io.rillcast.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.List;
import org.apache.flink.avro.registry.confluent.shaded.io.confluent.kafka.schemaregistry.avro.AvroSchema;
import org.apache.flink.avro.registry.confluent.shaded.io.confluent.kafka.schemaregistry.client.CachedSchemaRegistryClient;
import org.apache.flink.avro.registry.confluent.shaded.io.confluent.kafka.schemaregistry.client.SchemaMetadata;
import org.apache.flink.avro.registry.confluent.shaded.io.confluent.kafka.schemaregistry.client.rest.entities.Config;
import org.apache.flink.avro.registry.confluent.shaded.io.confluent.kafka.schemaregistry.client.rest.exceptions.RestClientException;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Our registry as Confluent's own Java client sees it. */
class RegistryConfluentClientTest {
    private static final String SUBJECT = "rain-value";
    private static final AvroSchema RAIN = schema("{'name':'mm','type':'double'}");
    private static final AvroSchema RAIN_WITH_PLACE =
            schema("{'name':'mm','type':'double'},{'name':'place','type':'string','default':''}");
    private static final AvroSchema RAIN_AS_TEXT = schema("{'name':'mm','type':'string'}");

    @TempDir
    private Path dir;

    private RegistryServer server;
    private CachedSchemaRegistryClient client;

    private static AvroSchema schema(String fields) {
        return new AvroSchema("{'type':'record','name':'Rain','namespace':'weather','fields':[%s]}"
                .formatted(fields)
                .replace('\'', '"'));
    }

    @BeforeEach
    void start() {
        server = RegistryServer.start(dir, 0);
        client = new CachedSchemaRegistryClient(server.url(), 100);
    }

    @AfterEach
    void stop() throws Exception {
        client.close();
        server.close();
    }

    @Test
    void registersAndResolvesSchemas() throws Exception {
        int first = client.register(SUBJECT, RAIN);
        int second = client.register(SUBJECT, RAIN_WITH_PLACE, true);
        client.reset();

        assertThat(client.getSchemaById(first)).isEqualTo(RAIN);
        assertThat(client.getSchemaBySubjectAndId(SUBJECT, second).rawSchema()).isEqualTo(RAIN_WITH_PLACE.rawSchema());
        assertThat(client.getAllVersions(SUBJECT)).containsExactly(1, 2);
        assertThat(client.getVersion(SUBJECT, RAIN)).isEqualTo(1);
        assertThat(client.getId(SUBJECT, RAIN_WITH_PLACE, true)).isEqualTo(second);
        assertThat(client.getAllSubjectsById(first)).containsExactly(SUBJECT);
    }

    @Test
    void findsTheLatestVersion() throws Exception {
        client.register(SUBJECT, RAIN);
        client.register(SUBJECT, RAIN_WITH_PLACE);

        SchemaMetadata latest = client.getLatestSchemaMetadata(SUBJECT);

        assertThat(latest.getVersion()).isEqualTo(2);
        assertThat(latest.getSchemaType()).isEqualTo("AVRO");
        assertThat(client.getSchemas("rain", false, true)).hasSize(1);
        assertThat(client.getAllSubjectsByPrefix("rain")).containsExactly(SUBJECT);
    }

    @Test
    void judgesCompatibility() throws Exception {
        client.register(SUBJECT, RAIN);

        assertThat(client.testCompatibility(SUBJECT, RAIN_WITH_PLACE)).isTrue();
        assertThat(client.testCompatibilityVerbose(SUBJECT, RAIN_AS_TEXT)).hasSize(1);
        assertThat(codeOf(() -> client.register(SUBJECT, RAIN_AS_TEXT))).isEqualTo(409);
    }

    @Test
    void keepsLevelsAndModes() throws Exception {
        client.updateConfig(SUBJECT, new Config("FULL_TRANSITIVE"));
        client.setMode("READONLY", SUBJECT);

        assertThat(client.getConfig(SUBJECT).getCompatibilityLevel()).isEqualTo("FULL_TRANSITIVE");
        assertThat(client.getConfig(null).getCompatibilityLevel()).isEqualTo("BACKWARD");
        assertThat(client.getMode(SUBJECT)).isEqualTo("READONLY");
        assertThat(codeOf(() -> client.register(SUBJECT, RAIN))).isEqualTo(42205);

        client.deleteMode(SUBJECT);
        client.deleteConfig(SUBJECT);
        assertThat(codeOf(() -> client.getMode(SUBJECT))).isEqualTo(40409);
        assertThat(client.getMode()).isEqualTo("READWRITE");
    }

    @Test
    void deletesVersionsAndSubjects() throws Exception {
        client.register(SUBJECT, RAIN);
        client.register(SUBJECT, RAIN_WITH_PLACE);

        assertThat(client.deleteSchemaVersion(SUBJECT, "1", false)).isEqualTo(1);
        assertThat(client.deleteSubject(SUBJECT, false)).containsExactly(2);
        assertThat(client.getAllSubjects()).isEmpty();
        assertThat(client.getAllSubjects(true)).containsExactly(SUBJECT);
        assertThat(client.deleteSubject(SUBJECT, true)).isEqualTo(List.of(1, 2));
    }

    @Test
    void tellsWhatIsMissingByCode() {
        assertThat(codeOf(() -> client.getSchemaById(7))).isEqualTo(40403);
        assertThat(codeOf(() -> client.getAllVersions("nowhere"))).isEqualTo(40401);
        assertThat(codeOf(() -> client.getLatestSchemaMetadata("nowhere"))).isEqualTo(40401);
        assertThat(codeOf(() -> client.getVersion("nowhere", RAIN))).isEqualTo(40401);
    }

    private static int codeOf(ThrowingCallable call) {
        RestClientException[] refusal = new RestClientException[1];
        assertThatThrownBy(call).isInstanceOfSatisfying(RestClientException.class, thrown -> refusal[0] = thrown);
        return refusal[0].getErrorCode();
    }
}
