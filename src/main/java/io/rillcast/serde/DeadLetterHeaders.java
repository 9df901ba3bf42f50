package io.rillcast.serde;

import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;

/** The headers that say why a record became a dead letter; UTF-8 text. */
public final class DeadLetterHeaders {
    /** The cause, one of {@link DeadLetterCause#text()}. */
    public static final String CAUSE = "rillcast.cause";

    /** The topic that the record came from. */
    public static final String TOPIC = "rillcast.topic";

    /** Its partition there. */
    public static final String PARTITION = "rillcast.partition";

    /** Its offset there. */
    public static final String OFFSET = "rillcast.offset";

    /** The class of the exception that refused it. */
    public static final String EXCEPTION_CLASS = "rillcast.exception.class";

    /** One sentence that says what is wrong and what to do. */
    public static final String MESSAGE = "rillcast.message";

    /** What was left out because the letter would have been too large to send: {@code value}, or all that came. */
    public static final String OMITTED = "rillcast.omitted";

    /** How often the record was sent again before this refusal; absent for never. */
    public static final String REPLAYS = "rillcast.replays";

    /**
     * Where a record came from.
     *
     * @param topic its topic
     * @param partition its partition there
     * @param offset its offset there
     */
    public record Origin(String topic, int partition, long offset) {}

    private DeadLetterHeaders() {}

    /** Sets the headers for a refusal; what was refused before and sent again has only the newest. */
    public static void set(Headers headers, Origin origin, UndecodableReading refusal) {
        Throwable cause = refusal.getCause() == null ? refusal : refusal.getCause();
        headers.remove(OMITTED);
        set(headers, CAUSE, refusal.reason().text());
        set(headers, TOPIC, origin.topic());
        set(headers, PARTITION, Integer.toString(origin.partition()));
        set(headers, OFFSET, Long.toString(origin.offset()));
        set(headers, EXCEPTION_CLASS, cause.getClass().getName());
        set(headers, MESSAGE, refusal.sentence());
    }

    /** The text of a header, if the record has it. */
    public static Optional<String> text(Headers headers, String name) {
        Header header = headers.lastHeader(name);
        return header == null || header.value() == null
                ? Optional.empty()
                : Optional.of(new String(header.value(), StandardCharsets.UTF_8));
    }

    /** Sets one of these headers. */
    public static void set(Headers headers, String name, String text) {
        headers.remove(name).add(name, text.getBytes(StandardCharsets.UTF_8));
    }
}
