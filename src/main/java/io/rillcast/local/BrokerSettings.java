package io.rillcast.local;

import java.nio.file.Path;
import java.util.Map;
import java.util.Properties;

/** The Kafka settings of the one node, and why they differ from Kafka's defaults. */
final class BrokerSettings {
    /** The only node's id: broker and controller at once. */
    static final int NODE_ID = 1;

    /** The name of the listener that the controller uses. */
    static final String CONTROLLER_LISTENER = "CONTROLLER";

    /** Room for a published model: 8 MiB. */
    private static final int MAX_MESSAGE_BYTES = 8 * 1024 * 1024;

    private BrokerSettings() {}

    /** Settings for a node with its log in {@code logDir}; {@code overrides} win. */
    static Properties of(Path logDir, int port, int controllerPort, Map<String, String> overrides) {
        Properties settings = new Properties();
        putPlace(settings, logDir, port, controllerPort);
        putOneNode(settings);
        putSmallMachine(settings);
        settings.putAll(overrides);
        return settings;
    }

    private static void putPlace(Properties settings, Path logDir, int port, int controllerPort) {
        settings.put("process.roles", "broker,controller");
        settings.put("node.id", Integer.toString(NODE_ID));
        settings.put("log.dirs", logDir.toString());
        settings.put(
                "listeners",
                "PLAINTEXT://127.0.0.1:" + port + "," + CONTROLLER_LISTENER + "://127.0.0.1:" + controllerPort);
        settings.put("advertised.listeners", "PLAINTEXT://127.0.0.1:" + port);
        settings.put("listener.security.protocol.map", "PLAINTEXT:PLAINTEXT," + CONTROLLER_LISTENER + ":PLAINTEXT");
        settings.put("inter.broker.listener.name", "PLAINTEXT");
        settings.put("controller.listener.names", CONTROLLER_LISTENER);
        settings.put("controller.quorum.voters", NODE_ID + "@127.0.0.1:" + controllerPort);
    }

    private static void putOneNode(Properties settings) {
        // There is nobody to replicate to.
        settings.put("default.replication.factor", "1");
        settings.put("min.insync.replicas", "1");
        settings.put("offsets.topic.replication.factor", "1");
        settings.put("transaction.state.log.replication.factor", "1");
        settings.put("transaction.state.log.min.isr", "1");
        settings.put("share.coordinator.state.topic.replication.factor", "1");
        settings.put("share.coordinator.state.topic.min.isr", "1");
        // A name misspelt must fail, not make a topic.
        settings.put("auto.create.topics.enable", "false");
        settings.put("message.max.bytes", Integer.toString(MAX_MESSAGE_BYTES));
        settings.put("replica.fetch.max.bytes", Integer.toString(MAX_MESSAGE_BYTES));
        // After a kill the node waits until its own former session has ended: short, but longer than a pause of the
        // JVM.
        settings.put("broker.session.timeout.ms", "3000");
        settings.put("broker.heartbeat.interval.ms", "500");
    }

    private static void putSmallMachine(Properties settings) {
        // Nobody else is expected to join a group: do not wait for them.
        settings.put("group.initial.rebalance.delay.ms", "0");
        // 8 instead of 50: each partition costs files at the first use and time after a kill.
        settings.put("offsets.topic.num.partitions", "8");
        settings.put("transaction.state.log.num.partitions", "8");
        settings.put("share.coordinator.state.topic.num.partitions", "1");
        settings.put("num.network.threads", "2");
        settings.put("num.io.threads", "4");
        settings.put("background.threads", "2");
        // The default buffer takes 128 MB of heap for compacting logs far larger than ours.
        settings.put("log.cleaner.enable", "true");
        settings.put("log.cleaner.threads", "1");
        settings.put("log.cleaner.dedupe.buffer.size", Integer.toString(4 * 1024 * 1024));
    }
}
