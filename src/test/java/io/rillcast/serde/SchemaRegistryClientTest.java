package io.rillcast.serde;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.assertj.core.api.Assertions.tuple;

import io.rillcast.serde.ProtocolServer.Request;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.apache.avro.Schema;
import org.apache.avro.SchemaBuilder;
import org.apache.kafka.common.errors.InterruptException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SchemaRegistryClientTest {
    private static final Schema SCHEMA =
            SchemaBuilder.record("R").fields().requiredLong("a").endRecord();

    private ProtocolServer server;

    @BeforeEach
    void start() {
        server = ProtocolServer.start();
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void registersOnceAndRemembers() {
        SchemaRegistryClient client = server.client(Map.of());

        int first = client.register("s", SCHEMA);
        int second = client.register("s", SCHEMA);

        assertThat(second).isEqualTo(first);
        assertThat(server.requests()).hasSize(1);
    }

    @Test
    void fetchesASchemaOnceAndRemembers() {
        int id = server.hold("s", SCHEMA.toString());
        SchemaRegistryClient client = server.client(Map.of());

        assertThat(client.schemaOf(id)).isEqualTo(SCHEMA);
        assertThat(client.schemaOf(id)).isEqualTo(SCHEMA);
        assertThat(server.requests()).extracting(Request::rawPath).containsExactly("/schemas/ids/" + id);
    }

    @Test
    void encodesSubjects() {
        server.client(Map.of()).register("a/b c?-value", SCHEMA);

        assertThat(server.requests().get(0).rawPath()).isEqualTo("/subjects/a%2Fb%20c%3F-value/versions");
    }

    @Test
    void asksOnceForAnUnknownId() {
        SchemaRegistryClient client = server.client(Map.of());

        for (int i = 0; i < 3; i++) {
            MalformedRecord refusal = catchThrowableOfType(MalformedRecord.class, () -> client.schemaOf(99));
            assertThat(refusal.reason()).isEqualTo(DeadLetterCause.UNKNOWN_SCHEMA_ID);
            assertThat(refusal)
                    .hasMessage("schema id must be known to the registry: id=99, url=" + server.url()
                            + "; check that writer and reader use the same registry");
        }
        assertThat(server.requests()).hasSize(1);
    }

    @Test
    void refusesASchemaThatIsNotAvro() {
        server.answerNext(200, "{\"schemaType\":\"JSON\",\"schema\":\"{}\"}");

        assertThatThrownBy(() -> server.client(Map.of()).schemaOf(5))
                .hasMessage("schema must be a usable Avro schema: id=5, type=JSON");
    }

    @Test
    void resolvesReferences() {
        server.answerNext(
                200,
                "{\"schema\":\"{\\\"type\\\":\\\"record\\\",\\\"name\\\":\\\"O\\\",\\\"fields\\\":[{\\\"name\\\":\\\"r\\\","
                        + "\\\"type\\\":\\\"R\\\"}]}\",\"references\":[{\"name\":\"R\",\"subject\":\"r\",\"version\":1}]}");
        server.answerNext(200, "{\"schema\":\"" + SCHEMA.toString().replace("\"", "\\\"") + "\"}");

        Schema outer = server.client(Map.of()).schemaOf(7);

        assertThat(outer.getField("r").schema()).isEqualTo(SCHEMA);
        assertThat(server.requests().get(1).rawPath()).isEqualTo("/subjects/r/versions/1");
    }

    @ParameterizedTest
    @ValueSource(ints = {408, 429, 500, 502, 503})
    void triesAgainWhenTheRegistryIsOverloaded(int status) {
        server.answerNext(status, "{\"error_code\":50001,\"message\":\"later\"}")
                .answerNext(status, "<html>");

        assertThat(server.client(Map.of()).register("s", SCHEMA)).isEqualTo(1);
        assertThat(server.requests()).hasSize(3);
    }

    @Test
    void givesUpAndSaysThatRetryingMayHelp() {
        for (int i = 0; i < 3; i++) {
            server.answerNext(503, "{\"error_code\":50301,\"message\":\"starting\"}");
        }

        RegistryFailure failure = catchThrowableOfType(
                RegistryFailure.class,
                () -> server.client(Map.of("max.retries", "2")).register("s", SCHEMA));

        assertThat(failure.retryMayHelp()).isTrue();
        assertThat(failure)
                .hasMessage("schema registry must answer: urls=[" + server.url() + "], request=/subjects/s/versions,"
                        + " attempts=3, lastProblem=status 503 \"starting\"; check that it runs and that"
                        + " schema.registry.url is right");
    }

    @Test
    void doesNotRepeatWhatTheRegistryRefuses() {
        server.answerNext(409, "{\"error_code\":409,\"message\":\"incompatible\"}");

        RegistryFailure failure = catchThrowableOfType(
                RegistryFailure.class, () -> server.client(Map.of()).register("s", SCHEMA));

        assertThat(failure.retryMayHelp()).isFalse();
        assertThat(failure)
                .hasMessage("schema registry refused the schema of subject s: url=" + server.url() + ", status=409,"
                        + " errorCode=409, message=\"incompatible\"; the subject holds a version that is not"
                        + " compatible: use the schemas of this release, or another topic");
        assertThat(server.requests()).hasSize(1);
    }

    @Test
    void goesToTheNextAddressAndStaysThere() throws IOException {
        Map<String, String> two =
                Map.of("schema.registry.url", "http://127.0.0.1:" + closedPort() + "," + server.url());
        SchemaRegistryClient client = server.client(two);

        client.register("s", SCHEMA);
        client.register("t", SCHEMA);

        assertThat(server.requests()).hasSize(2);
    }

    @Test
    void giveUpOnAServerThatNeverAnswers() throws IOException {
        try (ServerSocket silent = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            Map<String, String> settings = Map.of(
                    "schema.registry.url",
                    "http://127.0.0.1:" + silent.getLocalPort(),
                    "http.read.timeout.ms",
                    "50",
                    "max.retries",
                    "0");

            assertThatThrownBy(() -> server.client(settings).register("s", SCHEMA))
                    .isInstanceOf(RegistryFailure.class)
                    .hasMessageContaining("no answer within http.read.timeout.ms");
        }
    }

    @Test
    void stopsWaitingWhenInterrupted() {
        SchemaRegistryClient client = server.client(Map.of());
        Thread.currentThread().interrupt();

        assertThatThrownBy(() -> client.register("s", SCHEMA)).isInstanceOf(InterruptException.class);
        assertThat(Thread.interrupted()).isTrue();
    }

    @Test
    void sendsUserInfoOfTheAddress() {
        String url = server.url().replace("//", "//user:p%40ss+word@");

        server.client(Map.of("schema.registry.url", url)).register("s", SCHEMA);

        assertThat(server.requests().get(0).authorization()).isEqualTo("Basic " + base64("user:p@ss+word"));
    }

    @Test
    void sendsUserInfoOfTheSettings() {
        Map<String, String> settings =
                Map.of("basic.auth.credentials.source", "USER_INFO", "basic.auth.user.info", "user:word");

        server.client(settings).register("s", SCHEMA);

        assertThat(server.requests().get(0).authorization()).isEqualTo("Basic " + base64("user:word"));
    }

    @Test
    void sendsABearerToken() {
        server.client(Map.of("bearer.auth.credentials.source", "STATIC_TOKEN", "bearer.auth.token", "abc"))
                .register("s", SCHEMA);

        assertThat(server.requests().get(0).authorization()).isEqualTo("Bearer abc");
    }

    @Test
    void namesNoSecretWhenRefused() {
        server.answerNext(401, "{\"error_code\":401,\"message\":\"Unauthorized\"}");
        String url = server.url().replace("//", "//user:s3cret@");
        SchemaRegistryClient client = server.client(Map.of("schema.registry.url", url));

        assertThatThrownBy(client::checkReachable)
                .isInstanceOf(RegistryFailure.class)
                .hasMessageContaining("check basic.auth.user.info")
                .hasMessageNotContaining("s3cret");
    }

    @Test
    void saysWhereToRegisterWhenItMayNot() {
        SchemaRegistryClient client = server.client(Map.of("auto.register.schemas", "false"));

        assertThatThrownBy(() -> client.forWriting("s", SCHEMA))
                .hasMessage("schema must be registered: subject=s, schema=R, url=" + server.url()
                        + "; register it from schemas/, or set auto.register.schemas=true");
        assertThat(server.requests())
                .extracting(Request::method, Request::rawPath)
                .containsExactly(tuple("POST", "/subjects/s"));
    }

    @Test
    void findsARegisteredSchemaWhenItMayNotRegister() {
        int id = server.hold("s", SCHEMA.toString());

        RegisteredSchema found =
                server.client(Map.of("auto.register.schemas", "false")).forWriting("s", SCHEMA);

        assertThat(found.id()).isEqualTo(id);
    }

    @Test
    void takesTheLatestVersion() {
        int id = server.hold("s", SCHEMA.toString());

        RegisteredSchema latest =
                server.client(Map.of("use.latest.version", "true")).forWriting("s", SCHEMA);

        assertThat(latest).isEqualTo(new RegisteredSchema(id, SCHEMA));
    }

    @Test
    void asksWhetherASchemaIsCompatible() {
        server.answerNext(200, "{\"is_compatible\":false}").answerNext(404, "{\"error_code\":40401}");
        SchemaRegistryClient client = server.client(Map.of());

        assertThat(List.of(client.isCompatible("s", SCHEMA), client.isCompatible("new", SCHEMA)))
                .containsExactly(false, true);
        assertThat(server.requests().get(0).rawPath()).isEqualTo("/compatibility/subjects/s/versions/latest");
    }

    @Test
    void saysThatSomethingElseAnswers() {
        server.answerNext(200, "<html>welcome</html>");

        assertThatThrownBy(() -> server.client(Map.of()).register("s", SCHEMA))
                .hasMessageContaining("check that schema.registry.url is the address of a schema registry");
    }

    @Test
    void reachesARegistryWhoseGatewayShowsAPageForItsConfiguration() {
        server.answerNext(404, "<html>no such page</html>").answerNext(200, "[\"prices-value\"]");

        server.client(Map.of()).checkReachable();

        assertThat(server.requests()).extracting(Request::rawPath).containsExactly("/config", "/subjects");
    }

    @Test
    void refusesAServerThatHasPagesOnly() {
        server.answerNext(404, "<html>no such page</html>").answerNext(404, "<html>no such page</html>");

        assertThatThrownBy(() -> server.client(Map.of()).checkReachable())
                .isInstanceOf(RegistryFailure.class)
                .hasMessage("schema registry must answer in JSON: url=" + server.url()
                        + ", request=/subjects, status=404; check that schema.registry.url is the address of a schema"
                        + " registry");
    }

    @Test
    void refusesRequestsOnceClosed() {
        SchemaRegistryClient client = server.client(Map.of());
        client.close();

        assertThatThrownBy(() -> client.register("s", SCHEMA)).isInstanceOf(IllegalStateException.class);
    }

    private static String base64(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    private static int closedPort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}
