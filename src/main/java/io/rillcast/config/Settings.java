package io.rillcast.config;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.streams.StreamsConfig;

/** What the operator chose, checked; immutable. */
public final class Settings {
    /** What stands in the place of a secret. */
    static final String HIDDEN = "[hidden]";

    private final Map<SettingKey<?>, Object> values;
    private final Map<String, String> given;
    private final Map<String, String> written;

    /**
     * Settings that were checked by {@link SettingsReader}.
     *
     * @param values a value for every key
     * @param given the texts that were given, own keys and passed-through ones, by key
     * @param written the same as they were written, with references to files in place of what these hold
     */
    Settings(Map<SettingKey<?>, Object> values, Map<String, String> given, Map<String, String> written) {
        this.values = Map.copyOf(values);
        this.given = new TreeMap<>(given);
        this.written = new TreeMap<>(written);
    }

    /** The value of a key, or its default. */
    public <T> T value(SettingKey<T> key) {
        return key.type().javaType().cast(values.get(key));
    }

    /** For Kafka Streams: the brokers, the application id, and what passes through under Kafka's names and prefixes. */
    public Map<String, String> streamsProperties() {
        Map<String, String> properties = new LinkedHashMap<>(PassThroughKeys.KNOWN.kafkaOnly(given));
        properties.put(StreamsConfig.BOOTSTRAP_SERVERS_CONFIG, value(SettingKeys.BOOTSTRAP_SERVERS));
        properties.put(StreamsConfig.APPLICATION_ID_CONFIG, value(SettingKeys.APPLICATION_ID));
        return properties;
    }

    /** For a producer of ours: the brokers and what passes through, bare or under {@code producer.}. */
    public Map<String, String> producerProperties() {
        Map<String, String> properties = clientProperties(StreamsConfig.PRODUCER_PREFIX, ProducerConfig.configNames());
        properties.putIfAbsent(ProducerConfig.MAX_IN_FLIGHT_REQUESTS_PER_CONNECTION, "1");
        return properties;
    }

    /** For a consumer of ours: the brokers and what passes through, bare or under {@code consumer.}. */
    public Map<String, String> consumerProperties() {
        return clientProperties(StreamsConfig.CONSUMER_PREFIX, ConsumerConfig.configNames());
    }

    /** For an admin client of ours: the brokers and what passes through, bare or under {@code admin.}. */
    public Map<String, String> adminProperties() {
        return clientProperties(StreamsConfig.ADMIN_CLIENT_PREFIX, AdminClientConfig.configNames());
    }

    /** For the schema registry client, under Confluent's names, with {@code schema.registry.url}. */
    public Map<String, String> registryProperties() {
        Map<String, String> properties = new LinkedHashMap<>(PassThroughKeys.KNOWN.registryOnly(given));
        properties.put(SettingKeys.SCHEMA_REGISTRY_URL.name(), value(SettingKeys.SCHEMA_REGISTRY_URL));
        return properties;
    }

    /** What was given, by key and in its order, with secrets hidden and no file's content: fit for a log or a page. */
    public Map<String, String> shown() {
        Map<String, String> shown = new TreeMap<>();
        written.forEach((key, text) -> shown.put(key, shown(key, text)));
        return shown;
    }

    /** The text of a key as it may be shown. */
    static String shown(String key, String text) {
        if (PassThroughKeys.KNOWN.isSecret(key)) {
            return HIDDEN;
        }
        return key.equals(SettingKeys.SCHEMA_REGISTRY_URL.name())
                ? text.replaceAll("://[^/@,]*@", "://" + HIDDEN + "@")
                : text;
    }

    /** The settings as {@link #shown}. */
    @Override
    public String toString() {
        return shown().toString();
    }

    private Map<String, String> clientProperties(String prefix, Set<String> names) {
        Map<String, String> properties = PassThroughKeys.clientOnly(given, prefix, names);
        properties.put(StreamsConfig.BOOTSTRAP_SERVERS_CONFIG, value(SettingKeys.BOOTSTRAP_SERVERS));
        return properties;
    }
}
