package io.rillcast.streams;

import io.rillcast.forecast.Forecast;
import io.rillcast.forecast.Score;
import io.rillcast.serde.ReadingDecoder;
import io.rillcast.training.ModelCommand;
import io.rillcast.training.ModelSnapshot;
import io.rillcast.training.TrainingRecord;
import java.util.function.Supplier;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.common.serialization.Serializer;

/**
 * The bytes at the topology's edges. Each supplier makes an object that one thread owns.
 *
 * @param readings values of the readings topic
 * @param outputs forecasts, scores and records of trainings
 * @param snapshots values of the models topic, written
 * @param models values of the models topic, read
 * @param commands values of the model-commands topic
 */
public record StreamSerdes(
        Supplier<ReadingDecoder> readings,
        Outputs outputs,
        Supplier<Serializer<ModelSnapshot>> snapshots,
        Supplier<Deserializer<ModelSnapshot>> models,
        Supplier<Deserializer<ModelCommand>> commands) {
    /**
     * What is sent out.
     *
     * @param forecasts of the forecasts topic
     * @param scores of the scores topic
     * @param trainings of the trainings topic
     */
    public record Outputs(
            Supplier<Serializer<Forecast>> forecasts,
            Supplier<Serializer<Score>> scores,
            Supplier<Serializer<TrainingRecord>> trainings) {}

    /** A serializer that many threads may use: each has one of its own. */
    static <T> Serializer<T> shared(Supplier<Serializer<T>> serializers) {
        ThreadLocal<Serializer<T>> own = ThreadLocal.withInitial(serializers);
        return (topic, value) -> own.get().serialize(topic, value);
    }

    /** A deserializer that many threads may use: each has one of its own. */
    static <T> Deserializer<T> sharedReader(Supplier<Deserializer<T>> deserializers) {
        ThreadLocal<Deserializer<T>> own = ThreadLocal.withInitial(deserializers);
        return (topic, bytes) -> own.get().deserialize(topic, bytes);
    }
}
