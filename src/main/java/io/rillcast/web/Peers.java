package io.rillcast.web;

import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import org.apache.kafka.streams.state.HostInfo;

/**
 * Asks the other instances, once and for no longer than {@value #PATIENCE_MS} ms; what they are asked is marked so that
 * they never send it on.
 */
final class Peers {
    private static final int PATIENCE_MS = 1_500;
    /** One that did not answer is not asked again so soon: pages must not wait for it each time. */
    private static final long SHUN_NANOS = 2_000_000_000L;

    private final HttpClient client;
    private final ConcurrentHashMap<HostInfo, Long> shunned = new ConcurrentHashMap<>();

    Peers(Executor threads) {
        client = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .connectTimeout(Duration.ofMillis(PATIENCE_MS / 3))
                .executor(threads)
                .build();
    }

    /**
     * What another instance answers; empty if it does not, or cannot now.
     *
     * @param target path and query, encoded
     */
    Optional<Reply> ask(HostInfo host, String target) {
        Long until = shunned.get(host);
        if (until != null && System.nanoTime() - until < SHUN_NANOS) {
            return Optional.empty();
        }
        Optional<URI> uri = uri(host, target);
        if (uri.isEmpty()) {
            return Optional.empty();
        }
        try {
            HttpRequest request = HttpRequest.newBuilder(uri.get())
                    .timeout(Duration.ofMillis(PATIENCE_MS))
                    .header(Ask.HOP, "1")
                    .build();
            HttpResponse<byte[]> response = client.send(request, HttpResponse.BodyHandlers.ofByteArray());
            shunned.remove(host);
            boolean isAnswer = response.statusCode() == 200 || response.statusCode() == 404;
            String type = response.headers().firstValue("Content-Type").orElse("application/json");
            return isAnswer ? Optional.of(new Reply(response.statusCode(), type, response.body())) : Optional.empty();
        } catch (IOException | IllegalArgumentException unreachable) {
            shunned.put(host, System.nanoTime());
            return Optional.empty();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        }
    }

    /** Nothing where there is none: that is no fault of the other's, which is asked again at once. */
    private static Optional<URI> uri(HostInfo host, String target) {
        String name = host.host().contains(":") ? "[" + host.host() + "]" : host.host();
        try {
            return Optional.of(new URI("http://" + name + ":" + host.port() + target));
        } catch (URISyntaxException malformed) {
            return Optional.empty();
        }
    }
}
