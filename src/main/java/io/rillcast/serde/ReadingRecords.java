package io.rillcast.serde;

import io.rillcast.forecast.Reading;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;

/** Readings as the records of their own schema; they are read back by a {@link ReadingDecoder}. */
final class ReadingRecords {
    private ReadingRecords() {}

    /** The record of a reading with these covariates by name, and no others. */
    static io.rillcast.avro.Reading toAvro(Reading reading, Map<String, Double> covariates) {
        return new io.rillcast.avro.Reading(
                reading.seriesId(),
                Instant.ofEpochMilli(reading.timestampMs()),
                reading.value(),
                new TreeMap<>(covariates));
    }
}
