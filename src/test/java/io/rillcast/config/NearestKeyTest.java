package io.rillcast.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class NearestKeyTest {
    @Test
    void countsInsertedDeletedReplacedAndSwappedLetters() {
        assertThat(NearestKey.edits("", "abc")).isEqualTo(3);
        assertThat(NearestKey.edits("abc", "abc")).isZero();
        assertThat(NearestKey.edits("kitten", "sitting")).isEqualTo(3);
        assertThat(NearestKey.edits("form", "from")).isEqualTo(1);
    }

    @Test
    void prefersTheFirstOfEquallyNearKeys() {
        assertThat(NearestKey.of("abx", List.of("abc", "abd"))).contains("abc");
    }

    @Test
    void findsNothingWhenTooMuchWouldHaveToChange() {
        assertThat(NearestKey.of("abcdef", List.of("uvwdef"))).isEmpty();
    }
}
