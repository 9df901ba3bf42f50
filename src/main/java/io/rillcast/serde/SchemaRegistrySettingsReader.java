package io.rillcast.serde;

import io.rillcast.serde.SchemaRegistrySettings.Connection;
import io.rillcast.serde.SchemaRegistrySettings.Patience;
import io.rillcast.serde.SchemaRegistrySettings.SchemaUse;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.config.types.Password;
import org.apache.kafka.common.security.ssl.DefaultSslEngineFactory;

/** Reads {@link SchemaRegistrySettings} from text and collects everything that is wrong; used once. */
final class SchemaRegistrySettingsReader {
    private static final String PREFIX = "schema.registry.";
    private static final String SSL_PREFIX = PREFIX + "ssl.";
    private static final String URL = "schema.registry.url";

    private final Map<String, ?> settings;
    private final List<String> problems = new ArrayList<>();

    SchemaRegistrySettingsReader(Map<String, ?> settings) {
        this.settings = settings;
    }

    SchemaRegistrySettings read() {
        List<URI> urls = urls();
        SchemaUse use = use();
        Connection connection = new Connection(authentication(), tls(), proxy());
        // Shorter than Confluent's 60 s for a connection: all rounds together must stay below max.poll.interval.ms.
        Patience patience = new Patience(
                number("http.connect.timeout.ms", 5_000, 1, 600_000),
                number("http.read.timeout.ms", 15_000, 1, 600_000),
                (int) number("max.retries", 3, 0, 100),
                number("retries.wait.ms", 500, 0, 600_000),
                number("retries.max.wait.ms", 10_000, 0, 600_000));
        if (!problems.isEmpty()) {
            throw new IllegalArgumentException(
                    "schema registry settings must be right: " + String.join("; ", problems));
        }
        return new SchemaRegistrySettings(urls, use, connection, patience);
    }

    private List<URI> urls() {
        Optional<String> text = text(URL);
        if (text.isEmpty()) {
            problems.add(URL + " is missing; set it to the registry's address, for example http://localhost:8081");
            return List.of();
        }
        List<URI> urls = new ArrayList<>();
        for (String part : text.get().split(",", -1)) {
            try {
                urls.add(RegistryUrls.parse(part));
            } catch (IllegalArgumentException e) {
                problems.add(URL + " " + e.getMessage() + ": address=" + (urls.size() + 1));
            }
        }
        return urls;
    }

    private SchemaUse use() {
        boolean latest = flag("use.latest.version", false);
        // Confluent's client lets auto.register.schemas win; both on together is its documented misuse.
        Optional<String> register = text("auto.register.schemas");
        if (latest && register.isPresent() && flag("auto.register.schemas", true)) {
            problems.add("auto.register.schemas and use.latest.version must not both be true; set one to false");
        }
        return latest ? SchemaUse.LATEST : flag("auto.register.schemas", true) ? SchemaUse.REGISTER : SchemaUse.LOOK_UP;
    }

    private RegistryAuthentication authentication() {
        Optional<String> token = text("bearer.auth.token");
        Optional<String> bearerSource = text("bearer.auth.credentials.source");
        Optional<String> basicSource = text("basic.auth.credentials.source");
        Optional<String> userInfo = text("basic.auth.user.info");
        if (bearerSource.isPresent() && !bearerSource.get().equals("STATIC_TOKEN")) {
            problems.add("bearer.auth.credentials.source must be STATIC_TOKEN: value=" + bearerSource.get());
        }
        if (bearerSource.isPresent() && token.isEmpty()) {
            problems.add("bearer.auth.token is missing; bearer.auth.credentials.source asks for it");
        }
        if (token.isPresent() && (basicSource.isPresent() || userInfo.isPresent())) {
            problems.add("bearer.auth.* and basic.auth.* must not both be set; remove one");
        }
        if (token.isPresent()) {
            return RegistryAuthentication.bearer(token.get());
        }
        String source = basicSource.orElse(userInfo.isPresent() ? "USER_INFO" : "URL");
        if (source.equals("USER_INFO")) {
            if (userInfo.isEmpty() || userInfo.get().indexOf(':') < 0) {
                problems.add("basic.auth.user.info must be user:password with basic.auth.credentials.source=USER_INFO");
            }
            return RegistryAuthentication.basic(userInfo.orElse(""));
        }
        if (!source.equals("URL")) {
            problems.add("basic.auth.credentials.source must be URL or USER_INFO: value=" + source);
        }
        return RegistryAuthentication.BY_URL;
    }

    private Optional<SSLContext> tls() {
        Map<String, Object> ssl = new HashMap<>();
        settings.forEach((key, value) -> {
            if (key.startsWith(SSL_PREFIX) && value != null) {
                ssl.put(key.substring(PREFIX.length()), value);
            }
        });
        if ("".equals(ssl.get("ssl.endpoint.identification.algorithm"))) {
            problems.add(SSL_PREFIX + "endpoint.identification.algorithm must not be empty; the registry's host name is"
                    + " always checked, use a certificate that names it");
        }
        if (ssl.isEmpty()) {
            return Optional.empty();
        }
        // Kafka's own reader, so that JKS, PKCS12 and PEM mean the same here as for the brokers.
        try (DefaultSslEngineFactory factory = new DefaultSslEngineFactory()) {
            factory.configure(new ConfigDef().withClientSslSupport().parse(ssl));
            return Optional.of(factory.sslContext());
        } catch (KafkaException e) {
            problems.add(SSL_PREFIX + "* cannot be used: problem=" + rootMessage(e));
            return Optional.empty();
        }
    }

    private Optional<InetSocketAddress> proxy() {
        Optional<String> host = text("proxy.host");
        if (host.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(InetSocketAddress.createUnresolved(host.get(), (int) number("proxy.port", 80, 1, 65_535)));
    }

    private Optional<String> text(String key) {
        Object value = settings.get(key);
        if (value == null && !key.startsWith(PREFIX)) {
            value = settings.get(PREFIX + key);
        }
        if (value instanceof Password secret) {
            value = secret.value();
        }
        if (value instanceof List<?> parts) {
            value = String.join(",", parts.stream().map(String::valueOf).toList());
        }
        return Optional.ofNullable(value).map(found -> found.toString().strip()).filter(found -> !found.isEmpty());
    }

    private boolean flag(String key, boolean otherwise) {
        Optional<String> text = text(key).map(found -> found.toLowerCase(Locale.ROOT));
        if (text.isPresent() && !text.get().equals("true") && !text.get().equals("false")) {
            problems.add(key + " must be true or false: value=" + text.get());
        }
        return text.map("true"::equals).orElse(otherwise);
    }

    private long number(String key, long otherwise, long least, long most) {
        Optional<String> text = text(key);
        if (text.isEmpty()) {
            return otherwise;
        }
        try {
            long value = Long.parseLong(text.get());
            if (value >= least && value <= most) {
                return value;
            }
        } catch (NumberFormatException e) {
            // Said below, like a number out of range.
        }
        problems.add(key + " must be a whole number from " + least + " to " + most + ": value=" + text.get());
        return otherwise;
    }

    private static String rootMessage(KafkaException e) {
        if (e instanceof ConfigException) {
            return e.getMessage();
        }
        Throwable root = e;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        return root.getMessage();
    }
}
