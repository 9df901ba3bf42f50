package io.rillcast.serde;

import java.net.InetSocketAddress;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.net.ssl.SSLContext;

/**
 * How to reach a schema registry and what to do with our schemas there; immutable, shows no secrets.
 *
 * @param urls its addresses, tried in this order; at least one
 * @param use what a serializer does with its schema
 * @param connection how requests are sent
 * @param patience how long and how often
 */
public record SchemaRegistrySettings(List<URI> urls, SchemaUse use, Connection connection, Patience patience) {
    /** What a serializer does with its schema before its first record of a topic. */
    public enum SchemaUse {
        /** Registers it, which the registry refuses if it is not compatible with those before ({@code auto.register.schemas}). */
        REGISTER,
        /** Looks its id up, and fails if it has not been registered. */
        LOOK_UP,
        /** Writes with the latest schema of the subject ({@code use.latest.version}). */
        LATEST
    }

    /**
     * How requests are sent.
     *
     * @param authentication who asks
     * @param tls for https, the JVM's default if empty
     * @param proxy to go through, if any
     */
    record Connection(
            RegistryAuthentication authentication, Optional<SSLContext> tls, Optional<InetSocketAddress> proxy) {
        @Override
        public String toString() {
            return "Connection[authentication=" + authentication + ", ownTls=" + tls.isPresent() + ", proxy=" + proxy
                    + "]";
        }
    }

    /**
     * How long and how often a request is tried.
     *
     * @param connectTimeoutMs for one connection
     * @param readTimeoutMs for one whole answer
     * @param retries rounds over all addresses after the first
     * @param waitMs before the second round, doubled before each further one
     * @param mostWaitMs the longest wait between two rounds
     */
    record Patience(long connectTimeoutMs, long readTimeoutMs, int retries, long waitMs, long mostWaitMs) {}

    /** Copies the addresses. */
    public SchemaRegistrySettings {
        urls = List.copyOf(urls);
    }

    /**
     * Reads settings under the names of Confluent's own client, with or without the prefix {@code schema.registry.}:
     * {@code schema.registry.url}, {@code basic.auth.*}, {@code bearer.auth.*}, {@code schema.registry.ssl.*},
     * {@code auto.register.schemas}, {@code use.latest.version}, {@code http.connect.timeout.ms},
     * {@code http.read.timeout.ms}, {@code max.retries}, {@code retries.wait.ms}, {@code retries.max.wait.ms},
     * {@code proxy.host}, {@code proxy.port}. Other keys are ignored.
     *
     * @throws IllegalArgumentException listing every wrong key and what to do
     */
    public static SchemaRegistrySettings of(Map<String, ?> settings) {
        return new SchemaRegistrySettingsReader(settings).read();
    }

    @Override
    public String toString() {
        return "SchemaRegistrySettings[urls="
                + urls.stream().map(RegistryUrls::withoutUserInfo).toList() + ", use=" + use + ", connection="
                + connection + ", patience=" + patience + "]";
    }
}
