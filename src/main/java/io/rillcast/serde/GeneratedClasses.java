package io.rillcast.serde;

import io.rillcast.avro.Forecast;
import io.rillcast.avro.ModelAction;
import io.rillcast.avro.ModelCommand;
import io.rillcast.avro.ModelSnapshot;
import io.rillcast.avro.ParameterTensor;
import io.rillcast.avro.Quantile;
import io.rillcast.avro.Score;
import io.rillcast.avro.TrainingDecision;
import io.rillcast.avro.TrainingRecord;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.avro.Schema;
import org.apache.avro.io.DatumWriter;
import org.apache.avro.specific.SpecificData;

/**
 * Which classes a record may be read into: these and no others.
 *
 * <p>Avro looks classes up by the names in a schema and refuses those that nobody vouched for through a system property
 * or a global setting. Naming ours here needs neither, and no schema can name another.
 */
final class GeneratedClasses extends SpecificData {
    private static final Map<String, Class<?>> CLASSES = List.of(
                    Forecast.class,
                    Quantile.class,
                    Score.class,
                    TrainingRecord.class,
                    TrainingDecision.class,
                    ModelSnapshot.class,
                    ParameterTensor.class,
                    ModelCommand.class,
                    ModelAction.class)
            .stream()
            .collect(Collectors.toUnmodifiableMap(Class::getName, Function.identity()));

    /** A writer of records of one class, by its schema. */
    @SuppressWarnings("unchecked") // Avro's own method is raw
    <R> DatumWriter<R> writer(Schema schema) {
        return createDatumWriter(schema);
    }

    @Override
    @SuppressWarnings("rawtypes") // Avro's own signature
    public Class getClass(Schema schema) {
        return switch (schema.getType()) {
            case RECORD, ENUM -> CLASSES.get(schema.getFullName());
            case FIXED -> null;
            default -> super.getClass(schema);
        };
    }
}
