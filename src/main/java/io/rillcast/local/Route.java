package io.rillcast.local;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * A method and a path that the registry answers.
 *
 * @param method the HTTP method
 * @param pattern the path's segments; one in braces takes any text
 * @param answer what it answers, from the request
 */
record Route(String method, List<String> pattern, Function<RegistryRequest, JsonNode> answer) {
    /** A route for a path such as {@code /subjects/{subject}}. */
    static Route of(String method, String path, Function<RegistryRequest, JsonNode> answer) {
        return new Route(method, segments(path), answer);
    }

    /** A path's segments, still encoded; a slash at the end counts for nothing. */
    static List<String> segments(String path) {
        String inner = path.substring(1, path.endsWith("/") ? Math.max(1, path.length() - 1) : path.length());
        return List.of(inner.split("/", -1));
    }

    /** The values of the path's variables, if the path is this route's. */
    Optional<Map<String, String>> match(List<String> segments) {
        if (segments.size() != pattern.size()) {
            return Optional.empty();
        }
        Map<String, String> values = new HashMap<>();
        for (int i = 0; i < segments.size(); i++) {
            String expected = pattern.get(i);
            if (expected.startsWith("{")) {
                values.put(expected.substring(1, expected.length() - 1), segments.get(i));
            } else if (!expected.equals(segments.get(i))) {
                return Optional.empty();
            }
        }
        return Optional.of(values);
    }
}
