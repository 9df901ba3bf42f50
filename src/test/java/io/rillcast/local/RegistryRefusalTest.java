package io.rillcast.local;

import static org.assertj.core.api.Assertions.assertThat;

import io.rillcast.local.RegistryCalls.Answer;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RegistryRefusalTest {
    private static final String RAIN = "{'type':'record','name':'Rain','fields':[{'name':'mm','type':'double'}]}";
    private static final String RAIN_AS_TEXT =
            "{'type':'record','name':'Rain','fields':[{'name':'mm','type':'string'}]}";

    @TempDir
    private Path dir;

    private RegistryServer server;
    private RegistryCalls calls;

    @BeforeEach
    void start() {
        server = RegistryServer.start(dir, 0);
        calls = new RegistryCalls(server.url());
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void refusesWhatIsNoAvroSchema() {
        String versions = "/subjects/rain-value/versions";

        assertThat(calls.postSchema(versions, "{'type':'recrod'}").errorCode()).isEqualTo(42201);
        assertThat(calls.postSchema(versions, " ").errorCode()).isEqualTo(42201);
        assertThat(calls.post(versions, "{}").errorCode()).isEqualTo(42201);
        assertThat(calls.post(versions, "{\"schemaType\":\"PROTOBUF\",\"schema\":\"x\"}")
                        .text())
                .isEqualTo("{'error_code':42201,'message':'Invalid schema: this registry holds AVRO schemas only: "
                        + "schemaType=PROTOBUF'}");
        assertThat(calls.post(versions, "{\"schema\":\"\\\"string\\\"\",\"id\":7}")
                        .errorCode())
                .isEqualTo(42205);
        assertThat(calls.postSchema(versions, "string").status()).isEqualTo(200);
    }

    @Test
    void namesWhatIsWrongWithARequest() {
        calls.postSchema("/subjects/rain-value/versions", RAIN);

        assertThat(calls.get("/subjects/nowhere/versions").text())
                .isEqualTo("{'error_code':40401,'message':'Subject 'nowhere' not found.'}");
        assertThat(calls.get("/subjects/rain-value/versions/0").errorCode()).isEqualTo(42202);
        assertThat(calls.get("/subjects/rain-value/versions/newest").status()).isEqualTo(422);
        assertThat(calls.get("/subjects/rain-value/versions/5").status()).isEqualTo(404);
        assertThat(calls.get("/schemas/ids/99").text())
                .isEqualTo("{'error_code':40403,'message':'Schema 99 not found'}");
        assertThat(calls.get("/nonsense").status()).isEqualTo(404);
        assertThat(calls.put("/subjects", "{}").status()).isEqualTo(405);
        assertThat(calls.post("/subjects/rain-value/versions", "{oops").status())
                .isEqualTo(400);
        assertThat(calls.send("POST", "/subjects/rain-value/versions", "{}", "text/plain")
                        .status())
                .isEqualTo(415);
        assertThat(calls.post("/subjects/rain-value/versions", " ".repeat(5_000_000))
                        .status())
                .isEqualTo(413);
    }

    @Test
    void refusesAnIncompatibleVersion() {
        calls.postSchema("/subjects/rain-value/versions", RAIN);

        Answer refused = calls.postSchema("/subjects/rain-value/versions", RAIN_AS_TEXT);

        assertThat(refused.status()).isEqualTo(409);
        assertThat(refused.errorCode()).isEqualTo(409);
        assertThat(refused.body().get("message").asText())
                .startsWith("Schema being registered is incompatible with an earlier schema for subject \"rain-value\"")
                .contains("TYPE_MISMATCH");
        assertThat(calls.get("/subjects/rain-value/versions").text()).isEqualTo("[1]");
    }

    @Test
    void refusesWhatItWouldHaveToForget() {
        Answer metadata = calls.post(
                "/subjects/rain-value/versions", "{\"schema\":\"\\\"string\\\"\",\"metadata\":{\"owner\":\"met\"}}");
        Answer alias = calls.put("/config/rain-value", "{'compatibility':'FULL','alias':'rain'}");
        Answer nothing = calls.put("/config/rain-value", "{'compatibility':'FULL','alias':null,'normalize':false}");

        assertThat(metadata.errorCode()).isEqualTo(42201);
        assertThat(alias.text())
                .isEqualTo("{'error_code':400,'message':'malformed request: this registry knows the setting "
                        + "compatibility only: setting=alias'}");
        assertThat(nothing.status()).isEqualTo(200);
    }
}
