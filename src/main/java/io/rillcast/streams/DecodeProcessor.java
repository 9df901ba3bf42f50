package io.rillcast.streams;

import io.rillcast.forecast.Reading;
import io.rillcast.serde.DeadLetterCause;
import io.rillcast.serde.ReadingCodec;
import io.rillcast.serde.ReadingDecoder;
import io.rillcast.serde.SeriesEnd;
import io.rillcast.serde.UndecodableReading;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.utils.Utils;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.processor.api.RecordMetadata;

/**
 * Move 1: bytes to a reading keyed by its series, or to a dead letter with the cause in its headers. A key without a
 * value is the end of a series.
 *
 * <p>The headers of a reading are dropped, those of a dead letter are kept.
 */
final class DecodeProcessor implements Processor<byte[], byte[], byte[], Decoded> {
    private final ReadingDecoder decoder;
    private final StreamPlan.Placement placement;
    private final RefusalLog log;
    private final ServiceMeters meters;
    private ProcessorContext<byte[], Decoded> context;
    private ForecastMetrics metrics;

    DecodeProcessor(ReadingDecoder decoder, StreamPlan.Placement placement, RefusalLog log, ServiceMeters meters) {
        this.meters = meters;
        this.decoder = decoder;
        this.placement = placement;
        this.log = log;
    }

    @Override
    public void init(ProcessorContext<byte[], Decoded> processorContext) {
        context = processorContext;
        metrics = new ForecastMetrics(context.metrics(), context.taskId().toString(), "decode", meters);
    }

    @Override
    public void process(Record<byte[], byte[]> record) {
        RecordMetadata place = context.recordMetadata().orElseThrow();
        try {
            if (SeriesEnd.isEnd(record.key(), record.value())) {
                SeriesEnd.requireSeries(record.key());
                forward(record, record.key(), Decoded.ended());
                return;
            }
            Reading reading = decoder.decode(place.topic(), record.headers(), record.key(), record.value());
            byte[] series = reading.seriesId().getBytes(StandardCharsets.UTF_8);
            forward(record, series, Decoded.accepted(ReadingCodec.encode(reading)));
        } catch (UndecodableReading refusal) {
            metrics.refused(refusal.reason());
            log.refused(place, refusal);
            context.forward(DeadLetter.of(record, place, refusal));
        }
    }

    private void forward(Record<byte[], byte[]> record, byte[] series, Decoded decoded) throws UndecodableReading {
        if (!placement.repartition()) {
            requirePlaced(series, record.key(), context.recordMetadata().orElseThrow());
        }
        context.forward(new Record<>(series, decoded, record.timestamp(), new RecordHeaders()));
    }

    /** Two states for one series must be impossible: without re-keying its readings must all come to one partition. */
    private void requirePlaced(byte[] series, byte[] key, RecordMetadata place) throws UndecodableReading {
        if (!Arrays.equals(series, key)) {
            throw new UndecodableReading(
                    DeadLetterCause.KEY_IS_NOT_SERIES,
                    "with readings.repartition=false the record key must be the series;"
                            + " set readings.repartition=true or key the readings by series");
        }
        int partition = Utils.toPositive(Utils.murmur2(series)) % placement.readingsPartitions();
        if (partition != place.partition()) {
            throw new UndecodableReading(
                    DeadLetterCause.WRONG_PARTITION,
                    "with readings.repartition=false a reading must lie in the partition that murmur2 of its key"
                            + " gives: partition=" + place.partition() + ", expected=" + partition);
        }
    }
}
