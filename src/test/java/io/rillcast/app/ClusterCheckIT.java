package io.rillcast.app;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rillcast.config.Settings;
import io.rillcast.config.SettingsReader;
import io.rillcast.config.SettingsSource;
import io.rillcast.local.EmbeddedBroker;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Several addresses, of which one is a proxy whose broker is down. */
@Timeout(120)
class ClusterCheckIT {
    @TempDir
    private Path directory;

    private EmbeddedBroker broker;
    private ServerSocket proxy;
    private String dead;

    @BeforeEach
    void start() throws IOException {
        broker = EmbeddedBroker.start(directory, 0, Map.of());
        proxy = new ServerSocket(0, 50, InetAddress.getByAddress(new byte[] {127, 0, 0, 1}));
        dead = "127.0.0.1:" + proxy.getLocalPort();
    }

    @AfterEach
    void stop() throws IOException {
        proxy.close();
        broker.close();
    }

    @Test
    void doesWithoutOneThatClosesConnectionsWhereAnotherAnswers() {
        closeAllThatConnect();

        assertThatCode(() -> check(dead + "," + broker.bootstrapServers()).requireUsable())
                .doesNotThrowAnyException();
        assertThatThrownBy(() -> check(dead + ",127.0.0.1:1").requireUsable())
                .isInstanceOf(CommandFailure.class)
                .hasMessage("a Kafka broker must answer at each address: server=" + dead
                        + ", security.protocol=PLAINTEXT, found=a port that closes the connection, as one that speaks"
                        + " TLS may; mend bootstrap.servers or security.protocol");
    }

    @Test
    void doesWithoutOneThatSaysNothingWhereAnotherAnswers() {
        assertThatCode(() -> check(dead + "," + broker.bootstrapServers()).requireUsable())
                .doesNotThrowAnyException();
    }

    private ClusterCheck check(String servers) throws Exception {
        Path config = Files.writeString(
                directory.resolve("r.properties"),
                "bootstrap.servers=" + servers + "\nschema.registry.url=http://127.0.0.1:1\n");
        Settings settings = SettingsReader.read(List.of(SettingsSource.file(config)));
        return new ClusterCheck(settings);
    }

    private void closeAllThatConnect() {
        Thread closing = new Thread(() -> {
            try {
                while (true) {
                    Socket connected = proxy.accept();
                    connected.close();
                }
            } catch (IOException ended) {
                // The proxy is closed: the test is over.
            }
        });
        closing.start();
    }
}
