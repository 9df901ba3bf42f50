package io.rillcast.local;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Map;

/** HTTP requests to a registry, as a client of another make would send them. */
final class RegistryCalls {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final HttpClient client = HttpClient.newHttpClient();
    private final String url;

    RegistryCalls(String url) {
        this.url = url;
    }

    /** An answer: status, content type, body. */
    record Answer(int status, String contentType, JsonNode body) {
        /** The body's text, single quotes for double ones. */
        String text() {
            return body.toString().replace('"', '\'');
        }

        /** The error code in the body. */
        int errorCode() {
            return body.path("error_code").asInt();
        }
    }

    Answer get(String path) {
        return send("GET", path, "", "application/json");
    }

    Answer delete(String path) {
        return send("DELETE", path, "", "application/json");
    }

    Answer put(String path, String body) {
        return send("PUT", path, body.replace('\'', '"'), "application/vnd.schemaregistry.v1+json");
    }

    /** Posts a schema, written with single quotes. */
    Answer postSchema(String path, String schema) {
        String body =
                JSON.valueToTree(Map.of("schema", schema.replace('\'', '"'))).toString();
        return post(path, body);
    }

    Answer post(String path, String body) {
        return send("POST", path, body, "application/vnd.schemaregistry.v1+json");
    }

    Answer send(String method, String path, String body, String contentType) {
        HttpRequest request = HttpRequest.newBuilder(URI.create(url + path))
                .timeout(Duration.ofSeconds(20))
                .header("Content-Type", contentType)
                .method(method, body.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(body))
                .build();
        try {
            HttpResponse<String> response = client.send(request, HttpResponse.BodyHandlers.ofString());
            String type = response.headers().firstValue("Content-Type").orElse("");
            return new Answer(response.statusCode(), type, JSON.readTree(response.body()));
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(interrupted);
        }
    }
}
