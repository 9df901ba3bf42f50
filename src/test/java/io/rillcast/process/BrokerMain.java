package io.rillcast.process;

import io.rillcast.local.EmbeddedBroker;
import io.rillcast.local.RegistryServer;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The main class of {@link BrokerProcess}'s children: directory, broker port, registry port; runs until SIGTERM. */
public final class BrokerMain {
    private BrokerMain() {}

    /** Starts both and says {@code ready} when clients can use them. */
    public static void main(String[] args) {
        Path dir = Path.of(args[0]);
        // After a kill the node waits for its own former session: 1 s instead of 3, as nothing else depends on it here.
        // A killed client's open transaction is looked for every second instead of every ten, and a session may be
        // short.
        Map<String, String> overrides = new HashMap<>(Map.of(
                "broker.session.timeout.ms", "1000",
                "broker.heartbeat.interval.ms", "200",
                "transaction.abort.timed.out.transaction.cleanup.interval.ms", "1000",
                "group.min.session.timeout.ms", "1000"));
        for (String further : List.of(args).subList(3, args.length)) {
            int equals = further.indexOf('=');
            overrides.put(further.substring(0, equals), further.substring(equals + 1));
        }
        EmbeddedBroker broker = EmbeddedBroker.start(dir, Integer.parseInt(args[1]), overrides);
        RegistryServer registry = RegistryServer.start(dir, Integer.parseInt(args[2]));
        broker.failure().thenAccept(reason -> {
            System.out.println(reason);
            Runtime.getRuntime().halt(1);
        });
        Runtime.getRuntime().addShutdownHook(new Thread(() -> {
            registry.close();
            broker.close();
            System.out.println("stopped");
        }));
        System.out.println("ready: bootstrapServers=" + broker.bootstrapServers() + ", registry=" + registry.url());
    }
}
