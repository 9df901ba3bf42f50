package io.rillcast.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rillcast.forecast.Reading;
import io.rillcast.serde.BadLine;
import io.rillcast.serde.CsvColumns;
import io.rillcast.serde.CsvReadings;
import io.rillcast.serde.CsvRow;
import io.rillcast.serde.JsonReadingSerializer;
import io.rillcast.serde.ReadingMapping;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

class PublisherTest {
    private static final String LINES = "series,timestamp,value\na,1,1\nb,2,2\na,3,\na,4,many\nb,5,5\n";

    @TempDir
    private Path directory;

    private final List<String> said = new ArrayList<>();

    @Test
    void sendsReadingsInOrderKeyedBySeries() throws Exception {
        MockProducer<String, CsvRow> producer = producer(true);
        Publisher publisher = new Publisher(producer, new Publisher.Plan("t", 0), new CsvIntake(true, said::add));

        try (CsvReadings readings = readings(LINES)) {
            publisher.publish(readings, () -> false, bytes -> {});

            assertThat(publisher.summary(readings)).isEqualTo(new Publisher.Summary(3, 2, 1, 1));
        }
        assertThat(producer.history())
                .containsExactly(
                        new ProducerRecord<>("t", "a", new CsvRow(2, new Reading("a", 1, 1), Map.of())),
                        new ProducerRecord<>("t", "b", new CsvRow(3, new Reading("b", 2, 2), Map.of())),
                        new ProducerRecord<>("t", "b", new CsvRow(6, new Reading("b", 5, 5), Map.of())));
        assertThat(said).hasSize(1).first().asString().contains("line=5", "column=value");
    }

    @Test
    void stopsAtABadLineAfterSendingWhatStoodBeforeIt() throws Exception {
        MockProducer<String, CsvRow> producer = producer(true);
        Publisher publisher = new Publisher(producer, new Publisher.Plan("t", 0), new CsvIntake(false, said::add));

        try (CsvReadings readings = readings(LINES)) {
            assertThatThrownBy(() -> publisher.publish(readings, () -> false, bytes -> {}))
                    .isInstanceOf(BadLine.class)
                    .hasMessageContaining("line=5");

            assertThat(publisher.summary(readings)).isEqualTo(new Publisher.Summary(2, 2, 0, 1));
        }
        assertThat(producer.flushed()).isTrue();
    }

    @Test
    void stopsWhenTheBrokersRefuseAReading() throws Exception {
        MockProducer<String, CsvRow> producer = producer(false);
        Publisher publisher = new Publisher(producer, new Publisher.Plan("t", 0), new CsvIntake(false, said::add));

        try (CsvReadings readings = readings("series,timestamp,value\na,1,1\na,2,2\na,3,3\n")) {
            assertThatThrownBy(() -> publisher.publish(
                            readings,
                            () -> false,
                            bytes -> producer.errorNext(new RecordTooLargeException("too large"))))
                    .isInstanceOf(CommandFailure.class)
                    .hasMessage("the brokers must take every reading: topic=t, acknowledged=0, found=too large");
        }
        assertThat(producer.history()).hasSize(1);
    }

    @Test
    void stopsWhenToldTo() throws Exception {
        MockProducer<String, CsvRow> producer = producer(true);
        Publisher publisher = new Publisher(producer, new Publisher.Plan("t", 0), new CsvIntake(false, said::add));

        try (CsvReadings readings = readings(LINES)) {
            publisher.publish(readings, () -> producer.history().size() == 1, bytes -> {});
        }

        assertThat(producer.history()).hasSize(1);
    }

    @Test
    @Timeout(20)
    void stopsWhileAReadingWaitsForItsTurn() throws Exception {
        MockProducer<String, CsvRow> producer = producer(true);
        Publisher publisher = new Publisher(producer, new Publisher.Plan("t", 0.001), new CsvIntake(false, said::add));
        AtomicInteger asked = new AtomicInteger();

        try (CsvReadings readings = readings(LINES)) {
            publisher.publish(readings, () -> asked.incrementAndGet() > 3, bytes -> {});
        }

        assertThat(producer.history()).hasSize(1);
    }

    @Test
    @Timeout(20)
    void endsWhenInterruptedWhileAReadingWaitsForItsTurn() throws Exception {
        MockProducer<String, CsvRow> producer = producer(true);
        Publisher publisher = new Publisher(producer, new Publisher.Plan("t", 0.001), new CsvIntake(false, said::add));

        try (CsvReadings readings = readings(LINES)) {
            assertThatThrownBy(() -> publisher.publish(
                            readings,
                            () -> false,
                            bytes -> Thread.currentThread().interrupt()))
                    .isInstanceOf(InterruptedException.class);
        }
        assertThat(producer.history()).hasSize(1);
    }

    private CsvReadings readings(String lines) throws Exception {
        return CsvReadings.open(Files.writeString(directory.resolve("r.csv"), lines), CsvColumns.DEFAULT);
    }

    private static MockProducer<String, CsvRow> producer(boolean isAcknowledging) {
        return new MockProducer<>(
                isAcknowledging,
                null,
                new StringSerializer(),
                new JsonReadingSerializer(ReadingMapping.DEFAULT).ofRows());
    }
}
