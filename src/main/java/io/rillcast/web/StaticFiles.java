package io.rillcast.web;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** The page's files, read once from the class path folder {@code web} as its {@code files.txt} lists them. */
final class StaticFiles {
    private static final String INDEX = "index.html";
    private static final Map<String, String> TYPES = Map.of(
            "html", "text/html; charset=utf-8",
            "js", "text/javascript; charset=utf-8",
            "css", "text/css; charset=utf-8",
            "svg", "image/svg+xml",
            "txt", "text/plain; charset=utf-8",
            "png", "image/png",
            "woff2", "font/woff2");

    /** Shown where the page itself was not built in. */
    private static final String PLAIN =
            "<!doctype html><html lang=\"en\"><meta charset=\"utf-8\"><title>Rillcast</title><h1>Rillcast</h1><p>The"
                    + " API: <a href=\"/api/status\">status</a>, <a href=\"/api/series\">series</a>, <a"
                    + " href=\"/api/models\">models</a>, <a href=\"/api/refused\">what was refused</a>, <a"
                    + " href=\"/metrics\">metrics</a>, <a href=\"/openapi.json\">its description</a>.</p></html>";

    private final Map<String, Reply> byName = new HashMap<>();

    StaticFiles() {
        byName.put(INDEX, new Reply(200, TYPES.get("html"), PLAIN.getBytes(StandardCharsets.UTF_8)));
        read("/web/files.txt").ifPresent(list -> new String(list, StandardCharsets.UTF_8)
                .lines()
                .map(String::strip)
                .filter(name -> !name.isEmpty())
                .forEach(name ->
                        read("/web/" + name).ifPresent(bytes -> byName.put(name, new Reply(200, type(name), bytes)))));
        read("/openapi.json").ifPresent(bytes -> byName.put("openapi.json", new Reply(200, "application/json", bytes)));
    }

    private static String type(String name) {
        return TYPES.getOrDefault(name.substring(name.lastIndexOf('.') + 1), "application/octet-stream");
    }

    private static Optional<byte[]> read(String resource) {
        try (InputStream in = StaticFiles.class.getResourceAsStream(resource)) {
            return in == null ? Optional.empty() : Optional.of(in.readAllBytes());
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    /** The file of a path. */
    Optional<Reply> file(String path) {
        return Optional.ofNullable(byName.get(path.equals("/") ? INDEX : path.substring(1)));
    }
}
