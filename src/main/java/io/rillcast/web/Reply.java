package io.rillcast.web;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.zip.GZIPOutputStream;

/** A whole answer; immutable. */
final class Reply {
    /** Less is not worth compressing. */
    private static final int LEAST_GZIPPED = 1024;

    private final int status;
    private final String type;
    private final byte[] body;
    private final Map<String, String> headers = new LinkedHashMap<>();

    Reply(int status, String type, byte[] body) {
        this.status = status;
        this.type = type;
        this.body = body;
    }

    /** JSON, 200. */
    static Reply json(JsonNode node) {
        return new Reply(200, "application/json", Json.bytes(node));
    }

    /** The same with a header more. */
    Reply with(String name, String value) {
        Reply copy = new Reply(status, type, body);
        copy.headers.putAll(headers);
        copy.headers.put(name, value);
        return copy;
    }

    /** The same with a validator of its bytes: Reply 304 instead if the client has them. */
    Reply validated(String ifNoneMatch) {
        if (status != 200) {
            return this;
        }
        String tag = "W/\"" + digest(body) + "\"";
        Reply full = with("ETag", tag).with("Cache-Control", "no-cache");
        boolean isKnown = ifNoneMatch != null
                && Arrays.asList(ifNoneMatch.split(", *", -1)).contains(tag);
        if (!isKnown) {
            return full;
        }
        Reply empty = new Reply(304, type, new byte[0]);
        empty.headers.putAll(full.headers);
        return empty;
    }

    /** The same compressed, if the client takes that and it is worth it. */
    Reply compressed(String acceptEncoding) {
        boolean isTaken = acceptEncoding != null && acceptEncoding.contains("gzip");
        if (body.length < LEAST_GZIPPED) {
            return this;
        }
        Reply varied = with("Vary", "Accept-Encoding");
        if (!isTaken) {
            return varied;
        }
        Reply small = new Reply(status, type, gzip(body));
        small.headers.putAll(varied.headers);
        small.headers.put("Content-Encoding", "gzip");
        return small;
    }

    private static byte[] gzip(byte[] plain) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(plain.length / 3);
        try (GZIPOutputStream zip = new GZIPOutputStream(bytes)) {
            zip.write(plain);
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        return bytes.toByteArray();
    }

    private static String digest(byte[] bytes) {
        try {
            byte[] sum = MessageDigest.getInstance("SHA-256").digest(bytes);
            return Base64.getUrlEncoder().withoutPadding().encodeToString(Arrays.copyOf(sum, 12));
        } catch (NoSuchAlgorithmException impossible) {
            throw new AssertionError(impossible);
        }
    }

    /** The status. */
    int status() {
        return status;
    }

    /** The media type. */
    String type() {
        return type;
    }

    /** The body, the very bytes, not to be changed. */
    byte[] bodyView() {
        return body;
    }

    /** Further headers. */
    Map<String, String> headers() {
        return headers;
    }
}
