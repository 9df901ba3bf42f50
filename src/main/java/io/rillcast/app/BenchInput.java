package io.rillcast.app;

import io.rillcast.config.Settings;
import io.rillcast.forecast.ForecastModel;
import io.rillcast.forecast.OnlineForecaster;
import io.rillcast.forecast.QuantileLevels;
import io.rillcast.forecast.Reading;
import io.rillcast.rnn.Network;
import io.rillcast.rnn.NetworkShape;
import io.rillcast.serde.ModelSnapshotSerializer;
import io.rillcast.serde.ReadingSerializer;
import io.rillcast.serde.SchemaRegistryClient;
import io.rillcast.training.ModelSnapshot;
import io.rillcast.training.TrainingPlan;
import io.rillcast.training.TrainingRecord;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.function.LongConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.serialization.Serializer;
import org.apache.kafka.common.serialization.StringSerializer;

/** What a bench reads: hourly random walks, one reading of every series after another, and one published model. */
final class BenchInput {
    /** The group that all series are in by {@code model.group=all}, which is also its key in the models topic. */
    static final String GROUP = "all";

    private static final long HOUR_MS = 3_600_000;

    private final Settings settings;
    private final SchemaRegistryClient registry;

    BenchInput(Settings settings, SchemaRegistryClient registry) {
        this.settings = settings;
        this.registry = registry;
    }

    /**
     * A network as training begins with it, so that every reading takes the way through one; what it costs does not
     * depend on its weights.
     */
    static ForecastModel model(TrainingPlan plan) {
        QuantileLevels levels = plan.forecast().levels();
        int inputs = OnlineForecaster.features().size();
        NetworkShape shape = plan.size().shape(inputs, levels.count());
        float[] bias = new float[levels.count()];
        for (int i = 0; i < bias.length; i++) {
            bias[i] = (float) levels.normalScore(i);
        }
        Network network = Network.initial(shape, new Random(plan.seed())).withHeadBias(bias);
        return new ForecastModel(GROUP, 1, OnlineForecaster.features(), levels, network);
    }

    /** Publishes the model and waits until the brokers have it. */
    void publish(ForecastModel model, String topic) throws InterruptedException {
        TrainingRecord training = new TrainingRecord(
                GROUP,
                TrainingRecord.Decision.PROMOTED,
                "for a bench",
                model.version(),
                0,
                new TrainingRecord.Losses(Double.NaN, Double.NaN, Double.NaN),
                new TrainingRecord.Data(0, 0, 0, 0, 0, 0),
                new TrainingRecord.Effort(0, 0, 0, 0, 0, 0));
        try (Producer<String, ModelSnapshot> producer = producer(new ModelSnapshotSerializer(registry), 20)) {
            producer.send(new ProducerRecord<>(topic, GROUP, new ModelSnapshot(model, training)))
                    .get();
        } catch (ExecutionException refused) {
            throw new CommandFailure("the brokers must take the model: topic=" + topic, refused.getCause());
        }
    }

    /** Publishes the readings and waits until the brokers have them all. */
    void publish(BenchPlan plan, String topic, LongConsumer progress) {
        Walks walks = new Walks(plan);
        try (Producer<String, Reading> producer = producer(new ReadingSerializer(registry), 20)) {
            for (long number = 0; number < plan.readings(); number++) {
                Reading reading = walks.next();
                // A refusal shows in the end offsets, by which the clocks are stopped.
                Future<RecordMetadata> unused = producer.send(new ProducerRecord<>(topic, reading.seriesId(), reading));
                progress.accept(number + 1);
            }
        }
    }

    /** A producer of readings that waits for no company for any of them; the caller's to close. */
    Producer<String, Reading> promptProducer() {
        return producer(new ReadingSerializer(registry), 0);
    }

    /** Random walks of a bench's series in turns, hour by hour, without end; mutable, owned by one thread. */
    static final class Walks {
        private final Random random;
        private final double[] values;
        private long number;

        /** From the beginning of all series. */
        Walks(BenchPlan plan) {
            random = new Random(plan.readings());
            values = new double[plan.series()];
        }

        /** The next reading. */
        Reading next() {
            int series = (int) (number % values.length);
            values[series] += random.nextGaussian();
            long hour = number / values.length;
            number++;
            return new Reading("series-" + series, hour * HOUR_MS, 100 + values[series]);
        }
    }

    private <T> Producer<String, T> producer(Serializer<T> serializer, int lingerMs) {
        Map<String, Object> properties = new HashMap<>();
        properties.put(ProducerConfig.LINGER_MS_CONFIG, Integer.toString(lingerMs));
        properties.put(ProducerConfig.BATCH_SIZE_CONFIG, "131072");
        properties.putAll(settings.producerProperties());
        properties.put(ProducerConfig.ACKS_CONFIG, "all");
        return new KafkaProducer<>(properties, new StringSerializer(), serializer);
    }
}
