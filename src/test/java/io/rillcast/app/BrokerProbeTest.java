package io.rillcast.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.rillcast.app.BrokerProbe.Answer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Timeout(60)
class BrokerProbeTest {
    @ParameterizedTest
    @CsvSource({
        // An answer with our correlation id, 0x52494c4c, and with another one.
        "0000000a 52494c4c 0000 00000000, BROKER",
        "0000000a 52494c4d 0000 00000000, FOREIGN",
        "0000000a 5249, CLOSED",
        // "HTTP/1.1 400"; a mail server's "220 "; an alert of TLS 1.2.
        "485454502f312e3120343030, HTTP",
        "32323020, FOREIGN",
        "15030300020250, TLS",
        "'', CLOSED"
    })
    void tellsFromItsFirstBytesWhoAnswers(String bytes, Answer expected) throws Exception {
        try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getByAddress(new byte[] {127, 0, 0, 1}))) {
            Thread answering = answerOnce(server, HexFormat.of().parseHex(bytes.replace(" ", "")));

            Answer answer = BrokerProbe.ask("127.0.0.1:" + server.getLocalPort(), false);

            assertThat(answer).isEqualTo(expected);
            answering.join();
        }
    }

    @Test
    void looksNoFurtherWhereTlsIsAskedFor() throws Exception {
        try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getByAddress(new byte[] {127, 0, 0, 1}))) {
            assertThat(BrokerProbe.ask("127.0.0.1:" + server.getLocalPort(), true))
                    .isEqualTo(Answer.BROKER);
        }
    }

    @Test
    void findsNobodyAtAClosedPort() {
        assertThat(BrokerProbe.ask("127.0.0.1:1", false)).isEqualTo(Answer.NOBODY);
    }

    private static Thread answerOnce(ServerSocket server, byte[] bytes) {
        Thread thread = new Thread(() -> {
            try (Socket socket = server.accept()) {
                if (socket.getInputStream().read() >= 0) {
                    socket.getOutputStream().write(bytes);
                }
                socket.shutdownOutput();
                socket.getInputStream().readAllBytes();
            } catch (IOException ended) {
                // The probe has seen enough and gone.
            }
        });
        thread.start();
        return thread;
    }
}
