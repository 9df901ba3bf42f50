package io.rillcast.containers;

import com.github.dockerjava.api.DockerClient;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.testcontainers.DockerClientFactory;

/** The container engine of this machine, and what it is told directly. */
final class Engine {
    private Engine() {}

    /** Whether one answers. */
    static boolean isThere() {
        return DockerClientFactory.instance().isDockerAvailable();
    }

    static DockerClient client() {
        return DockerClientFactory.instance().client();
    }

    /** A property that Maven's profile "containers" sets. */
    static String property(String name) {
        String value = System.getProperty(name);
        if (value == null) {
            throw new IllegalStateException(name + " must be set; run the tests with mvn -Pcontainers verify");
        }
        return value;
    }

    /** Loads the image of Rillcast and returns its name. */
    static String loadServiceImage() {
        try (InputStream tar = Files.newInputStream(Path.of(property("rillcast.image.tar")))) {
            client().loadImageCmd(tar).exec();
            return property("rillcast.image.name");
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    /** Fetches an image; whether that was possible. */
    static boolean fetch(String image) {
        try {
            return client().pullImageCmd(image).start().awaitCompletion(10, TimeUnit.MINUTES);
        } catch (RuntimeException refused) {
            System.out.println("image could not be fetched: image=" + image + ", cause=" + refused.getMessage());
            return false;
        } catch (InterruptedException interrupted) {
            throw new AssertionError(interrupted);
        }
    }
}
