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
    private final ServiceMeters meters;
    private ProcessorContext<byte[], Decoded> context;
    private ForecastMetrics metrics;

    CommandProcessor(Deserializer<ModelCommand> deserializer, RefusalLog log, ServiceMeters meters) {
        this.meters = meters;
        this.deserializer = deserializer;
        this.log = log;
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
            if (command.action() == ModelCommand.Action.IMPORT) {
                throw new MalformedRecord(
                        DeadLetterCause.UNSUPPORTED_COMMAND,
                        "models cannot be imported by this version: group=" + command.group());
            }
            Decoded accepted = Decoded.accepted(TrainingInputSerde.encode(new TrainingInput.Command(command)));
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
