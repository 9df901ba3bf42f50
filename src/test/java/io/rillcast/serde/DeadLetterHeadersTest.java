package io.rillcast.serde;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.junit.jupiter.api.Test;

class DeadLetterHeadersTest {
    private static final DeadLetterHeaders.Origin ORIGIN = new DeadLetterHeaders.Origin("readings", 3, 42);

    @Test
    void saysWhyAndWhere() {
        Headers headers = new RecordHeaders();

        DeadLetterHeaders.set(headers, ORIGIN, new UndecodableReading(DeadLetterCause.MISSING_FIELD, "field ü"));

        Map<String, String> texts = new LinkedHashMap<>();
        headers.forEach(header -> texts.put(header.key(), new String(header.value(), StandardCharsets.UTF_8)));
        assertThat(texts)
                .containsExactly(
                        Map.entry("rillcast.cause", "missing-field"),
                        Map.entry("rillcast.topic", "readings"),
                        Map.entry("rillcast.partition", "3"),
                        Map.entry("rillcast.offset", "42"),
                        Map.entry("rillcast.exception.class", "io.rillcast.serde.UndecodableReading"),
                        Map.entry("rillcast.message", "field ü"));
    }

    @Test
    void keepsOnlyTheNewestRefusalAndTheRecordsOwnHeaders() {
        Headers headers = new RecordHeaders().add("trace", new byte[] {1});

        DeadLetterHeaders.set(headers, ORIGIN, new UndecodableReading(DeadLetterCause.EMPTY_VALUE, "first"));
        DeadLetterHeaders.set(headers, ORIGIN, new UndecodableReading(DeadLetterCause.NULL_VALUE, "second"));

        assertThat(headers.headers(DeadLetterHeaders.CAUSE)).hasSize(1);
        assertThat(DeadLetterHeaders.text(headers, DeadLetterHeaders.MESSAGE)).contains("second");
        assertThat(headers.lastHeader("trace")).isNotNull();
    }

    @Test
    void namesCausesApart() {
        assertThat(Arrays.stream(DeadLetterCause.values())
                        .map(DeadLetterCause::text)
                        .collect(Collectors.toSet()))
                .hasSize(DeadLetterCause.values().length)
                .allMatch(text -> text.matches("[a-z]+(-[a-z]+)*"));
    }
}
