package io.rillcast.local;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Properties;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.metadata.storage.Formatter;
import org.apache.kafka.server.common.MetadataVersion;

/** The broker's log directory: formatted once, recognised afterwards. */
final class BrokerDirectory {
    private static final String META = "meta.properties";
    private static final String CHECKPOINT = "bootstrap.checkpoint";

    private BrokerDirectory() {}

    /**
     * Makes {@code logDir} ready for a node to start on, keeping what is there, and returns its cluster's id.
     *
     * @throws LocalStartFailure when it holds something else, or cannot be written
     */
    static String prepare(Path logDir) {
        try {
            if (!Files.exists(logDir.resolve(META))) {
                format(logDir);
            }
            return clusterId(logDir);
        } catch (IOException failed) {
            throw new LocalStartFailure(
                    "broker directory must be readable and writable: dir=" + logDir + ", cause=" + failed, failed);
        }
    }

    private static String clusterId(Path logDir) throws IOException {
        Properties meta = new Properties();
        try (Reader reader = Files.newBufferedReader(logDir.resolve(META))) {
            meta.load(reader);
        }
        String version = meta.getProperty("version", "missing");
        String node = meta.getProperty("node.id", "missing");
        String cluster = meta.getProperty("cluster.id", "");
        if (!version.equals("1") || !node.equals(Integer.toString(BrokerSettings.NODE_ID)) || cluster.isEmpty()) {
            throw new LocalStartFailure("directory must be an embedded broker's own: dir=" + logDir + ", version="
                    + version + ", node.id=" + node + ", cluster.id=" + cluster + "; choose another directory");
        }
        return cluster;
    }

    /**
     * Kafka writes {@value #META} last, so a format that was interrupted is simply done again; but it trips over its
     * own half-written file.
     */
    private static void format(Path logDir) throws IOException {
        Files.createDirectories(logDir);
        refuseForeignFiles(logDir);
        Files.deleteIfExists(logDir.resolve(CHECKPOINT + ".tmp"));
        ByteArrayOutputStream said = new ByteArrayOutputStream();
        Formatter formatter = new Formatter()
                .setPrintStream(new PrintStream(said, true, StandardCharsets.UTF_8))
                .setNodeId(BrokerSettings.NODE_ID)
                .setClusterId(Uuid.randomUuid().toString())
                .setDirectories(List.of(logDir.toString()))
                .setMetadataLogDirectory(logDir.toString())
                .setControllerListenerName(BrokerSettings.CONTROLLER_LISTENER)
                .setReleaseVersion(MetadataVersion.latestProduction())
                .setHasDynamicQuorum(false)
                .setIgnoreFormatted(true);
        try {
            formatter.run();
        } catch (RuntimeException | IOException failed) {
            throw failed;
        } catch (Exception failed) {
            throw new IOException(said.toString(StandardCharsets.UTF_8).trim(), failed);
        }
    }

    private static void refuseForeignFiles(Path logDir) throws IOException {
        try (var files = Files.list(logDir)) {
            String foreign = files.map(file -> file.getFileName().toString())
                    .filter(name -> !name.startsWith(CHECKPOINT) && !name.startsWith(META))
                    .sorted()
                    .findFirst()
                    .orElse("");
            if (!foreign.isEmpty()) {
                throw new LocalStartFailure("directory must be empty or an embedded broker's own: dir=" + logDir
                        + ", found=" + foreign + "; choose another directory");
            }
        }
    }
}
