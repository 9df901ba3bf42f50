package io.rillcast.app;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import org.apache.kafka.common.utils.Utils;

/**
 * Speaks the first words of Kafka's protocol to learn what listens at an address, before Kafka's own client meets it:
 * that takes the first four bytes of any answer for a length, and of a web page it makes more memory than there is.
 */
final class BrokerProbe {
    /** A broker that does not take a connection in this time is as good as none. */
    private static final int CONNECT_TIMEOUT_MS = 3_000;

    /** Who has said nothing by then may wait for the end of a line. */
    private static final int FIRST_ANSWER_MS = 2_000;

    /** A broker that is just starting, or collects garbage, may take a while. */
    private static final int LAST_ANSWER_MS = 10_000;

    private static final short API_VERSIONS = 18;
    private static final int CORRELATION_ID = 0x52494c4c;

    /** The list of what a broker can do takes less than 1 KiB. */
    private static final int MOST_ANSWER_BYTES = 1 << 20;

    private static final int TLS_ALERT = 0x1503;

    /** What answered. */
    enum Answer {
        BROKER("a broker"),
        NOBODY("nobody"),
        TLS("a port that speaks TLS"),
        HTTP("an HTTP server"),
        CLOSED("a port that closes the connection, as one that speaks TLS may"),
        SILENT("a port that does not answer"),
        FOREIGN("a port that does not speak Kafka's protocol");

        private final String words;

        Answer(String words) {
            this.words = words;
        }

        /** For a sentence. */
        String words() {
            return words;
        }
    }

    private BrokerProbe() {}

    /** Who listens at host:port; with TLS only whether anybody does, since Kafka's client itself says the rest well. */
    static Answer ask(String server, boolean isTls) {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(Utils.getHost(server), Utils.getPort(server)), CONNECT_TIMEOUT_MS);
            return isTls ? Answer.BROKER : talk(socket);
        } catch (IOException unreachable) {
            return Answer.NOBODY;
        }
    }

    private static Answer talk(Socket socket) {
        try {
            DataOutputStream out = new DataOutputStream(socket.getOutputStream());
            DataInputStream in = new DataInputStream(socket.getInputStream());
            out.write(request());
            socket.setSoTimeout(FIRST_ANSWER_MS);
            try {
                return answer(in.readInt(), in);
            } catch (SocketTimeoutException silent) {
                out.write("\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
                socket.setSoTimeout(LAST_ANSWER_MS);
                return answer(in.readInt(), in);
            }
        } catch (SocketTimeoutException silent) {
            return Answer.SILENT;
        } catch (IOException closed) {
            return Answer.CLOSED;
        }
    }

    /** Asks for the versions of all requests, which every broker answers, also before anybody has logged in. */
    private static byte[] request() throws IOException {
        byte[] client = "rillcast".getBytes(StandardCharsets.UTF_8);
        java.io.ByteArrayOutputStream bytes = new java.io.ByteArrayOutputStream();
        DataOutputStream out = new DataOutputStream(bytes);
        out.writeInt(3 * Short.BYTES + Integer.BYTES + client.length);
        out.writeShort(API_VERSIONS);
        out.writeShort(0);
        out.writeInt(CORRELATION_ID);
        out.writeShort(client.length);
        out.write(client);
        return bytes.toByteArray();
    }

    private static Answer answer(int length, DataInputStream in) throws IOException {
        if (length >>> 16 == TLS_ALERT) {
            return Answer.TLS;
        }
        if (length == 0x48545450) {
            // "HTTP"
            return Answer.HTTP;
        }
        if (length < Integer.BYTES || length > MOST_ANSWER_BYTES) {
            return Answer.FOREIGN;
        }
        return in.readInt() == CORRELATION_ID ? Answer.BROKER : Answer.FOREIGN;
    }
}
