package io.rillcast.streams;

import static org.assertj.core.api.Assertions.assertThat;

import io.rillcast.broken.BrokenKind;
import io.rillcast.broken.BrokenRecord;
import io.rillcast.broken.BrokenTraffic.Item;
import io.rillcast.serde.DeadLetterHeaders;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;

/** Holds dead letters to the records that should have become them. */
final class LetterCheck {
    private static final int NEARLY_MOST = 900_000;

    private LetterCheck() {}

    /** A dead letter as it was read. */
    static final class Letter {
        private final byte[] key;
        private final byte[] value;
        private final Headers headers;

        Letter(byte[] key, byte[] value, Headers headers) {
            this.key = key;
            this.value = value;
            this.headers = headers;
        }

        String text(String header) {
            return DeadLetterHeaders.text(headers, header).orElse("none");
        }
    }

    /** The letters are those of the records of which the kind says so, in their order. */
    static void requireAll(List<Item> items, List<Letter> letters) {
        Iterator<Letter> left = letters.iterator();
        for (Item item : items) {
            if (item.kind().flatMap(kind -> kind.outcome().cause()).isPresent()) {
                assertThat(left).as(item.kind().get().text()).hasNext();
                require(item, left.next());
            }
        }
        assertThat(left).isExhausted();
    }

    /** A letter is that of a record. */
    static void require(Item item, Letter letter) {
        BrokenKind kind = item.kind().orElseThrow();
        BrokenRecord record = item.record();
        String as = kind.text() + ": " + record + ": " + letter.text(DeadLetterHeaders.MESSAGE);
        assertThat(letter.text(DeadLetterHeaders.CAUSE))
                .as(as)
                .isEqualTo(kind.outcome().cause().orElseThrow().text());
        assertThat(letter.text(DeadLetterHeaders.MESSAGE))
                .as(as)
                .isNotEqualTo("none")
                .doesNotContain("\n");
        Optional<String> omitted = DeadLetterHeaders.text(letter.headers, DeadLetterHeaders.OMITTED);
        if (omitted.isPresent()) {
            assertThat(sizeBytes(record)).as(as).isGreaterThan(NEARLY_MOST);
            assertThat(letter.value).as(as).isNull();
            return;
        }
        assertThat(letter.key).as(as).isEqualTo(record.key());
        assertThat(letter.value).as(as).isEqualTo(record.value());
        for (Header header : record.headers()) {
            assertThat(letter.headers.headers(header.key())).as(as).contains(header);
        }
    }

    private static int sizeBytes(BrokenRecord record) {
        int size =
                (record.key() == null ? 0 : record.key().length) + (record.value() == null ? 0 : record.value().length);
        for (Header header : record.headers()) {
            size += header.value() == null ? 0 : header.value().length;
        }
        return size;
    }
}
