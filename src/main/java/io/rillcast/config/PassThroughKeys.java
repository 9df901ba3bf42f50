package io.rillcast.config;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigDef.ConfigKey;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.streams.StreamsConfig;

/**
 * The settings of Kafka Streams, of Kafka's clients and of the registry client, which keep their own names.
 *
 * <p>Immutable; one instance serves all, since it holds nothing but names.
 */
final class PassThroughKeys {
    /** What Rillcast sets itself, because another value would break it. */
    private static final Set<String> OWNED = Set.of(
            "key.serializer",
            "value.serializer",
            "key.deserializer",
            "value.deserializer",
            "default.key.serde",
            "default.value.serde",
            "group.id",
            "transactional.id",
            "enable.auto.commit",
            "isolation.level",
            "rocksdb.config.setter",
            "ensure.explicit.internal.resource.naming",
            "errors.dead.letter.queue.topic.name");

    /** The registry client takes each of these with and without the prefix {@code schema.registry.}. */
    private static final List<String> REGISTRY = List.of(
            "auto.register.schemas",
            "basic.auth.credentials.source",
            "basic.auth.user.info",
            "bearer.auth.credentials.source",
            "bearer.auth.token",
            "http.connect.timeout.ms",
            "http.read.timeout.ms",
            "max.retries",
            "proxy.host",
            "proxy.port",
            "retries.max.wait.ms",
            "retries.wait.ms",
            "use.latest.version");

    /** Topic settings that Streams hands to the internal topics it creates. */
    private static final List<String> TOPIC = List.of(
            "compression.type",
            "delete.retention.ms",
            "max.compaction.lag.ms",
            "max.message.bytes",
            "min.cleanable.dirty.ratio",
            "min.compaction.lag.ms",
            "min.insync.replicas",
            "retention.bytes",
            "retention.ms",
            "segment.bytes",
            "segment.ms",
            "unclean.leader.election.enable");

    /** The one table of names. */
    static final PassThroughKeys KNOWN = new PassThroughKeys();

    private final Map<String, Optional<ConfigKey>> kafka = new TreeMap<>();
    private final Set<String> registry = new TreeSet<>(REGISTRY);

    private PassThroughKeys() {
        addAll("", ConsumerConfig.configDef());
        addAll("", AdminClientConfig.configDef());
        addAll("", ProducerConfig.configDef());
        addAll("", StreamsConfig.configDef());
        addAll(StreamsConfig.PRODUCER_PREFIX, ProducerConfig.configDef());
        addAll(StreamsConfig.ADMIN_CLIENT_PREFIX, AdminClientConfig.configDef());
        for (String prefix : consumerPrefixes()) {
            addAll(prefix, ConsumerConfig.configDef());
        }
        TOPIC.forEach(name -> kafka.put(StreamsConfig.TOPIC_PREFIX + name, Optional.empty()));
        SettingKeys.ALL.forEach(key -> kafka.remove(key.name()));
        REGISTRY.forEach(name -> registry.add("schema.registry." + name));
        ConfigDef ssl = new ConfigDef().withClientSslSupport();
        ssl.names().forEach(name -> registry.add("schema.registry." + name));
    }

    private static List<String> consumerPrefixes() {
        return List.of(
                StreamsConfig.CONSUMER_PREFIX,
                StreamsConfig.MAIN_CONSUMER_PREFIX,
                StreamsConfig.RESTORE_CONSUMER_PREFIX,
                StreamsConfig.GLOBAL_CONSUMER_PREFIX);
    }

    private void addAll(String prefix, ConfigDef definition) {
        definition.configKeys().forEach((name, key) -> kafka.put(prefix + name, Optional.of(key)));
    }

    /** Every name that passes through, Kafka's before the registry client's. */
    List<String> names() {
        List<String> names = new ArrayList<>(kafka.keySet());
        names.addAll(registry);
        return names;
    }

    boolean contains(String name) {
        return kafka.containsKey(name) || registry.contains(name);
    }

    /** Whether Rillcast sets this itself and nobody else may, under whatever prefix. */
    boolean isOwned(String name) {
        return kafka.containsKey(name) && OWNED.contains(withoutPrefix(name));
    }

    /** What Kafka itself finds wrong with a value, in its words. */
    Optional<String> complaint(String name, String text) {
        ConfigKey key = kafka.getOrDefault(name, Optional.empty()).orElse(null);
        if (key == null) {
            return Optional.empty();
        }
        try {
            Object value = ConfigDef.parseType(name, text, key.type);
            if (key.validator != null) {
                key.validator.ensureValid(name, value);
            }
            return Optional.empty();
        } catch (ConfigException broken) {
            // "Invalid value ... for configuration ...: rule": the rule alone, since the rest is said again.
            return Optional.of(broken.getMessage().replaceFirst("(?s)^Invalid value .* for configuration [^:]*: ", ""));
        }
    }

    /** Whether the value must not be shown. */
    boolean isSecret(String name) {
        boolean isPassword = kafka.getOrDefault(name, Optional.empty())
                .map(key -> key.type == ConfigDef.Type.PASSWORD)
                .orElse(false);
        return isPassword
                || name.endsWith("basic.auth.user.info")
                || name.endsWith("bearer.auth.token")
                || name.endsWith("password")
                || name.endsWith("ssl.keystore.key")
                || name.endsWith("secret");
    }

    /** Those of the registry client, under its names. */
    Map<String, String> registryOnly(Map<String, String> given) {
        Map<String, String> kept = new LinkedHashMap<>();
        given.forEach((name, text) -> {
            if (registry.contains(name)) {
                kept.put(name, text);
            }
        });
        return kept;
    }

    /** Those of Kafka, prefixes and all, as Kafka Streams wants them. */
    Map<String, String> kafkaOnly(Map<String, String> given) {
        Map<String, String> kept = new LinkedHashMap<>();
        given.forEach((name, text) -> {
            if (kafka.containsKey(name)) {
                kept.put(name, text);
            }
        });
        return kept;
    }

    /** Those that one kind of client knows, its prefix taken off; a prefixed one wins over a bare one. */
    static Map<String, String> clientOnly(Map<String, String> given, String prefix, Set<String> names) {
        Map<String, String> kept = new LinkedHashMap<>();
        names.forEach(name -> {
            String text = given.getOrDefault(prefix + name, given.get(name));
            if (text != null) {
                kept.put(name, text);
            }
        });
        return kept;
    }

    private static String withoutPrefix(String name) {
        List<String> prefixes = new ArrayList<>(consumerPrefixes());
        prefixes.add(StreamsConfig.PRODUCER_PREFIX);
        prefixes.add(StreamsConfig.ADMIN_CLIENT_PREFIX);
        return prefixes.stream()
                .filter(name::startsWith)
                .findFirst()
                .map(prefix -> name.substring(prefix.length()))
                .orElse(name);
    }
}
