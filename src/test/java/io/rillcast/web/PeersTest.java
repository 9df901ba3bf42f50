package io.rillcast.web;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.apache.kafka.streams.state.HostInfo;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What one instance asks another, here a server that answers with the path it was asked for. */
@Timeout(120)
class PeersTest {
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final Peers peers = new Peers(threads);
    private HttpServer other;
    private HostInfo host;

    @BeforeEach
    void start() throws Exception {
        other = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        other.createContext("/", exchange -> {
            byte[] body = exchange.getRequestURI().getRawPath().getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(200, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        other.start();
        host = new HostInfo("127.0.0.1", other.getAddress().getPort());
    }

    @AfterEach
    void stop() {
        other.stop(0);
        threads.shutdownNow();
    }

    @Test
    void isNotTurnedFromAnotherByATargetThatIsNone() {
        assertThat(peers.ask(host, "/api/series/a|b")).isEmpty();

        assertThat(peers.ask(host, "/here").map(Reply::status)).contains(200);
    }

    @ParameterizedTest
    @ValueSource(strings = {"a b+c", "a|b\"<>^`{}", "a/b", "50%", "Zürich ☂", "?#&=", "..", "\n"})
    void asksForASeriesOfAnyName(String series) throws Exception {
        String target = "/api/series/" + Target.encoded(series);

        Reply reply = peers.ask(host, target).orElseThrow();

        String path = new String(reply.bodyView(), StandardCharsets.UTF_8);
        assertThat(Target.segments(path)).isEqualTo(List.of("api", "series", series));
        assertThat(Target.parameters("prefix=" + Target.encoded(series))).isEqualTo(Map.of("prefix", List.of(series)));
    }
}
