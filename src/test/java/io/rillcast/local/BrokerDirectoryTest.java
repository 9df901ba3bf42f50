package io.rillcast.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BrokerDirectoryTest {
    @TempDir
    private Path dir;

    @Test
    void keepsTheClusterOfAFormattedDirectory() {
        String first = BrokerDirectory.prepare(dir.resolve("kafka"));

        assertThat(BrokerDirectory.prepare(dir.resolve("kafka"))).isEqualTo(first);
    }

    @Test
    void finishesAFormatThatWasInterrupted() throws IOException {
        BrokerDirectory.prepare(dir);
        Files.delete(dir.resolve("meta.properties"));
        Files.writeString(dir.resolve("meta.properties.tmp"), "#");
        Files.writeString(dir.resolve("bootstrap.checkpoint.tmp"), "half");

        assertThat(BrokerDirectory.prepare(dir)).isNotEmpty();
    }

    @Test
    void refusesADirectoryWithSomebodyElsesFiles() throws IOException {
        Files.writeString(dir.resolve("holiday.jpg"), "sea");

        assertThatThrownBy(() -> BrokerDirectory.prepare(dir))
                .isInstanceOf(LocalStartFailure.class)
                .hasMessage("directory must be empty or an embedded broker's own: dir=" + dir
                        + ", found=holiday.jpg; choose another directory");
    }

    @Test
    void refusesAnotherNodesDirectory() throws IOException {
        Files.writeString(dir.resolve("meta.properties"), "version=1\nnode.id=7\ncluster.id=elsewhere\n");

        assertThatThrownBy(() -> BrokerDirectory.prepare(dir))
                .isInstanceOf(LocalStartFailure.class)
                .hasMessageContaining("version=1, node.id=7, cluster.id=elsewhere");
    }

    @Test
    void namesADirectoryThatCannotBeMade() throws IOException {
        Path file = Files.writeString(dir.resolve("file"), "");

        assertThatThrownBy(() -> DirectoryLock.take(file.resolve("below"), "kafka.lock"))
                .isInstanceOf(LocalStartFailure.class)
                .hasMessageStartingWith("directory must be writable: dir=" + file.resolve("below"));
    }
}
