package io.rillcast.streams;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.rillcast.serde.DeadLetterCause;
import io.rillcast.serde.UndecodableReading;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.kafka.streams.processor.api.RecordMetadata;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

class RefusalLogTest {
    private final Logger logger = (Logger) LoggerFactory.getLogger(RefusalLog.class);
    private final ListAppender<ILoggingEvent> lines = new ListAppender<>();
    private final AtomicLong nanos = new AtomicLong(Long.MAX_VALUE - 5);
    private final RefusalLog log = new RefusalLog(nanos::get);

    @BeforeEach
    void listen() {
        lines.start();
        logger.addAppender(lines);
    }

    @AfterEach
    void stopListening() {
        logger.detachAppender(lines);
    }

    @Test
    void speaksOfTheFirstAtOnceAndOfTheOthersOnceAMinute() {
        for (int offset = 0; offset < 1000; offset++) {
            refuse(offset);
        }
        nanos.addAndGet(RefusalLog.QUIET_NANOS);
        refuse(1000);
        refuse(1001);

        assertThat(said())
                .containsExactly(
                        "record refused, it is in the dead letters: topic=prices, partition=3, offset=0,"
                                + " cause=malformed-avro, othersSinceLastSaid=0,"
                                + " problem=value must be whole: bytes=3",
                        "record refused, it is in the dead letters: topic=prices, partition=3, offset=1000,"
                                + " cause=malformed-avro, othersSinceLastSaid=999,"
                                + " problem=value must be whole: bytes=3");
    }

    private void refuse(long offset) {
        UndecodableReading refusal =
                new UndecodableReading(DeadLetterCause.MALFORMED_AVRO, "value must be whole:\n  bytes=3");
        log.refused(new Place("prices", 3, offset), refusal);
    }

    private List<String> said() {
        return lines.list.stream().map(ILoggingEvent::getFormattedMessage).toList();
    }

    private record Place(String topic, int partition, long offset) implements RecordMetadata {}
}
