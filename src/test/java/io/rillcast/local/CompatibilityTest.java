package io.rillcast.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.apache.avro.Schema;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CompatibilityTest {
    private static final Schema BASE = record("{'name':'mm','type':'double'}");
    private static final Schema OPTIONAL_ADDED =
            record("{'name':'mm','type':'double'},{'name':'place','type':'string','default':''}");
    private static final Schema REQUIRED_ADDED =
            record("{'name':'mm','type':'double'},{'name':'place','type':'string'}");
    private static final Schema RETYPED = record("{'name':'mm','type':'string'}");
    private static final Schema EMPTY = record("");

    private static Schema record(String fields) {
        return new Schema.Parser()
                .parse("{'type':'record','name':'Rain','fields':[%s]}"
                        .formatted(fields)
                        .replace('\'', '"'));
    }

    @ParameterizedTest
    @CsvSource({
        "NONE,     true,  true,  true,  true",
        "BACKWARD, true,  false, true,  false",
        "FORWARD,  true,  true,  false, false",
        "FULL,     true,  false, false, false"
    })
    void judgesOneStep(
            Compatibility level, boolean addOptional, boolean addRequired, boolean removeRequired, boolean retype) {
        assertThat(accepts(level, OPTIONAL_ADDED, BASE)).isEqualTo(addOptional);
        assertThat(accepts(level, REQUIRED_ADDED, BASE)).isEqualTo(addRequired);
        assertThat(accepts(level, EMPTY, BASE)).isEqualTo(removeRequired);
        assertThat(accepts(level, RETYPED, BASE)).isEqualTo(retype);
    }

    @ParameterizedTest
    @CsvSource({
        "BACKWARD, true", "BACKWARD_TRANSITIVE, false",
        "FORWARD,  true", "FORWARD_TRANSITIVE,  false",
        "FULL,     true", "FULL_TRANSITIVE,     false"
    })
    void looksPastTheLatestOnlyWhenTransitive(Compatibility level, boolean accepted) {
        assertThat(accepts(level, BASE, RETYPED, BASE)).isEqualTo(accepted);
    }

    @Test
    void allowsWideningForReadersOnly() {
        Schema narrow = record("{'name':'mm','type':'int'}");
        Schema wide = record("{'name':'mm','type':'long'}");

        assertThat(accepts(Compatibility.BACKWARD, wide, narrow)).isTrue();
        assertThat(accepts(Compatibility.FORWARD, wide, narrow)).isFalse();
    }

    @Test
    void saysWhatIsWrongAndWhere() {
        List<String> problems = Compatibility.BACKWARD.problems(REQUIRED_ADDED, List.of(BASE));

        assertThat(problems)
                .containsExactly("{errorType:'READER_FIELD_MISSING_DEFAULT_VALUE', description:'new schema reading old "
                        + "data at path /fields/1: place', compatibility:'BACKWARD'}");
    }

    @Test
    void acceptsAnythingAsTheFirst() {
        assertThat(Compatibility.FULL_TRANSITIVE.problems(BASE, List.of())).isEmpty();
    }

    @Test
    void readsLevelsInAnyCase() {
        assertThat(Compatibility.parse("full_transitive")).isEqualTo(Compatibility.FULL_TRANSITIVE);
        assertThatThrownBy(() -> Compatibility.parse("sideways")).hasMessageContaining("'sideways'");
    }

    private static boolean accepts(Compatibility level, Schema proposed, Schema... earlier) {
        return level.problems(proposed, List.of(earlier)).isEmpty();
    }
}
