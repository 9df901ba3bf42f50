package io.rillcast.deploy;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.awaitility.Awaitility.await;

import io.rillcast.local.EmbeddedBroker;
import io.rillcast.local.LoopbackPorts;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ScramCredentialInfo;
import org.apache.kafka.clients.admin.ScramMechanism;
import org.apache.kafka.clients.admin.UserScramCredentialUpsertion;
import org.apache.kafka.common.acl.AclBinding;

/**
 * The embedded broker with Kafka's own authorizer, where nobody may do anything without an ACL: one listener for SCRAM
 * over TLS, one for TLS with client certificates, and one without either for the test itself, which may do all.
 */
final class SecuredBroker implements AutoCloseable {
    static final String USER = "rillcast";
    static final String PASSWORD = "tiger";

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final EmbeddedBroker broker;
    private final Admin admin;
    private final int scramPort;
    private final int certificatePort;
    private final Path secrets;

    private SecuredBroker(Path dir) {
        List<Integer> ports = LoopbackPorts.free(4);
        scramPort = ports.get(0);
        certificatePort = ports.get(1);
        KeyPairs server = KeyPairs.make(dir, "server");
        KeyPairs client = KeyPairs.make(dir, USER);
        secrets = dir.resolve("secrets");
        write("ca.crt", server.certificate());
        write("user.crt", client.certificate());
        write("user.key", client.key());
        write(
                "sasl.jaas.config",
                "org.apache.kafka.common.security.scram.ScramLoginModule required username=\"" + USER + "\" password=\""
                        + PASSWORD + "\";\n");
        broker = EmbeddedBroker.start(
                dir, ports.get(2), settings(ports, server, write("clients.pem", client.certificate())));
        admin = Admin.create(Map.of("bootstrap.servers", broker.bootstrapServers()));
    }

    /** Starts it with a user and no ACLs. */
    static SecuredBroker start(Path dir) throws Exception {
        SecuredBroker secured = new SecuredBroker(dir);
        ScramCredentialInfo info = new ScramCredentialInfo(ScramMechanism.SCRAM_SHA_512, 4096);
        secured.admin
                .alterUserScramCredentials(List.of(new UserScramCredentialUpsertion(USER, info, PASSWORD)))
                .all()
                .get(60, SECONDS);
        return secured;
    }

    private Path write(String file, String text) {
        try {
            return Files.writeString(Files.createDirectories(secrets).resolve(file), text);
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    private static Map<String, String> settings(List<Integer> ports, KeyPairs server, Path clients) {
        Map<String, String> settings = new HashMap<>();
        String scram = "SASL_SSL://127.0.0.1:" + ports.get(0);
        String certificates = "SSL://127.0.0.1:" + ports.get(1);
        String plain = "PLAINTEXT://127.0.0.1:" + ports.get(2);
        String clientListeners = scram + "," + certificates + "," + plain;
        settings.put("listeners", clientListeners + ",CONTROLLER://127.0.0.1:" + ports.get(3));
        settings.put("advertised.listeners", clientListeners);
        settings.put("controller.quorum.voters", "1@127.0.0.1:" + ports.get(3));
        settings.put(
                "listener.security.protocol.map", "SASL_SSL:SASL_SSL,SSL:SSL,PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT");
        settings.put("sasl.enabled.mechanisms", "SCRAM-SHA-512");
        settings.put(
                "listener.name.sasl_ssl.scram-sha-512.sasl.jaas.config",
                "org.apache.kafka.common.security.scram.ScramLoginModule required;");
        settings.put("ssl.keystore.location", server.store().toString());
        settings.put("ssl.keystore.password", KeyPairs.PASSWORD);
        settings.put("ssl.keystore.type", "PKCS12");
        settings.put("ssl.truststore.location", clients.toString());
        settings.put("ssl.truststore.type", "PEM");
        settings.put("listener.name.ssl.ssl.client.auth", "required");
        settings.put("ssl.principal.mapping.rules", "RULE:^CN=(.*)$/$1/");
        settings.put("authorizer.class.name", "org.apache.kafka.metadata.authorizer.StandardAuthorizer");
        settings.put("super.users", "User:ANONYMOUS");
        settings.put("group.initial.rebalance.delay.ms", "0");
        return settings;
    }

    /** A client that may do all; closed with the broker. */
    Admin admin() {
        return admin;
    }

    /** Where one may do all. */
    String bootstrapServers() {
        return broker.bootstrapServers();
    }

    /** What the production overlay sets, with the secrets in files. */
    Map<String, String> scramSettings() {
        return Map.of(
                "bootstrap.servers",
                "127.0.0.1:" + scramPort,
                "security.protocol",
                "SASL_SSL",
                "sasl.mechanism",
                "SCRAM-SHA-512",
                "sasl.jaas.config",
                "${dir:" + secrets + ":sasl.jaas.config}",
                "ssl.truststore.type",
                "PEM",
                "ssl.truststore.location",
                secrets.resolve("ca.crt").toString());
    }

    /** The same user by a certificate. */
    Map<String, String> certificateSettings() {
        return Map.of(
                "bootstrap.servers", "127.0.0.1:" + certificatePort,
                "security.protocol", "SSL",
                "ssl.keystore.type", "PEM",
                "ssl.keystore.key", "${dir:" + secrets + ":user.key}",
                "ssl.keystore.certificate.chain", "${dir:" + secrets + ":user.crt}",
                "ssl.truststore.type", "PEM",
                "ssl.truststore.certificates", "${dir:" + secrets + ":ca.crt}");
    }

    /** Grants, and returns when the broker heeds it. */
    void grant(List<AclBinding> rights) throws Exception {
        admin.createAcls(rights).all().get(60, SECONDS);
        await().atMost(PATIENCE).until(() -> rights.stream().allMatch(this::isThere));
    }

    /** Takes a right away, and returns when the broker heeds it. */
    void revoke(AclBinding right) throws Exception {
        admin.deleteAcls(List.of(right.toFilter())).all().get(60, SECONDS);
        await().atMost(PATIENCE).until(() -> !isThere(right));
    }

    private boolean isThere(AclBinding right) {
        try {
            return admin.describeAcls(right.toFilter())
                    .values()
                    .get(60, SECONDS)
                    .contains(right);
        } catch (Exception failed) {
            throw new AssertionError(failed);
        }
    }

    @Override
    public void close() {
        admin.close();
        broker.close();
    }
}
