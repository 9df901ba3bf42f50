package io.rillcast.clients;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.rillcast.local.LoopbackPorts;
import io.rillcast.process.ChildProcess;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.awaitility.Awaitility;

/** Apicurio's registry in a child JVM, which keeps all in memory; owned by one test class. */
final class Apicurio implements AutoCloseable {
    private static final Path JAR = Path.of("target", "apicurio", "apicurio-registry-app-3.0.9-runner.jar");
    private static final Duration PATIENCE = Duration.ofMinutes(3);

    private final ChildProcess child;
    private final int port;

    private Apicurio(ChildProcess child, int port) {
        this.child = child;
        this.port = port;
    }

    /** Starts it with its log in a directory. Skips the test where the profile did not unpack it. */
    static Apicurio start(Path dir) {
        assumeTrue(Files.exists(JAR), "Apicurio's registry is not unpacked: file=" + JAR + "; use mvn -Pclients");
        int port = LoopbackPorts.free(1).get(0);
        ChildProcess child = ChildProcess.startCommand(
                dir.resolve("apicurio.log"),
                List.of(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx512m",
                        "-XX:+UseSerialGC",
                        "-XX:TieredStopAtLevel=1",
                        "-Dquarkus.http.host=127.0.0.1",
                        "-Dquarkus.http.port=" + port,
                        "-jar",
                        JAR.toAbsolutePath().toString()));
        Apicurio apicurio = new Apicurio(child, port);
        try {
            Awaitility.await("Apicurio's registry").atMost(PATIENCE).until(apicurio::answers);
            return apicurio;
        } catch (RuntimeException failed) {
            child.close();
            throw failed;
        }
    }

    /** It says nothing when it is ready. */
    private boolean answers() {
        if (!child.isAlive()) {
            throw new IllegalStateException("Apicurio's registry must run: lines=" + child.lines());
        }
        HttpRequest request = HttpRequest.newBuilder(URI.create(url() + "/config"))
                .timeout(Duration.ofSeconds(20))
                .build();
        try {
            return HttpClient.newHttpClient()
                            .send(request, HttpResponse.BodyHandlers.discarding())
                            .statusCode()
                    == 200;
        } catch (IOException notYet) {
            return false;
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(interrupted);
        }
    }

    /** Where the paths of Confluent's protocol begin. */
    String url() {
        return "http://127.0.0.1:" + port + "/apis/ccompat/v7";
    }

    @Override
    public void close() {
        child.close();
    }
}
