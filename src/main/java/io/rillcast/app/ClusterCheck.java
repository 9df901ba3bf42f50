package io.rillcast.app;

import io.rillcast.config.SettingKeys;
import io.rillcast.config.Settings;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.common.errors.AuthenticationException;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.apache.kafka.common.utils.Utils;

/** Finds out at start whether the cluster can be used, and says in one sentence what is wrong where it cannot. */
final class ClusterCheck {
    /** A broker that does not take a connection in this time is as good as none. */
    private static final int CONNECT_TIMEOUT_MS = 3_000;

    /** Enough for a slow handshake, short enough to wait for at a terminal. */
    private static final String API_TIMEOUT_MS = "15000";

    private ClusterCheck() {}

    /**
     * Checks that a broker takes connections and that a topic exists.
     *
     * @throws CommandFailure if not
     */
    static void requireTopic(Settings settings, String topic) throws InterruptedException {
        requireReachable(settings);
        Map<String, Object> properties = new HashMap<>(settings.adminProperties());
        properties.putIfAbsent(AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, API_TIMEOUT_MS);
        properties.putIfAbsent(AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG, API_TIMEOUT_MS);
        try (Admin admin = Admin.create(properties)) {
            admin.describeTopics(List.of(topic)).allTopicNames().get();
        } catch (ExecutionException failure) {
            throw explained(failure.getCause(), settings, topic);
        }
    }

    /**
     * Checks that one of the brokers takes connections; without this Kafka's client fills the terminal with warnings
     * until it gives up.
     */
    static void requireReachable(Settings settings) {
        String servers = settings.value(SettingKeys.BOOTSTRAP_SERVERS);
        if (Arrays.stream(servers.split(",")).noneMatch(server -> takesConnections(server.strip()))) {
            throw new CommandFailure(
                    "a broker must be reachable: bootstrap.servers=" + servers + "; start it, or mend the setting");
        }
    }

    private static boolean takesConnections(String server) {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(Utils.getHost(server), Utils.getPort(server)), CONNECT_TIMEOUT_MS);
            return true;
        } catch (IOException unreachable) {
            return false;
        }
    }

    private static CommandFailure explained(Throwable cause, Settings settings, String topic) {
        String servers = "bootstrap.servers=" + settings.value(SettingKeys.BOOTSTRAP_SERVERS);
        if (cause instanceof UnknownTopicOrPartitionException) {
            return new CommandFailure(
                    "topic must exist: topic=" + topic + ", " + servers
                            + "; `rillcast run` creates it, or name another by --topic",
                    cause);
        }
        if (cause instanceof AuthenticationException) {
            return new CommandFailure(
                    "the cluster must accept who we are: " + servers + ", found=" + cause.getMessage()
                            + "; mend security.protocol and sasl.* or ssl.*",
                    cause);
        }
        if (cause instanceof AuthorizationException) {
            return new CommandFailure("we must be allowed to use the topic: topic=" + topic + ", " + servers, cause);
        }
        if (cause instanceof TimeoutException) {
            return new CommandFailure(
                    "the cluster must answer: " + servers + "; check that security.protocol is that of this port",
                    cause);
        }
        return new CommandFailure(
                "the cluster must describe the topic: topic=" + topic + ", " + servers + ", found="
                        + cause.getMessage(),
                cause);
    }
}
