package io.rillcast.web;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * One thing that can be asked.
 *
 * @param method GET or POST
 * @param template the path, with places in braces, each of which stands for one segment
 * @param answer what answers
 */
record Route(String method, String template, Answer answer) {
    /** What answers a request; may be asked by several threads. */
    interface Answer {
        Reply to(Ask ask) throws Problem;
    }

    /** What the places stand for, if the path is of this template. */
    Optional<Map<String, String>> match(List<String> segments) {
        List<String> places = List.of(template.substring(1).split("/", -1));
        if (places.size() != segments.size()) {
            return Optional.empty();
        }
        Map<String, String> found = new LinkedHashMap<>();
        for (int i = 0; i < places.size(); i++) {
            String place = places.get(i);
            if (place.startsWith("{")) {
                found.put(place.substring(1, place.length() - 1), segments.get(i));
            } else if (!place.equals(segments.get(i))) {
                return Optional.empty();
            }
        }
        return Optional.of(found);
    }
}
