package io.rillcast.serde;

import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;

/** Addresses of the registry: parsed, shown without user info, and extended by paths. */
final class RegistryUrls {
    private RegistryUrls() {}

    /**
     * Parses one address.
     *
     * @throws IllegalArgumentException if it is no http or https address; the message does not repeat it, since it may
     *     hold a password
     */
    static URI parse(String text) {
        URI url;
        try {
            url = URI.create(text.strip());
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("is not a URL", null);
        }
        boolean http = "http".equalsIgnoreCase(url.getScheme()) || "https".equalsIgnoreCase(url.getScheme());
        if (!http || url.getHost() == null) {
            throw new IllegalArgumentException("must begin with http:// or https:// and a host");
        }
        return url;
    }

    /** The address as it may be shown. */
    static String withoutUserInfo(URI url) {
        String port = url.getPort() < 0 ? "" : ":" + url.getPort();
        return url.getScheme() + "://" + url.getHost() + port + trimmedPath(url);
    }

    /** The address of a request: {@code path} begins with a slash, its parts are percent-encoded. */
    static URI resolve(URI url, String path) {
        return URI.create(withoutUserInfo(url) + path);
    }

    /** Percent-encodes one part of a path. */
    static String encode(String part) {
        return URLEncoder.encode(part, StandardCharsets.UTF_8).replace("+", "%20");
    }

    private static String trimmedPath(URI url) {
        String path = url.getRawPath() == null ? "" : url.getRawPath();
        return path.endsWith("/") ? path.substring(0, path.length() - 1) : path;
    }
}
