package io.rillcast.web;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.rillcast.serde.DeadLetterHeaders;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is shown of a header that anybody may have written. */
class LetterTest {
    @ParameterizedTest
    @CsvSource({"998, 1000", "999, 999", "1000, 1000"})
    void endsALongSentenceWithAWholeCharacter(int before, int kept) {
        ConsumerRecord<byte[], byte[]> letter = new ConsumerRecord<>("dead", 0, 0, new byte[0], new byte[0]);
        String whole = "x".repeat(before) + "\uD83D\uDE00 and more";
        letter.headers().add(DeadLetterHeaders.MESSAGE, whole.getBytes(UTF_8));

        assertThat(Letter.of(letter).sentence()).isEqualTo(whole.substring(0, kept) + "...");
    }
}
