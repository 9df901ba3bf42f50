package io.rillcast.streams;

import io.rillcast.serde.DeadLetterCause;
import io.rillcast.serde.MalformedRecord;
import io.rillcast.serde.UndecodableReading;
import io.rillcast.training.ModelCommand;
import java.nio.charset.StandardCharsets;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.processor.api.RecordMetadata;

/** Decodes a person's model command and keys it by the group that it names, or sends it to the dead letters. */
final class CommandProcessor implements Processor<byte[], byte[], byte[], Decoded> {
    private final Deserializer<ModelCommand> deserializer;
    private final RefusalLog log;
    private final long mostBytes;
    private final ServiceMeters meters;
    private ProcessorContext<byte[], Decoded> context;
    private ForecastMetrics metrics;

    /** Refuses what is larger than these bytes: a broker that refused it later would stop the stream for good. */
    CommandProcessor(Deserializer<ModelCommand> deserializer, RefusalLog log, long mostBytes, ServiceMeters meters) {
        this.meters = meters;
        this.deserializer = deserializer;
        this.log = log;
        this.mostBytes = mostBytes;
    }

    @Override
    public void init(ProcessorContext<byte[], Decoded> processorContext) {
        context = processorContext;
        String task = context.taskId().toString();
        metrics = new ForecastMetrics(context.metrics(), task, "decode-command", meters);
    }

    @Override
    public void process(Record<byte[], byte[]> record) {
        RecordMetadata place = context.recordMetadata().orElseThrow();
        try {
            if (record.value() == null) {
                throw new MalformedRecord(DeadLetterCause.NULL_VALUE, "a model command must have a value");
            }
            ModelCommand command = deserializer.deserialize(place.topic(), record.value());
            byte[] encoded = TrainingInputSerde.encode(new TrainingInput.Command(command));
            if (encoded.length > mostBytes) {
                throw new MalformedRecord(
                        DeadLetterCause.TOO_LARGE,
                        "a model command must fit the topics that it goes through: group=" + command.group()
                                + ", bytes=" + encoded.length + ", most=" + mostBytes
                                + "; import a smaller network, or raise max.message.bytes of the models topic and of the"
                                + " application's " + ForecastTopology.BY_GROUP + " topic and start again");
            }
            Decoded accepted = Decoded.accepted(encoded);
            byte[] group = command.group().getBytes(StandardCharsets.UTF_8);
            context.forward(new Record<>(group, accepted, record.timestamp(), new RecordHeaders()));
        } catch (MalformedRecord malformed) {
            UndecodableReading refusal = new UndecodableReading(malformed.reason(), malformed.getMessage(), malformed);
            metrics.refused(refusal.reason());
            log.refused(place, refusal);
            context.forward(DeadLetter.of(record, place, refusal));
        }
    }
}
