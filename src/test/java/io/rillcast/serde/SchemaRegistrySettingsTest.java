package io.rillcast.serde;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rillcast.serde.SchemaRegistrySettings.SchemaUse;
import java.net.URI;
import java.util.Map;
import org.apache.kafka.common.config.types.Password;
import org.junit.jupiter.api.Test;

class SchemaRegistrySettingsTest {
    private static final String URL = "schema.registry.url";

    @Test
    void readsSeveralUrls() {
        SchemaRegistrySettings settings = SchemaRegistrySettings.of(Map.of(URL, "http://a:1, https://b/path/"));

        assertThat(settings.urls()).containsExactly(URI.create("http://a:1"), URI.create("https://b/path/"));
    }

    @Test
    void registersUnlessToldOtherwise() {
        assertThat(SchemaRegistrySettings.of(Map.of(URL, "http://a")).use()).isEqualTo(SchemaUse.REGISTER);
        assertThat(SchemaRegistrySettings.of(Map.of(URL, "http://a", "auto.register.schemas", false))
                        .use())
                .isEqualTo(SchemaUse.LOOK_UP);
        assertThat(SchemaRegistrySettings.of(Map.of(URL, "http://a", "use.latest.version", "true"))
                        .use())
                .isEqualTo(SchemaUse.LATEST);
    }

    @Test
    void namesEveryWrongKeyAtOnce() {
        Map<String, Object> wrong = Map.of(
                URL,
                "localhost:8081",
                "auto.register.schemas",
                "yes",
                "max.retries",
                "-1",
                "bearer.auth.token",
                "t",
                "basic.auth.user.info",
                "u:p",
                "schema.registry.ssl.truststore.location",
                "/does/not/exist.jks");

        assertThatThrownBy(() -> SchemaRegistrySettings.of(wrong))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("schema registry settings must be right: ")
                .hasMessageContaining("schema.registry.url must begin with http:// or https:// and a host: address=1")
                .hasMessageContaining("auto.register.schemas must be true or false: value=yes")
                .hasMessageContaining("max.retries must be a whole number from 0 to 100: value=-1")
                .hasMessageContaining("bearer.auth.* and basic.auth.* must not both be set; remove one")
                .hasMessageContaining("schema.registry.ssl.* cannot be used: problem=/does/not/exist.jks");
    }

    @Test
    void saysThatTheUrlIsMissing() {
        assertThatThrownBy(() -> SchemaRegistrySettings.of(Map.of()))
                .hasMessage("schema registry settings must be right: schema.registry.url is missing; set it to the"
                        + " registry's address, for example http://localhost:8081");
    }

    @Test
    void showsNoSecretOfAnUnusableUrl() {
        assertThatThrownBy(() -> SchemaRegistrySettings.of(Map.of(URL, "http://user:s3cret@ho st")))
                .hasMessageNotContaining("s3cret");
    }

    @Test
    void showsNoSecrets() {
        String byUrl = SchemaRegistrySettings.of(Map.of(URL, "http://user:s3cret@host:1"))
                .toString();
        String byUserInfo = SchemaRegistrySettings.of(
                        Map.of(URL, "http://h", "basic.auth.user.info", new Password("user:s3cret")))
                .toString();
        String byToken = SchemaRegistrySettings.of(Map.of(URL, "http://h", "bearer.auth.token", "s3cret"))
                .toString();

        assertThat(byUrl + byUserInfo + byToken).doesNotContain("s3cret").contains("http://host:1", "[hidden]");
    }

    @Test
    void insistsOnCheckingTheHostName() {
        Map<String, String> lax = Map.of(URL, "https://a", "schema.registry.ssl.endpoint.identification.algorithm", "");

        assertThatThrownBy(() -> SchemaRegistrySettings.of(lax)).hasMessageContaining("must not be empty");
    }
}
