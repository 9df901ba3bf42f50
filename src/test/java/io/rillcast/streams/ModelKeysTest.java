package io.rillcast.streams;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Stream;
import org.apache.kafka.common.utils.Bytes;
import org.junit.jupiter.api.Test;

class ModelKeysTest {
    private static String text(Bytes key) {
        return new String(key.get(), java.nio.charset.StandardCharsets.UTF_8);
    }

    @Test
    void namesTheIncumbentByItsGroupAndTheArchiveByVersionToo() {
        assertThat(text(ModelKeys.incumbent("energy"))).isEqualTo("energy");
        assertThat(text(ModelKeys.archive("energy", 7))).isEqualTo("energy/7");
    }

    @Test
    void leavesAGroupAloneThatLooksLikeNoArchive() {
        assertThat(Stream.of("a/b", "a/1b", "/", "a1", "2026", "a%2F", "100%", "a/")
                        .map(ModelKeys::escaped))
                .containsExactly("a/b", "a/1b", "/", "a1", "2026", "a%2F", "100%", "a/");
    }

    @Test
    void writesTheSlashOfAGroupThatLooksLikeAnArchiveOtherwise() {
        assertThat(text(ModelKeys.incumbent("a/1"))).isEqualTo("a%2F1");
        assertThat(text(ModelKeys.archive("a/1", 2))).isEqualTo("a%2F1/2");
        assertThat(text(ModelKeys.incumbent("a/1/2"))).isEqualTo("a/1%2F2");
    }

    @Test
    void givesNoTwoGroupsTheSameKey() {
        List<String> groups = List.of("a", "a/1", "a%2F1", "a%252F1", "a%25252F1", "a/1/1", "a%2F1/1", "a/1%2F1");

        List<String> keys = groups.stream()
                .flatMap(group -> Stream.of(ModelKeys.incumbent(group), ModelKeys.archive(group, 1)))
                .map(ModelKeysTest::text)
                .toList();

        assertThat(keys).doesNotHaveDuplicates();
    }
}
