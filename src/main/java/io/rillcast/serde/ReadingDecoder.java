package io.rillcast.serde;

import io.rillcast.forecast.Reading;
import org.apache.kafka.common.header.Headers;

/** Makes a reading of a record as it came; owned by one thread. */
public interface ReadingDecoder {
    /**
     * The reading in a record.
     *
     * @param topic where it came from
     * @param headers of the record
     * @param key of the record, may be null
     * @param value of the record, may be null
     * @throws UndecodableReading if the record is no reading, whatever its bytes are: nothing else is thrown for bad
     *     input
     * @throws RegistryFailure if the registry cannot be asked, which is not the record's fault
     */
    Reading decode(String topic, Headers headers, byte[] key, byte[] value) throws UndecodableReading;
}
