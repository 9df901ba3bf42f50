package io.rillcast.app;

import io.rillcast.config.SettingKeys;
import io.rillcast.config.Settings;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.errors.AuthenticationException;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;

/** Finds out at start whether the cluster can be used, and says in one sentence what is wrong where it cannot. */
final class ClusterCheck {
    /** Enough for a slow handshake, short enough to wait for at a terminal. */
    private static final String API_TIMEOUT_MS = "15000";

    private static final String SECURITY_PROTOCOL = AdminClientConfig.SECURITY_PROTOCOL_CONFIG;

    private final Settings settings;

    /** For the cluster of these settings. */
    ClusterCheck(Settings settings) {
        this.settings = settings;
    }

    /**
     * Checks that brokers are there and let us in.
     *
     * @throws CommandFailure if not
     */
    void requireUsable() throws InterruptedException {
        requireBrokers();
        ask("tell who they are", admin -> admin.describeCluster().nodes());
    }

    /**
     * Checks that brokers are there and let us in, and that topics exist.
     *
     * @param advice what to do about one that is missing
     * @throws CommandFailure if not, with a sentence for each topic
     */
    void requireTopics(Collection<String> topics, String advice) throws InterruptedException {
        requireUsable();
        Checks each = new Checks();
        for (String topic : topics) {
            each.holds(() -> requireTopic(topic, advice));
        }
        each.requireAllPassed();
    }

    private void requireTopic(String topic, String advice) throws InterruptedException {
        try {
            ask(
                    "describe topic " + topic,
                    admin -> admin.describeTopics(List.of(topic)).allTopicNames());
        } catch (CommandFailure failed) {
            if (failed.getCause() instanceof UnknownTopicOrPartitionException) {
                throw new CommandFailure(
                        "topic must exist: topic=" + topic + ", " + servers() + "; " + advice, failed.getCause());
            }
            throw failed;
        }
    }

    /** Without this Kafka's client fills the terminal with warnings until it gives up, or takes a page for a length. */
    private void requireBrokers() {
        boolean isTls = securityProtocol().endsWith("SSL");
        boolean isAnybodyThere = false;
        for (String server : settings.value(SettingKeys.BOOTSTRAP_SERVERS).split(",", -1)) {
            BrokerProbe.Answer answer = BrokerProbe.ask(server.strip(), isTls);
            isAnybodyThere |= answer == BrokerProbe.Answer.BROKER;
            if (answer != BrokerProbe.Answer.BROKER && answer != BrokerProbe.Answer.NOBODY) {
                throw new CommandFailure("a Kafka broker must answer at each address: server=" + server.strip()
                        + ", security.protocol=" + securityProtocol() + ", found=" + answer.words()
                        + "; mend bootstrap.servers or security.protocol");
            }
        }
        if (!isAnybodyThere) {
            throw new CommandFailure("a broker must be reachable: " + servers() + "; start it, or mend the setting");
        }
    }

    /** One thing to be asked. */
    private interface Question {
        KafkaFuture<?> of(Admin admin);
    }

    private void ask(String what, Question question) throws InterruptedException {
        Map<String, Object> properties = new HashMap<>(settings.adminProperties());
        properties.putIfAbsent(AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, API_TIMEOUT_MS);
        // A request must not outlast all of them together.
        properties.putIfAbsent(
                AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG,
                properties.get(AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG));
        try (Admin admin = Admin.create(properties)) {
            question.of(admin).get();
        } catch (ExecutionException failed) {
            throw explained(what, failed.getCause());
        } catch (KafkaException unfit) {
            throw new CommandFailure(
                    "the settings of Kafka's clients must fit together: found=" + reasonOf(unfit)
                            + "; mend security.protocol, sasl.* or ssl.*",
                    unfit);
        }
    }

    private CommandFailure explained(String what, Throwable cause) {
        if (cause instanceof AuthenticationException) {
            return new CommandFailure(
                    "the cluster must accept who we are: " + servers() + ", found=" + cause.getMessage()
                            + "; mend security.protocol and sasl.* or ssl.*",
                    cause);
        }
        if (cause instanceof AuthorizationException) {
            return new CommandFailure(
                    "we must be allowed to have the brokers " + what + ": " + servers() + ", found="
                            + cause.getMessage(),
                    cause);
        }
        if (cause instanceof TimeoutException) {
            return new CommandFailure(
                    "the cluster must answer: " + servers() + ", security.protocol=" + securityProtocol()
                            + "; check that this port does not ask for another security.protocol, as one does that"
                            + " takes connections and closes them",
                    cause);
        }
        return new CommandFailure(
                "the brokers must " + what + ": " + servers() + ", found=" + cause.getMessage(), cause);
    }

    private String servers() {
        return "bootstrap.servers=" + settings.value(SettingKeys.BOOTSTRAP_SERVERS);
    }

    private String securityProtocol() {
        return settings.adminProperties().getOrDefault(SECURITY_PROTOCOL, "PLAINTEXT");
    }

    /** What the innermost exception of Kafka's own was about, and the reason below it if that says more. */
    private static String reasonOf(KafkaException outer) {
        Throwable deepest = outer;
        while (deepest.getCause() instanceof KafkaException inner) {
            deepest = inner;
        }
        Throwable root = deepest;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        String about = String.valueOf(deepest.getMessage());
        String reason = String.valueOf(root.getMessage());
        return about.contains(reason) ? about : about + ", " + reason;
    }
}
