package io.rillcast.web;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * A request to a route.
 *
 * @param path what the route's places stand for, by name
 * @param query the parameters, each with its values
 * @param headers a header's value by its name, null where there is none
 * @param body what came with it, waited for when it is asked for
 */
record Ask(Map<String, String> path, Map<String, List<String>> query, Function<String, String> headers, Body body) {
    /** Read only once who asks has been found to be allowed to. */
    interface Body {
        /** All of it, at most as much as the gate lets through; a problem if it is more, or does not come. */
        byte[] bytes() throws Problem;
    }

    /** Marks a request that one instance sends to another, which is never sent on. */
    static final String HOP = "Rillcast-Hop";

    /** A series' name has at most so many bytes; a prefix or cursor is no longer. */
    private static final int MOST_TEXT_BYTES = 1024;

    /** Whether another instance asks. */
    boolean isHop() {
        return headers.apply(HOP) != null;
    }

    /** The first value of a parameter, or another. */
    String text(String name, String otherwise) throws Problem {
        String value = query.getOrDefault(name, List.of(otherwise)).get(0);
        if (value.getBytes(StandardCharsets.UTF_8).length > MOST_TEXT_BYTES) {
            throw Problem.of(
                    400, name + " must have at most " + MOST_TEXT_BYTES + " bytes of UTF-8: length=" + value.length());
        }
        return value;
    }

    /** A parameter that is a whole number from 1 to a bound. */
    int count(String name, int otherwise, int most) throws Problem {
        String value = text(name, Integer.toString(otherwise));
        Optional<Integer> number = value.matches("[0-9]{1,9}") ? Optional.of(Integer.valueOf(value)) : Optional.empty();
        return number.filter(count -> count >= 1 && count <= most)
                .orElseThrow(() -> Problem.of(
                        400, name + " must be a whole number from 1 to " + most + ": " + name + "=" + value));
    }
}
