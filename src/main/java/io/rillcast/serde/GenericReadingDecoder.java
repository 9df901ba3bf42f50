package io.rillcast.serde;

import io.rillcast.forecast.Reading;
import java.io.InterruptedIOException;
import java.net.SocketException;
import java.net.UnknownHostException;
import java.net.http.HttpTimeoutException;
import java.util.function.LongSupplier;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.RetriableException;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.serialization.Deserializer;

/** Readings out of the Avro records that a deserializer of the operator's choice gives; owned by one thread. */
public final class GenericReadingDecoder implements ReadingDecoder {
    private final Deserializer<?> deserializer;
    private final AvroFields fields;

    /**
     * A decoder around a configured deserializer, which stays its maker's to close.
     *
     * @param deserializer gives an {@code IndexedRecord}, as Confluent's Avro deserializer does
     * @param latestAllowedMs the latest timestamp allowed now, epoch ms
     */
    public GenericReadingDecoder(Deserializer<?> deserializer, ReadingMapping mapping, LongSupplier latestAllowedMs) {
        this.deserializer = deserializer;
        this.fields = new AvroFields(mapping, new ReadingRules(latestAllowedMs));
    }

    /**
     * {@inheritDoc}
     *
     * @throws RegistryFailure if the deserializer failed because something could not be reached: its exception is
     *     retriable to Kafka, or comes from a connection
     */
    @Override
    public Reading decode(String topic, Headers headers, byte[] key, byte[] value) throws UndecodableReading {
        ReadingRules.requireReadable(value);
        Object datum;
        try {
            datum = deserializer.deserialize(topic, headers, value);
        } catch (InterruptException e) {
            throw e;
        } catch (RuntimeException | StackOverflowError e) {
            // Foreign code: whatever it throws is about the record, unless something was unreachable.
            String problem = "problem=" + e.getClass().getSimpleName() + " " + e.getMessage();
            if (isAboutConnection(e)) {
                throw new RegistryFailure("readings.deserializer must reach what it needs: " + problem, true, e);
            }
            throw new UndecodableReading(
                    DeadLetterCause.DESERIALIZER, "readings.deserializer must accept the value: " + problem, e);
        }
        return fields.reading(datum, key);
    }

    private static boolean isAboutConnection(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof RetriableException
                    || cause instanceof SocketException
                    || cause instanceof UnknownHostException
                    || cause instanceof HttpTimeoutException
                    || cause instanceof InterruptedIOException) {
                return true;
            }
        }
        return false;
    }
}
