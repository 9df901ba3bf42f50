package io.rillcast.serde;

import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;

/** How requests to the registry are authorised; never shows its secret. Immutable. */
final class RegistryAuthentication {
    /** No authorisation beyond TLS. */
    static final RegistryAuthentication NONE = new RegistryAuthentication(null, false);

    /** By the user info of each address. */
    static final RegistryAuthentication BY_URL = new RegistryAuthentication(null, true);

    private final String header;
    private final boolean byUrl;

    private RegistryAuthentication(String header, boolean byUrl) {
        this.header = header;
        this.byUrl = byUrl;
    }

    /** HTTP basic authentication, with "user:password". */
    static RegistryAuthentication basic(String userInfo) {
        String encoded = Base64.getEncoder().encodeToString(userInfo.getBytes(StandardCharsets.UTF_8));
        return new RegistryAuthentication("Basic " + encoded, false);
    }

    /** A bearer token. */
    static RegistryAuthentication bearer(String token) {
        return new RegistryAuthentication("Bearer " + token, false);
    }

    /** The value of the authorization header of a request to this address. */
    Optional<String> headerFor(URI url) {
        if (byUrl && url.getRawUserInfo() != null) {
            // "+" stands for itself in user info, unlike in a form.
            String raw = url.getRawUserInfo().replace("+", "%2B");
            return basic(URLDecoder.decode(raw, StandardCharsets.UTF_8)).headerFor(url);
        }
        return Optional.ofNullable(header);
    }

    @Override
    public String toString() {
        return byUrl ? "by url" : header == null ? "none" : header.substring(0, header.indexOf(' ')) + " [hidden]";
    }
}
