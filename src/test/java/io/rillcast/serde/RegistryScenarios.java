package io.rillcast.serde;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rillcast.forecast.Forecast;
import io.rillcast.forecast.Reading;
import io.rillcast.forecast.Score;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.avro.Schema;
import org.apache.avro.SchemaBuilder;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.junit.jupiter.api.Test;

/**
 * What our client must get from any registry that speaks the protocol; a subclass says which. Each test has subjects of
 * its own, since one registry may serve them all.
 */
public abstract class RegistryScenarios {
    private static final Schema OLD =
            SchemaBuilder.record("R").fields().requiredLong("a").endRecord();
    private static final Schema NEW = SchemaBuilder.record("R")
            .fields()
            .requiredLong("a")
            .optionalString("b")
            .endRecord();
    private static final Schema FOREIGN =
            SchemaBuilder.record("R").fields().requiredString("a").endRecord();

    private static final AtomicInteger SUBJECTS = new AtomicInteger();

    private final String subject = "scenario-" + SUBJECTS.incrementAndGet() + "-value";

    /** Where the registry's paths begin. */
    protected abstract String registryUrl();

    @Test
    void isReachable() {
        client(Map.of()).checkReachable();
    }

    @Test
    void findsByIdWhatAnotherClientRegistered() {
        int id = client(Map.of()).register(subject, NEW);

        assertThat(client(Map.of()).schemaOf(id)).isEqualTo(NEW);
        assertThat(client(Map.of()).register(subject, NEW)).isEqualTo(id);
        assertThat(client(Map.of("auto.register.schemas", "false")).lookUp(subject, NEW))
                .isEqualTo(id);
    }

    @Test
    void writesWithTheLatestVersion() {
        client(Map.of()).register(subject, OLD);
        int id = client(Map.of()).register(subject, NEW);

        RegisteredSchema latest = client(Map.of("use.latest.version", "true")).forWriting(subject, OLD);

        assertThat(latest).isEqualTo(new RegisteredSchema(id, NEW));
    }

    @Test
    void takesSubjectsWithAnyCharacters() {
        String odd = subject + "/1 ä?%&#+";
        int id = client(Map.of()).register(odd, OLD);

        assertThat(client(Map.of()).lookUp(odd, OLD)).isEqualTo(id);
        assertThat(client(Map.of("use.latest.version", "true")).forWriting(odd, NEW))
                .isEqualTo(new RegisteredSchema(id, OLD));
    }

    @Test
    void knowsWhatIsCompatible() throws Exception {
        SchemaRegistryClient client = client(Map.of());
        client.register(subject, OLD);
        setLevel("BACKWARD");

        assertThat(client.isCompatible(subject, NEW)).isTrue();
        assertThat(client.isCompatible(subject, FOREIGN)).isFalse();
        assertThat(client.isCompatible(subject + "-other", FOREIGN)).isTrue();
    }

    @Test
    void refusesAnIncompatibleSchemaForGood() throws Exception {
        SchemaRegistryClient client = client(Map.of());
        client.register(subject, OLD);
        setLevel("BACKWARD");

        assertThatThrownBy(() -> client.register(subject, FOREIGN))
                .isInstanceOfSatisfying(
                        RegistryFailure.class, e -> assertThat(e.retryMayHelp()).isFalse())
                .hasMessageContaining("status=409")
                .hasMessageEndingWith("use the schemas of this release, or another topic");
    }

    @Test
    void takesAnySchemaWhereTheLevelIsNone() throws Exception {
        SchemaRegistryClient client = client(Map.of());
        client.register(subject, OLD);
        setLevel("NONE");

        assertThat(client.isCompatible(subject, FOREIGN)).isTrue();
        int id = client.register(subject, FOREIGN);
        assertThat(client(Map.of()).schemaOf(id)).isEqualTo(FOREIGN);
    }

    @Test
    void saysWhatIsNotThere() {
        SchemaRegistryClient client = client(Map.of());
        client.register(subject, OLD);

        assertThatThrownBy(() -> client.schemaOf(471_147))
                .isInstanceOfSatisfying(
                        MalformedRecord.class,
                        e -> assertThat(e.reason()).isEqualTo(DeadLetterCause.UNKNOWN_SCHEMA_ID));
        assertThatThrownBy(() -> client.lookUp("none", OLD)).hasMessageStartingWith("schema must be registered:");
        assertThatThrownBy(() -> client.lookUp(subject, FOREIGN)).hasMessageStartingWith("schema must be registered:");
    }

    @Test
    void resolvesReferences() throws Exception {
        client(Map.of()).register(subject, OLD);
        String outer = "{\"type\":\"record\",\"name\":\"O\",\"fields\":[{\"name\":\"r\",\"type\":\"R\"}]}";
        send(
                "POST",
                "/subjects/" + subject + "-outer/versions",
                "{\"schema\":\"" + outer.replace("\"", "\\\"") + "\",\"references\":[{\"name\":\"R\",\"subject\":\""
                        + subject + "\",\"version\":1}]}");

        Schema read = client(Map.of("use.latest.version", "true"))
                .forWriting(subject + "-outer", NEW)
                .schema();

        assertThat(read.getField("r").schema()).isEqualTo(OLD);
    }

    @Test
    void keepsEverySchemaOfOurs() {
        List<Schema> ours = List.of(
                io.rillcast.avro.Reading.getClassSchema(),
                io.rillcast.avro.Forecast.getClassSchema(),
                io.rillcast.avro.Score.getClassSchema(),
                io.rillcast.avro.ModelSnapshot.getClassSchema(),
                io.rillcast.avro.ModelCommand.getClassSchema(),
                io.rillcast.avro.TrainingRecord.getClassSchema());

        for (Schema schema : ours) {
            int id = client(Map.of()).register(subject + schema.getName(), schema);

            assertThat(client(Map.of()).schemaOf(id)).isEqualTo(schema);
            assertThat(client(Map.of()).lookUp(subject + schema.getName(), schema))
                    .isEqualTo(id);
            assertThat(client(Map.of()).isCompatible(subject + schema.getName(), schema))
                    .isTrue();
        }
    }

    @Test
    void carriesReadingsFromWriterToReader() throws Exception {
        Reading reading = new Reading("a", 5, 1.5);
        byte[] value = new ReadingSerializer(client(Map.of())).serialize(subject, reading);

        Reading read = new AvroReadingDecoder(client(Map.of()), ReadingMapping.DEFAULT, () -> 9)
                .decode(subject, new RecordHeaders(), null, value);

        assertThat(read).isEqualTo(reading);
    }

    @Test
    void carriesForecastsAndScoresFromWriterToReader() {
        Forecast forecast = SerdeExamples.forecast(new Random(1));
        Score score = SerdeExamples.score(new Random(2));
        byte[] forecastBytes = new ForecastSerializer(client(Map.of())).serialize(subject + "-f", forecast);
        byte[] scoreBytes = new ScoreSerializer(client(Map.of())).serialize(subject + "-s", score);

        Forecast readForecast = new ForecastDeserializer(client(Map.of())).deserialize(subject + "-f", forecastBytes);
        Score readScore = new ScoreDeserializer(client(Map.of())).deserialize(subject + "-s", scoreBytes);

        assertThat(readForecast)
                .usingRecursiveComparison()
                .withComparatorForType(Double::compare, Double.class) // NaN where a forecast gives no reasons
                .isEqualTo(forecast);
        assertThat(readScore).isEqualTo(score);
    }

    private SchemaRegistryClient client(Map<String, String> settings) {
        Map<String, String> all = new HashMap<>(settings);
        all.put("schema.registry.url", registryUrl());
        return new SchemaRegistryClient(SchemaRegistrySettings.of(all));
    }

    private void setLevel(String level) throws IOException, InterruptedException {
        send("PUT", "/config/" + subject, "{\"compatibility\":\"" + level + "\"}");
    }

    /** What our client has no words for. */
    private void send(String method, String path, String body) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create(registryUrl() + path))
                .timeout(Duration.ofSeconds(60))
                .header("Content-Type", "application/vnd.schemaregistry.v1+json")
                .method(method, BodyPublishers.ofString(body))
                .build();
        HttpResponse<String> response = HttpClient.newHttpClient().send(request, BodyHandlers.ofString());
        assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
    }
}
