package io.rillcast.local;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import java.io.IOException;
import java.io.InputStream;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * HTTP to routes and back: finds the route, reads and limits the body, writes the answer or the error. Lets one request
 * at a time into the routes; reading and writing happen outside.
 */
final class RegistryHandler implements HttpHandler {
    private static final Logger LOG = LoggerFactory.getLogger(RegistryHandler.class);
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String CONTENT_TYPE = "application/vnd.schemaregistry.v1+json";

    /** Far above any schema written by people or generators. */
    private static final int MAX_BODY_BYTES = 4 * 1024 * 1024;

    /** Of a body that is too large, so that its sender can be told; whoever sends more is cut off. */
    private static final int MAX_DISCARDED_BYTES = 16 * MAX_BODY_BYTES;

    private final List<Route> routes;

    RegistryHandler(List<Route> routes) {
        this.routes = List.copyOf(routes);
    }

    @Override
    public void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            try {
                write(exchange, 200, answer(exchange));
            } catch (RegistryRefusal refusal) {
                write(exchange, refusal.status(), error(refusal.code(), refusal.getMessage()));
            } catch (RuntimeException unexpected) {
                LOG.error(
                        "registry request failed: method={}, path={}",
                        exchange.getRequestMethod(),
                        exchange.getRequestURI().getPath(),
                        unexpected);
                write(exchange, 500, error(50001, "Error in the backend data store: " + unexpected));
            }
        }
    }

    private JsonNode answer(HttpExchange exchange) throws IOException {
        JsonNode body = body(exchange);
        List<String> segments = Route.segments(exchange.getRequestURI().getRawPath()).stream()
                .map(segment -> decode(segment.replace("+", "%2B")))
                .toList();
        Map<String, String> query = query(exchange.getRequestURI().getRawQuery());
        boolean pathKnown = false;
        for (Route route : routes) {
            Optional<Map<String, String>> path = route.match(segments);
            if (path.isPresent() && route.method().equals(exchange.getRequestMethod())) {
                synchronized (this) {
                    return route.answer().apply(new RegistryRequest(path.get(), query, body));
                }
            }
            pathKnown |= path.isPresent();
        }
        throw pathKnown ? RegistryRefusal.methodNotAllowed() : RegistryRefusal.notFound();
    }

    /**
     * The media type is insisted on, because a browser asks before it sends JSON to a strange server, and we grant
     * nothing.
     */
    private static JsonNode body(HttpExchange exchange) throws IOException {
        byte[] bytes = exchange.getRequestBody().readNBytes(MAX_BODY_BYTES + 1);
        if (bytes.length > MAX_BODY_BYTES) {
            discardRest(exchange.getRequestBody());
            throw RegistryRefusal.tooLarge(MAX_BODY_BYTES);
        }
        if (bytes.length == 0) {
            return MissingNode.getInstance();
        }
        String type = Optional.ofNullable(exchange.getRequestHeaders().getFirst("Content-Type"))
                .orElse("");
        if (!isJson(type)) {
            throw RegistryRefusal.unsupportedMediaType(type);
        }
        try {
            return JSON.readTree(bytes);
        } catch (JsonProcessingException invalid) {
            throw RegistryRefusal.malformed(invalid.getOriginalMessage());
        }
    }

    /** A connection closed on unread bytes is reset, and the refusal is lost with it before the client has read it. */
    private static void discardRest(InputStream body) throws IOException {
        byte[] buffer = new byte[1 << 16];
        int left = MAX_DISCARDED_BYTES;
        int read = body.read(buffer);
        while (read >= 0 && left > 0) {
            left -= read;
            read = body.read(buffer);
        }
    }

    private static boolean isJson(String contentType) {
        String type = contentType.split(";", 2)[0].trim().toLowerCase(Locale.ROOT);
        return type.equals("application/json")
                || (type.startsWith("application/vnd.schemaregistry") && type.endsWith("+json"))
                || type.equals("application/octet-stream");
    }

    private static Map<String, String> query(String raw) {
        Map<String, String> query = new HashMap<>();
        if (raw != null) {
            for (String pair : raw.split("&", -1)) {
                String[] parts = pair.split("=", 2);
                query.put(decode(parts[0]), parts.length == 2 ? decode(parts[1]) : "");
            }
        }
        return query;
    }

    private static String decode(String text) {
        try {
            return URLDecoder.decode(text, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException malformed) {
            throw RegistryRefusal.malformed(malformed.getMessage());
        }
    }

    private static JsonNode error(int code, String message) {
        return JsonNodeFactory.instance.objectNode().put("error_code", code).put("message", message);
    }

    private static void write(HttpExchange exchange, int status, JsonNode json) throws IOException {
        byte[] bytes = JSON.writeValueAsBytes(json);
        exchange.getResponseHeaders().set("Content-Type", CONTENT_TYPE);
        exchange.sendResponseHeaders(status, bytes.length);
        exchange.getResponseBody().write(bytes);
    }
}
