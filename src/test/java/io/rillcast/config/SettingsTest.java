package io.rillcast.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SettingsTest {
    private static final Map<String, String> GIVEN = Map.ofEntries(
            Map.entry("bootstrap.servers", "a:1"),
            Map.entry("schema.registry.url", "http://me:tiger@r:8081"),
            Map.entry("basic.auth.credentials.source", "USER_INFO"),
            Map.entry("basic.auth.user.info", "me:tiger"),
            Map.entry("schema.registry.retries.wait.ms", "7"),
            Map.entry("sasl.jaas.config", "org.example.Login required password=\"tiger\";"),
            Map.entry("consumer.ssl.key.password", "tiger"),
            Map.entry("security.protocol", "SASL_SSL"),
            Map.entry("linger.ms", "5"),
            Map.entry("producer.linger.ms", "20"),
            Map.entry("main.consumer.max.poll.records", "200"),
            Map.entry("num.stream.threads", "2"));

    @Test
    void hidesSecretsWhereverTheyAreShown() throws Exception {
        Settings settings = read(GIVEN);

        assertThat(settings.toString()).doesNotContain("tiger").contains("security.protocol=SASL_SSL");
        assertThat(settings.shown())
                .containsEntry("basic.auth.user.info", "[hidden]")
                .containsEntry("sasl.jaas.config", "[hidden]")
                .containsEntry("consumer.ssl.key.password", "[hidden]")
                .containsEntry("schema.registry.url", "http://[hidden]@r:8081");
    }

    @Test
    void hidesEveryKindOfSecret() {
        assertThat(List.of(
                        "schema.registry.ssl.truststore.password",
                        "schema.registry.ssl.keystore.key",
                        "schema.registry.basic.auth.user.info",
                        "bearer.auth.token",
                        "ssl.keystore.key",
                        "admin.sasl.jaas.config"))
                .allSatisfy(key -> assertThat(Settings.shown(key, "tiger")).isEqualTo("[hidden]"));
    }

    @Test
    void hidesSecretsInProblemsToo() {
        Map<String, String> wrong = Map.of("bootstrap.servers", "a:1", "schema.registry.url", "ftp://me:tiger@r:8081");

        SettingsException problems = catchThrowableOfType(SettingsException.class, () -> read(wrong));

        assertThat(problems)
                .hasMessage("schema.registry.url must be a comma-separated list of http:// or https:// addresses:"
                        + " schema.registry.url=ftp://[hidden]@r:8081, source=-D");
    }

    @Test
    void passesKafkasOwnSettingsToStreamsUnderTheirNames() throws Exception {
        Map<String, String> properties = read(GIVEN).streamsProperties();

        assertThat(properties)
                .containsEntry("bootstrap.servers", "a:1")
                .containsEntry("application.id", "rillcast")
                .containsEntry("num.stream.threads", "2")
                .containsEntry("producer.linger.ms", "20")
                .containsEntry("main.consumer.max.poll.records", "200")
                .doesNotContainKeys("basic.auth.user.info", "schema.registry.retries.wait.ms");
    }

    @Test
    void givesEachClientWhatItKnowsWithItsPrefixTakenOff() throws Exception {
        Settings settings = read(GIVEN);

        assertThat(settings.producerProperties())
                .containsEntry("linger.ms", "20")
                .containsEntry("security.protocol", "SASL_SSL")
                .doesNotContainKeys("num.stream.threads", "ssl.key.password");
        assertThat(settings.consumerProperties())
                .containsEntry("ssl.key.password", "tiger")
                .doesNotContainKeys("linger.ms");
        assertThat(settings.adminProperties())
                .containsOnlyKeys("bootstrap.servers", "security.protocol", "sasl.jaas.config");
    }

    @Test
    void letsAProducerHaveOneRequestUnderWayUnlessTold() throws Exception {
        String key = "max.in.flight.requests.per.connection";

        assertThat(read(GIVEN).producerProperties()).containsEntry(key, "1");
        Map<String, String> chosen = new HashMap<>(GIVEN);
        chosen.put(key, "2");
        assertThat(read(chosen).producerProperties()).containsEntry(key, "2");
        chosen.put("producer." + key, "3");
        assertThat(read(chosen).producerProperties()).containsEntry(key, "3");
    }

    @Test
    void givesTheRegistryClientItsOwnSettings() throws Exception {
        Settings settings = read(GIVEN);

        assertThat(settings.registryProperties())
                .containsOnly(
                        Map.entry("schema.registry.url", "http://me:tiger@r:8081"),
                        Map.entry("basic.auth.credentials.source", "USER_INFO"),
                        Map.entry("basic.auth.user.info", "me:tiger"),
                        Map.entry("schema.registry.retries.wait.ms", "7"));
    }

    private static Settings read(Map<String, String> given) throws SettingsException {
        return SettingsReader.read(List.of(SettingsSource.commandLine(new HashMap<>(given))));
    }
}
