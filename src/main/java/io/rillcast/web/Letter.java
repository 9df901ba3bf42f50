package io.rillcast.web;

import io.rillcast.serde.DeadLetterHeaders;
import java.nio.charset.StandardCharsets;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * A record that was refused.
 *
 * @param topic where it came from
 * @param partition its partition there
 * @param offset its offset there
 * @param cause why, one of {@link io.rillcast.serde.DeadLetterCause#text()}
 * @param sentence what is wrong and what to do
 * @param atMs when it was refused, epoch ms
 */
record Letter(String topic, String partition, String offset, String cause, String sentence, long atMs) {
    /** No sentence of ours is longer; a header may be anything. */
    private static final int MOST_CHARACTERS = 1_000;

    /** The letter in a record of the dead letters' topic. */
    static Letter of(ConsumerRecord<byte[], byte[]> record) {
        return new Letter(
                header(record, DeadLetterHeaders.TOPIC),
                header(record, DeadLetterHeaders.PARTITION),
                header(record, DeadLetterHeaders.OFFSET),
                header(record, DeadLetterHeaders.CAUSE),
                header(record, DeadLetterHeaders.MESSAGE),
                record.timestamp());
    }

    private static String header(ConsumerRecord<byte[], byte[]> record, String name) {
        var header = record.headers().lastHeader(name);
        if (header == null || header.value() == null) {
            return "";
        }
        String text = new String(header.value(), StandardCharsets.UTF_8);
        return shortened(text);
    }

    /** At most so many characters, of which none is half of one. */
    private static String shortened(String text) {
        if (text.length() <= MOST_CHARACTERS) {
            return text;
        }
        boolean isHalf = Character.isHighSurrogate(text.charAt(MOST_CHARACTERS - 1));
        return text.substring(0, isHalf ? MOST_CHARACTERS - 1 : MOST_CHARACTERS) + "...";
    }
}
