package io.rillcast.serde;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.rillcast.serde.SchemaRegistrySettings.Patience;
import java.io.IOException;
import java.net.ProxySelector;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.common.errors.InterruptException;

/**
 * Sends one request to the first address that answers, again and again while that may help; shared by threads.
 *
 * <p>A round asks every address once, beginning with the one that answered last. Between rounds it waits, twice as long
 * each time, up to a cap; all together take at most {@link #OVERALL_MS}.
 */
final class RegistryTransport {
    /** Well below the five minutes after which Kafka takes the partitions from a consumer that does not poll. */
    static final long OVERALL_MS = 60_000;

    private static final String CONTENT_TYPE = "application/vnd.schemaregistry.v1+json";
    private static final ObjectMapper JSON = new ObjectMapper();

    /**
     * An answer that the registry gave on purpose.
     *
     * @param url who answered, without user info
     * @param status of HTTP, below 500
     * @param body parsed, a missing node if it was not JSON
     */
    record Answer(String url, int status, JsonNode body) {
        /** Whether the request was granted. */
        boolean isOk() {
            return status / 100 == 2;
        }

        /** The registry's own error code, the status if it gave none. */
        int errorCode() {
            return body.path("error_code").asInt(status);
        }

        /** The registry's own words, in quotes, at most 500 characters. */
        String message() {
            String text = body.path("message").asText("");
            return '"' + text.substring(0, Math.min(500, text.length())) + '"';
        }

        /** The failure that this is no answer of a registry, which must answer in the way named. */
        RegistryFailure ofNoRegistry(String how, String request) {
            return new RegistryFailure(
                    "schema registry must answer " + how + ": url=" + url + request + ", status=" + status
                            + "; check that schema.registry.url is the address of a schema registry",
                    false,
                    null);
        }
    }

    private final SchemaRegistrySettings settings;
    private final HttpClient http;
    private volatile int preferred;

    RegistryTransport(SchemaRegistrySettings settings) {
        this.settings = settings;
        HttpClient.Builder builder = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .connectTimeout(Duration.ofMillis(settings.patience().connectTimeoutMs()));
        settings.connection().tls().ifPresent(builder::sslContext);
        settings.connection().proxy().ifPresent(address -> builder.proxy(ProxySelector.of(address)));
        this.http = builder.build();
    }

    /** Asks for a path. */
    Answer get(String path) {
        return send(path, Optional.empty());
    }

    /** Posts JSON to a path. */
    Answer post(String path, JsonNode body) {
        return send(path, Optional.of(body.toString()));
    }

    /** The addresses as they may be shown. */
    List<String> shownUrls() {
        return settings.urls().stream().map(RegistryUrls::withoutUserInfo).toList();
    }

    private Answer send(String path, Optional<String> body) {
        Patience patience = settings.patience();
        long deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(OVERALL_MS);
        long waitMs = patience.waitMs();
        String problem = "none";
        Throwable cause = null;
        int attempts = 0;
        for (int round = 0; round <= patience.retries(); round++) {
            if (round > 0) {
                if (deadline - System.nanoTime() < TimeUnit.MILLISECONDS.toNanos(waitMs)) {
                    break;
                }
                pause(waitMs);
                waitMs = Math.min(2 * waitMs, patience.mostWaitMs());
            }
            int first = preferred;
            for (int i = 0; i < settings.urls().size() && System.nanoTime() - deadline < 0; i++) {
                int index = (first + i) % settings.urls().size();
                attempts++;
                try {
                    Answer answer = attempt(settings.urls().get(index), path, body, deadline);
                    if (!mayRecover(answer.status())) {
                        preferred = index;
                        return answer;
                    }
                    problem = "status " + answer.status() + " " + answer.message();
                    cause = null;
                } catch (IOException e) {
                    problem = e.getClass().getSimpleName() + (e.getMessage() == null ? "" : ": " + e.getMessage());
                    cause = e;
                }
            }
        }
        throw new RegistryFailure(
                "schema registry must answer: urls=" + shownUrls() + ", request=" + path + ", attempts=" + attempts
                        + ", lastProblem=" + problem + "; check that it runs and that schema.registry.url is right",
                true,
                cause);
    }

    private Answer attempt(URI url, String path, Optional<String> body, long deadline) throws IOException {
        HttpRequest.Builder request = HttpRequest.newBuilder(RegistryUrls.resolve(url, path))
                .header("Accept", CONTENT_TYPE + ", application/json");
        settings.connection()
                .authentication()
                .headerFor(url)
                .ifPresent(header -> request.header("Authorization", header));
        body.ifPresent(text -> request.header("Content-Type", CONTENT_TYPE).POST(BodyPublishers.ofString(text)));
        // The request's own timeout ends with the answer's headers; this one holds for the body too.
        CompletableFuture<HttpResponse<byte[]>> pending = http.sendAsync(request.build(), BodyHandlers.ofByteArray());
        long leftNanos = Math.min(
                deadline - System.nanoTime(),
                TimeUnit.MILLISECONDS.toNanos(settings.patience().readTimeoutMs()));
        try {
            HttpResponse<byte[]> response = pending.get(leftNanos, TimeUnit.NANOSECONDS);
            return new Answer(RegistryUrls.withoutUserInfo(url), response.statusCode(), parse(response.body()));
        } catch (TimeoutException e) {
            pending.cancel(true);
            throw new IOException("no answer within http.read.timeout.ms", e);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof IOException problem) {
                throw problem;
            }
            throw new IOException(e.getCause());
        } catch (InterruptedException e) {
            pending.cancel(true);
            throw new InterruptException(e);
        }
    }

    private static JsonNode parse(byte[] body) throws IOException {
        try {
            return JSON.readTree(body);
        } catch (JsonProcessingException e) {
            // A proxy's page: the status says enough.
            return MissingNode.getInstance();
        }
    }

    private static boolean mayRecover(int status) {
        return status >= 500 || status == 429 || status == 408;
    }

    private static void pause(long waitMs) {
        try {
            Thread.sleep(waitMs);
        } catch (InterruptedException e) {
            throw new InterruptException(e);
        }
    }
}
