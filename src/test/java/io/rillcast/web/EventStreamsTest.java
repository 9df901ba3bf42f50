package io.rillcast.web;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.rillcast.serde.SchemaRegistryClient;
import io.rillcast.serde.SchemaRegistrySettings;
import io.rillcast.streams.Topics;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.Callback;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Who is counted among the followers of events, whatever becomes of them while they come. */
@Timeout(120)
class EventStreamsTest {
    private final Map<String, String> nobody = Map.of("bootstrap.servers", "127.0.0.1:1");
    private final SchemaRegistryClient schemas =
            new SchemaRegistryClient(SchemaRegistrySettings.of(Map.of("schema.registry.url", "http://127.0.0.1:1")));
    private final Feed feed = new Feed(new FeedPlan(nobody, nobody, Topics.DEFAULT, schemas));
    private final OutputJson json = new OutputJson(Topics.DEFAULT, schemas);

    @AfterEach
    void stop() {
        feed.close();
        schemas.close();
    }

    @Test
    void keepsNoClientThatEndedWhileItCame() {
        try (EventStreams streams = new EventStreams(feed, json, Json::object)) {
            EventClient gone = new EventClient(Set.of("a"), null, Callback.NOOP, () -> {});
            gone.end(new IOException("it went"));

            streams.add(gone, null);

            assertThat(streams.open()).isZero();
        }
    }

    @Test
    void givesThePlaceBackOfAStreamThatFailsAtItsBeginning() throws Exception {
        Server server = new Server();
        ServerConnector connector = new ServerConnector(server);
        connector.setHost("127.0.0.1");
        server.addConnector(connector);
        PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
        try (EventStreams streams = new EventStreams(feed, json, () -> {
            throw new IllegalStateException("a defect, as the test wants it");
        })) {
            HttpPlan plan = new HttpPlan("127.0.0.1", 0, Optional.empty(), "1");
            FrontDoor.Rooms rooms = new FrontDoor.Rooms(List.of(), new StaticFiles(), streams);
            server.setHandler(new FrontDoor(new Gate(plan, registry), rooms, new ConnectionBound(), registry));
            server.start();

            try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), connector.getLocalPort())) {
                socket.setSoTimeout(60_000);
                socket.getOutputStream()
                        .write("GET /api/stream HTTP/1.1\r\nHost: localhost\r\n\r\n"
                                .getBytes(StandardCharsets.US_ASCII));
                socket.getInputStream().readAllBytes();
            }

            for (int i = 0; i < EventStreams.MOST; i++) {
                assertThat(streams.reserve()).as("place %s", i).isTrue();
            }
            assertThat(streams.reserve()).isFalse();
        } finally {
            server.stop();
        }
    }
}
