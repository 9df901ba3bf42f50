package io.rillcast.process;

import io.rillcast.forecast.Reading;
import io.rillcast.serde.ReadingSerializer;
import io.rillcast.serde.SchemaRegistryClient;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.serialization.StringSerializer;

/** Sends readings to a deployment, keyed by series, each exactly once and in order; owned by one test. */
public final class Publishing implements AutoCloseable {
    private final String topic;
    private final SchemaRegistryClient registry;
    private final KafkaProducer<String, Reading> producer;
    private final AtomicReference<Exception> refusal = new AtomicReference<>();
    private long published;

    /** To the readings topic of this deployment. */
    public Publishing(Deployment deployment) {
        this.topic = deployment.topic("readings");
        this.registry = deployment.registry();
        this.producer = new KafkaProducer<>(
                Map.of(
                        "bootstrap.servers",
                        deployment.bootstrapServers(),
                        "linger.ms",
                        5,
                        "max.in.flight.requests.per.connection",
                        1),
                new StringSerializer(),
                new ReadingSerializer(registry));
    }

    /** Sends them all and returns when the broker has them all. */
    public void publish(List<Reading> readings) {
        for (Reading reading : readings) {
            Future<RecordMetadata> unused =
                    producer.send(new ProducerRecord<>(topic, reading.seriesId(), reading), (metadata, failure) -> {
                        if (failure != null) {
                            refusal.compareAndSet(null, failure);
                        }
                    });
        }
        producer.flush();
        if (refusal.get() != null) {
            throw new AssertionError("broker must take every reading: topic=" + topic, refusal.get());
        }
        published += readings.size();
    }

    /** How many readings it has sent. */
    public long published() {
        return published;
    }

    @Override
    public void close() {
        producer.close();
        registry.close();
    }
}
