package io.rillcast.streams;

import io.rillcast.serde.DeadLetterHeaders;
import io.rillcast.serde.UndecodableReading;
import java.nio.charset.StandardCharsets;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.processor.api.RecordMetadata;

/**
 * A refused record as it is sent to the dead letters: as received, with the cause in its headers.
 *
 * <p>A record can be larger than the dead letters' topic takes, and our headers come on top; a letter that the broker
 * refuses would stop the stream for good. Of such a record the letter has only what fits, and a header says what was left
 * out; the whole of it still stands where the headers say it came from.
 */
final class DeadLetter {
    /** What a topic of dead letters must take: brokers before Kafka 2.1 took 1,000,012 bytes by default. */
    static final long ROOM_BYTES = 1_000_000;

    /** The most of key, value and headers together; what is left is for the record's own frame. */
    static final long MOST_BYTES = 950_000;

    private DeadLetter() {}

    /** The letter of a record that came from a place. */
    static Record<byte[], Decoded> of(Record<byte[], byte[]> record, RecordMetadata place, UndecodableReading refusal) {
        DeadLetterHeaders.Origin origin =
                new DeadLetterHeaders.Origin(place.topic(), place.partition(), place.offset());
        DeadLetterHeaders.set(record.headers(), origin, refusal);
        long frameBytes = sizeBytes(record.key()) + sizeBytes(record.headers());
        if (frameBytes + sizeBytes(record.value()) <= MOST_BYTES) {
            return record.withValue(Decoded.refused(record.value()));
        }
        if (frameBytes <= MOST_BYTES) {
            DeadLetterHeaders.set(record.headers(), DeadLetterHeaders.OMITTED, "value");
            return record.withValue(Decoded.refused(null));
        }
        Headers ours = new RecordHeaders();
        DeadLetterHeaders.set(ours, origin, refusal);
        DeadLetterHeaders.set(ours, DeadLetterHeaders.OMITTED, "value, key, headers");
        return new Record<>(null, Decoded.refused(null), record.timestamp(), ours);
    }

    private static long sizeBytes(byte[] bytes) {
        return bytes == null ? 0 : bytes.length;
    }

    private static long sizeBytes(Headers headers) {
        long size = 0;
        for (Header header : headers) {
            size += header.key().getBytes(StandardCharsets.UTF_8).length + sizeBytes(header.value()) + 10;
        }
        return size;
    }
}
