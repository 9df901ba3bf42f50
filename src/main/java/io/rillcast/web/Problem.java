package io.rillcast.web;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;

/** What is wrong with a request, or why it cannot be answered now: RFC 9457, Problem Details for HTTP APIs. */
final class Problem extends Exception {
    private static final long serialVersionUID = 1L;

    /** The media type. */
    static final String TYPE = "application/problem+json";

    private static final Map<Integer, String> TITLES = Map.ofEntries(
            Map.entry(400, "Bad Request"),
            Map.entry(401, "Unauthorized"),
            Map.entry(403, "Forbidden"),
            Map.entry(404, "Not Found"),
            Map.entry(405, "Method Not Allowed"),
            Map.entry(408, "Request Timeout"),
            Map.entry(413, "Content Too Large"),
            Map.entry(414, "URI Too Long"),
            Map.entry(415, "Unsupported Media Type"),
            Map.entry(421, "Misdirected Request"),
            Map.entry(429, "Too Many Requests"),
            Map.entry(431, "Request Header Fields Too Large"),
            Map.entry(500, "Internal Server Error"),
            Map.entry(503, "Service Unavailable"));

    private final int status;
    private final int retryAfterSeconds;

    private Problem(int status, String detail, int retryAfterSeconds) {
        super(detail, null, false, false);
        this.status = status;
        this.retryAfterSeconds = retryAfterSeconds;
    }

    /** One that trying again does not mend. */
    static Problem of(int status, String detail) {
        return new Problem(status, detail, 0);
    }

    /** One that may be over after a while. */
    static Problem passing(int status, String detail, int retryAfterSeconds) {
        return new Problem(status, detail, retryAfterSeconds);
    }

    /** The HTTP status. */
    int status() {
        return status;
    }

    /** The answer that says it. */
    Reply reply(String instance) {
        ObjectNode body = Json.object();
        body.put("type", "about:blank");
        body.put("title", TITLES.getOrDefault(status, "Error"));
        body.put("status", status);
        body.put("detail", getMessage());
        body.put("instance", instance);
        Reply reply = new Reply(status, TYPE, Json.bytes(body));
        if (status == 401) {
            reply = reply.with("WWW-Authenticate", "Bearer");
        }
        return retryAfterSeconds > 0 ? reply.with("Retry-After", Integer.toString(retryAfterSeconds)) : reply;
    }
}
