package io.rillcast.serde;

import io.rillcast.forecast.Reading;
import java.time.Instant;
import java.util.Map;

/** Readings as the records of their own schema; they are read back by a {@link ReadingDecoder}. */
final class ReadingRecords {
    private ReadingRecords() {}

    /** The record of a reading, without covariates. */
    static io.rillcast.avro.Reading toAvro(Reading reading) {
        return new io.rillcast.avro.Reading(
                reading.seriesId(), Instant.ofEpochMilli(reading.timestampMs()), reading.value(), Map.of());
    }
}
