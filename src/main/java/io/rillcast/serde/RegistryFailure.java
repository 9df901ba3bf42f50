package io.rillcast.serde;

/**
 * The schema registry could not be asked, or refused. Never the fault of a record that was being read.
 *
 * <p>The message names the request, the address without user info, the status and the registry's own words.
 */
public final class RegistryFailure extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final boolean retryMayHelp;

    RegistryFailure(String message, boolean retryMayHelp, Throwable cause) {
        super(message, cause);
        this.retryMayHelp = retryMayHelp;
    }

    /** Whether the same request may succeed later: true when it was unreachable or overloaded, false when it refused. */
    public boolean retryMayHelp() {
        return retryMayHelp;
    }
}
