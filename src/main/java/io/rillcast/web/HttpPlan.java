package io.rillcast.web;

import java.io.IOException;
import java.net.InetAddress;
import java.net.NetworkInterface;
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

    /** The name under which other instances reach it: an address of this machine where it listens on all of them. */
    String advertisedHost() {
        try {
            InetAddress address = InetAddress.getByName(host);
            return address.isAnyLocalAddress() ? outwardAddress().getHostAddress() : host;
        } catch (IOException unknown) {
            return host;
        }
    }

    /** The machine's own name often stands for a loopback address, under which another machine would ask itself. */
    private static InetAddress outwardAddress() throws IOException {
        InetAddress named = InetAddress.getLocalHost();
        if (!named.isLoopbackAddress()) {
            return named;
        }
        return NetworkInterface.networkInterfaces()
                .flatMap(NetworkInterface::inetAddresses)
                .filter(one -> !one.isLoopbackAddress() && !one.isLinkLocalAddress())
                .findFirst()
                .orElse(named);
    }

    /** Never the token. */
    @Override
    public String toString() {
        return "HttpPlan[host=" + host + ", port=" + port + ", token=" + (token.isPresent() ? "[hidden]" : "none")
                + "]";
    }
}
