package io.rillcast.serde;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** A real HTTP server that speaks as much of the registry's protocol as a test needs, and can be told to fail. */
public final class ProtocolServer implements AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();

    /** One request as it arrived. */
    record Request(String method, String rawPath, String authorization, String body) {}

    private record Canned(int status, String body) {}

    private final HttpServer server;
    private final List<String> schemas = new ArrayList<>();
    private final Map<String, Integer> latestOfSubject = new HashMap<>();
    private final Map<Integer, String> typeOfId = new HashMap<>();
    private final Deque<Canned> canned = new ArrayDeque<>();
    private final List<Request> requests = new ArrayList<>();

    private ProtocolServer(HttpServer server) {
        this.server = server;
    }

    public static ProtocolServer start() {
        try {
            HttpServer http = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
            ProtocolServer server = new ProtocolServer(http);
            http.createContext("/", server::handle);
            http.start();
            return server;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    /** A client with these settings beside the address; no waits between retries. */
    public SchemaRegistryClient client(Map<String, ?> settings) {
        Map<String, Object> all = new HashMap<>(Map.of("schema.registry.url", url(), "retries.wait.ms", "0"));
        all.putAll(settings);
        return new SchemaRegistryClient(SchemaRegistrySettings.of(all));
    }

    /** Answers the next request with this instead. */
    synchronized ProtocolServer answerNext(int status, String body) {
        canned.add(new Canned(status, body));
        return this;
    }

    /** Registers a schema as another client would. */
    public synchronized int hold(String subject, String schema) {
        int index = schemas.indexOf(schema);
        if (index < 0) {
            schemas.add(schema);
            index = schemas.size() - 1;
        }
        latestOfSubject.put(subject, index + 1);
        return index + 1;
    }

    /** Registers a schema of another kind. */
    public synchronized int hold(String subject, String type, String schema) {
        int id = hold(subject, schema);
        typeOfId.put(id, type);
        return id;
    }

    synchronized List<Request> requests() {
        return List.copyOf(requests);
    }

    @Override
    public void close() {
        server.stop(0);
    }

    private synchronized void handle(HttpExchange exchange) throws IOException {
        String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
        String path = exchange.getRequestURI().getRawPath();
        String authorization = exchange.getRequestHeaders().getFirst("Authorization");
        requests.add(new Request(exchange.getRequestMethod(), path, authorization, body));
        Canned answer = canned.isEmpty() ? answer(exchange.getRequestMethod(), path, body) : canned.poll();
        byte[] bytes = answer.body().getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(answer.status(), bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }

    private Canned answer(String method, String path, String body) throws IOException {
        String[] parts = path.substring(1).split("/", -1);
        if (path.startsWith("/schemas/ids/")) {
            if (Long.parseLong(parts[2]) > Integer.MAX_VALUE) {
                // As Confluent's registry answers what is no int.
                return error(404, 404, "HTTP 404 Not Found");
            }
            int id = Integer.parseInt(parts[2]);
            return id < 1 || id > schemas.size() ? error(404, 40403, "Schema not found") : schema(id);
        }
        if (path.endsWith("/versions/latest") && method.equals("GET")) {
            Integer id = latestOfSubject.get(parts[1]);
            return id == null ? error(404, 40401, "Subject not found") : schema(id);
        }
        if (path.endsWith("/versions")) {
            return ok("{\"id\":" + hold(parts[1], schemaIn(body)) + "}");
        }
        if (path.startsWith("/subjects/")) {
            int id = schemas.indexOf(schemaIn(body)) + 1;
            return id == 0 ? error(404, 40403, "Schema not found") : ok("{\"id\":" + id + "}");
        }
        return path.equals("/config") ? ok("{\"compatibilityLevel\":\"BACKWARD\"}") : error(404, 404, "HTTP 404");
    }

    private Canned schema(int id) throws IOException {
        ObjectNode node = JSON.createObjectNode().put("id", id).put("schema", schemas.get(id - 1));
        if (typeOfId.containsKey(id)) {
            node.put("schemaType", typeOfId.get(id));
        }
        return ok(JSON.writeValueAsString(node));
    }

    private static String schemaIn(String body) throws IOException {
        return JSON.readTree(body).path("schema").asText();
    }

    private static Canned ok(String body) {
        return new Canned(200, body);
    }

    private static Canned error(int status, int code, String message) {
        return new Canned(status, "{\"error_code\":" + code + ",\"message\":\"" + message + "\"}");
    }
}
