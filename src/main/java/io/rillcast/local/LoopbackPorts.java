package io.rillcast.local;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.ArrayList;
import java.util.List;

/**
 * TCP ports of the loopback address. A port found free can be taken by another process before it is used, so whoever
 * asks for one must still expect a failed bind.
 */
public final class LoopbackPorts {
    private static final int FIRST = 20_000;
    private static final int COUNT = 12_000;

    private LoopbackPorts() {}

    /** The address that everything local listens on: 127.0.0.1, IPv4 wherever the machine prefers IPv6. */
    static InetSocketAddress address(int port) {
        try {
            return new InetSocketAddress(InetAddress.getByAddress("127.0.0.1", new byte[] {127, 0, 0, 1}), port);
        } catch (IOException impossible) {
            throw new AssertionError(impossible);
        }
    }

    /**
     * Different ports nobody listens on, outside the range that Linux gives to outgoing connections. Processes begin
     * their search at different ports, so that those started together seldom meet.
     *
     * @throws LocalStartFailure when there are not so many
     */
    public static List<Integer> free(int count) {
        List<Integer> found = new ArrayList<>();
        int start = (int) Math.floorMod(ProcessHandle.current().pid() * 97L + System.nanoTime() / 1000, (long) COUNT);
        for (int i = 0; i < COUNT && found.size() < count; i++) {
            int port = FIRST + (start + i) % COUNT;
            if (isFree(port)) {
                found.add(port);
            }
        }
        if (found.size() < count) {
            throw new LocalStartFailure("free ports are needed: from=" + FIRST + ", to=" + (FIRST + COUNT - 1)
                    + ", needed=" + count + ", found=" + found.size() + "; name the ports");
        }
        return List.copyOf(found);
    }

    /** Whether a server could listen on the port just now. */
    static boolean isFree(int port) {
        try (ServerSocket socket = new ServerSocket()) {
            socket.bind(address(port));
            return true;
        } catch (IOException taken) {
            return false;
        }
    }

    /**
     * The given port, or a free one for 0.
     *
     * @throws LocalStartFailure when the port is in use or out of range
     */
    static int claim(int port, String server) {
        if (port == 0) {
            return free(1).get(0);
        }
        if (port < 0 || port > 65_535) {
            throw new LocalStartFailure(server + " port must be in [0, 65535]: port=" + port);
        }
        requireFree(port, server);
        return port;
    }

    /**
     * Checks that a server could listen on the port just now; 0 is always right.
     *
     * @throws LocalStartFailure when the port is in use
     */
    public static void requireFree(int port, String server) {
        if (port != 0 && !isFree(port)) {
            throw new LocalStartFailure(server + " port must be free: port=" + port
                    + "; stop the program that listens there or choose another port");
        }
    }
}
