package io.rillcast.containers;

import java.nio.file.Path;

/** Where the images of broker and registry come from, and how those images are told what to be. */
interface ClusterImages extends AutoCloseable {
    /** Where every broker keeps its data. */
    String BROKER_DATA = "/tmp/kafka-data";

    /**
     * Starts a broker.
     *
     * @param settings its {@code server.properties}
     */
    RunningContainer startBroker(Path settings);

    /** Starts a registry on the loopback address, with the broker to keep its data in if it is one that does. */
    RunningContainer startRegistry(int port, String bootstrapServers);

    /** What follows the port in the registry's URL. */
    String registryPath();

    @Override
    void close();

    /** The published images, or those built on the spot where the engine cannot fetch them or is known not to. */
    static ClusterImages choose() {
        boolean mayFetch = !"built".equals(System.getenv("RILLCAST_TEST_IMAGES"));
        if (mayFetch && PublishedImages.canBeFetched()) {
            return new PublishedImages();
        }
        return new BuiltImages();
    }
}
