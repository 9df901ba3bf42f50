package io.rillcast.clients;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.rillcast.process.ChildProcess;
import io.rillcast.serde.SchemaRegistryClient;
import io.rillcast.serde.SchemaRegistrySettings;
import java.nio.file.Path;
import java.util.Map;
import org.apache.avro.Schema;
import org.apache.avro.SchemaBuilder;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The registry of {@code rillcast local} as two JavaScript clients see it. */
@Timeout(900)
class JavaScriptRegistryIT {
    private static final Schema RAIN = SchemaBuilder.record("Rain")
            .namespace("weather")
            .fields()
            .requiredDouble("mm")
            .endRecord();

    @TempDir
    private Path dir;

    private ChildProcess local;
    private String url;

    @BeforeEach
    void start() {
        JavaScript.install();
        local = LiveService.startLocal(dir);
        url = LiveService.registryOf(local);
    }

    @AfterEach
    void stop() {
        if (local != null) {
            local.close();
        }
    }

    @Test
    void servesConfluentsClient() {
        try (SchemaRegistryClient ours = client()) {
            ours.register("ours-value", RAIN);
        }

        JsonNode facts =
                JavaScript.run("registry.js", "confluent", url, "rain-value").get(0);

        assertThat(text(facts, "ids")).isEqualTo("[1,2]");
        assertThat(text(facts, "versions")).isEqualTo("[1,2]");
        assertThat(text(facts, "subjects")).isEqualTo("['ours-value','rain-value']");
        assertThat(schema(facts.get("schema"))).isEqualTo(RAIN);
        assertThat(text(facts, "lookedUp")).isEqualTo("1");
        assertThat(text(facts, "version")).isEqualTo("2");
        assertThat(text(facts.get("latest"), "id")).isEqualTo("2");
        assertThat(text(facts.get("latest"), "version")).isEqualTo("2");
        assertThat(schema(facts.get("latest").get("schema")).getField("place").defaultVal())
                .isEqualTo("");
        assertThat(text(facts, "compatible")).isEqualTo("true");
        assertThat(text(facts, "incompatible")).isEqualTo("false");
        assertThat(text(facts, "compatibleWithFirst")).isEqualTo("true");
        assertThat(text(facts, "refused")).isEqualTo("{'status':409,'code':409}");
        assertThat(text(facts, "missingId")).isEqualTo("{'status':404,'code':40403}");
        assertThat(text(facts, "missingSubject")).isEqualTo("{'status':404,'code':40401}");
        assertThat(text(facts, "defaultLevel")).isEqualTo("'BACKWARD'");
        assertThat(text(facts, "newLevel")).isEqualTo("'FULL_TRANSITIVE'");
        assertThat(text(facts, "level")).isEqualTo("'FULL_TRANSITIVE'");
        assertThat(text(facts, "deletedVersion")).isEqualTo("1");
        assertThat(text(facts, "deletedSubject")).isEqualTo("[2]");
    }

    @Test
    void servesTheClientOfKafkajs() {
        JsonNode facts =
                JavaScript.run("registry.js", "kafkajs", url, "rain-value").get(0);

        assertThat(text(facts, "ids")).isEqualTo("[1,2]");
        assertThat(schema(facts.get("schema"))).isEqualTo(RAIN);
        assertThat(text(facts, "lookedUp")).isEqualTo("1");
        assertThat(text(facts, "idOfVersion")).isEqualTo("1");
        assertThat(text(facts, "latestId")).isEqualTo("2");
        assertThat(text(facts, "bytes")).isEqualTo("'0000000002000000000000f83f06c38573'");
        assertThat(text(facts, "record")).isEqualTo("{'mm':1.5,'place':'Ås'}");
        assertThat(text(facts, "refused")).isEqualTo("{'name':'ResponseError','status':409}");
        assertThat(text(facts, "otherLevel"))
                .isEqualTo("'Compatibility does not match the configuration (FULL != BACKWARD)'");
        assertThat(text(facts, "missingSubject")).isEqualTo("{'name':'ResponseError','status':404}");
        try (SchemaRegistryClient ours = client()) {
            assertThat(ours.lookUp("rain-value", RAIN)).isEqualTo(1);
        }
    }

    private SchemaRegistryClient client() {
        return new SchemaRegistryClient(SchemaRegistrySettings.of(Map.of("schema.registry.url", url)));
    }

    private static String text(JsonNode facts, String name) {
        return facts.path(name).toString().replace('"', '\'');
    }

    private static Schema schema(JsonNode json) {
        return new Schema.Parser().parse(json.toString());
    }
}
