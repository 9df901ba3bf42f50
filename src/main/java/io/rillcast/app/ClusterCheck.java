package io.rillcast.app;

import io.rillcast.config.SettingKeys;
import io.rillcast.config.Settings;
import java.util.ArrayList;
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
        usableBrokers();
    }

    private List<String> usableBrokers() throws InterruptedException {
        List<String> brokers = requireBrokers();
        ask(brokers, "tell who they are", admin -> admin.describeCluster().nodes());
        return brokers;
    }

    /**
     * Checks that brokers are there and let us in, and that topics exist.
     *
     * @param advice what to do about one that is missing
     * @throws CommandFailure if not, with a sentence for each topic
     */
    void requireTopics(Collection<String> topics, String advice) throws InterruptedException {
        List<String> brokers = usableBrokers();
        Checks each = new Checks();
        for (String topic : topics) {
            each.holds(() -> requireTopic(brokers, topic, advice));
        }
        each.requireAllPassed();
    }

    private void requireTopic(List<String> brokers, String topic, String advice) throws InterruptedException {
        try {
            ask(
                    brokers,
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

    /**
     * Without this Kafka's client fills the terminal with warnings until it gives up, or takes a page for a length. What
     * stands before a broker that is down may take connections and close them, or say nothing: it harms nobody while
     * another address answers.
     */
    private List<String> requireBrokers() {
        boolean isTls = securityProtocol().endsWith("SSL");
        List<String> brokers = new ArrayList<>();
        List<CommandFailure> mute = new ArrayList<>();
        for (String one : settings.value(SettingKeys.BOOTSTRAP_SERVERS).split(",", -1)) {
            String server = one.strip();
            BrokerProbe.Answer answer = BrokerProbe.ask(server, isTls);
            switch (answer) {
                case BROKER -> brokers.add(server);
                case NOBODY -> {}
                case CLOSED, SILENT -> mute.add(noBroker(server, answer));
                case TLS, HTTP, FOREIGN -> throw noBroker(server, answer);
            }
        }
        if (brokers.isEmpty() && !mute.isEmpty()) {
            throw mute.get(0);
        }
        if (brokers.isEmpty()) {
            throw new CommandFailure("a broker must be reachable: " + servers() + "; start it, or mend the setting");
        }
        return brokers;
    }

    private CommandFailure noBroker(String server, BrokerProbe.Answer answer) {
        return new CommandFailure("a Kafka broker must answer at each address: server=" + server
                + ", security.protocol=" + securityProtocol() + ", found=" + answer.words()
                + "; mend bootstrap.servers or security.protocol");
    }

    /** One thing to be asked. */
    private interface Question {
        KafkaFuture<?> of(Admin admin);
    }

    private void ask(List<String> brokers, String what, Question question) throws InterruptedException {
        Map<String, Object> properties = new HashMap<>(settings.adminProperties());
        // One that says nothing would take all the time there is.
        properties.put(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, brokers);
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
