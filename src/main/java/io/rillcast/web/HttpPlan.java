package io.rillcast.web;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Optional;

/**
 * Where and how a service is seen over HTTP.
 *
 * @param host the address to listen on
 * @param port the port, 0 for any that is free
 * @param token what those must show who change something; empty where nobody may
 * @param version of the program, as it is shown
 */
public record HttpPlan(String host, int port, Optional<String> token, String version) {
    /** Whether only this machine can reach it. */
    boolean isLoopback() {
        try {
            return InetAddress.getByName(host).isLoopbackAddress();
        } catch (UnknownHostException unknown) {
            return false;
        }
    }

    /** The name under which other instances reach it: the machine's own where it listens on all addresses. */
    String advertisedHost() {
        try {
            InetAddress address = InetAddress.getByName(host);
            return address.isAnyLocalAddress() ? InetAddress.getLocalHost().getHostAddress() : host;
        } catch (UnknownHostException unknown) {
            return host;
        }
    }

    /** Never the token. */
    @Override
    public String toString() {
        return "HttpPlan[host=" + host + ", port=" + port + ", token=" + (token.isPresent() ? "[hidden]" : "none")
                + "]";
    }
}
