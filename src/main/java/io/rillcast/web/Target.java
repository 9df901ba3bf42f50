package io.rillcast.web;

import java.net.URLEncoder;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Takes the target of a request apart, strictly: an encoded slash is part of a name, not a separator. */
final class Target {
    /** More parameters are no request of ours; of series to follow there may be some. */
    private static final int MOST_PARAMETERS = 64;

    private Target() {}

    /** The segments of a path, decoded. */
    static List<String> segments(String path) throws Problem {
        List<String> segments = new ArrayList<>();
        for (String segment : path.substring(Math.min(1, path.length())).split("/", -1)) {
            segments.add(decoded(segment, false));
        }
        return segments;
    }

    /** The parameters of a query, decoded, each with its values. */
    static Map<String, List<String>> parameters(String query) throws Problem {
        Map<String, List<String>> parameters = new HashMap<>();
        if (query == null || query.isEmpty()) {
            return parameters;
        }
        String[] pairs = query.split("&", MOST_PARAMETERS + 1);
        if (pairs.length > MOST_PARAMETERS) {
            throw Problem.of(400, "there must be at most " + MOST_PARAMETERS + " parameters");
        }
        for (String pair : pairs) {
            int equals = pair.indexOf('=');
            String name = decoded(equals < 0 ? pair : pair.substring(0, equals), true);
            String value = equals < 0 ? "" : decoded(pair.substring(equals + 1), true);
            parameters.computeIfAbsent(name, key -> new ArrayList<>()).add(value);
        }
        return parameters;
    }

    /** A name as a segment of a path, or as a value of a parameter. */
    static String encoded(String name) {
        return URLEncoder.encode(name, StandardCharsets.UTF_8).replace("+", "%20");
    }

    private static String decoded(String text, boolean isQuery) throws Problem {
        ByteBuffer bytes = ByteBuffer.allocate(3 * text.length());
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '%') {
                bytes.put((byte) hex(text, i + 1));
                i += 2;
            } else if (c == '+' && isQuery) {
                bytes.put((byte) ' ');
            } else {
                bytes.put(String.valueOf(c).getBytes(StandardCharsets.UTF_8));
            }
        }
        try {
            return StandardCharsets.UTF_8.newDecoder().decode(bytes.flip()).toString();
        } catch (CharacterCodingException malformed) {
            throw Problem.of(400, "a name must be percent-encoded UTF-8: found=" + text);
        }
    }

    private static int hex(String text, int at) throws Problem {
        int high = at < text.length() ? Character.digit(text.charAt(at), 16) : -1;
        int low = at + 1 < text.length() ? Character.digit(text.charAt(at + 1), 16) : -1;
        if (high < 0 || low < 0) {
            throw Problem.of(400, "a percent sign must be followed by two hexadecimal digits: found=" + text);
        }
        return 16 * high + low;
    }
}
