package io.rillcast.process;

import io.rillcast.serde.ModelCommandSerializer;
import io.rillcast.serde.SchemaRegistryClient;
import io.rillcast.training.ModelCommand;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringSerializer;

/** Sends a person's commands about models to a deployment; owned by one test. */
final class Commanding implements AutoCloseable {
    private final String topic;
    private final SchemaRegistryClient registry;
    private final KafkaProducer<String, ModelCommand> producer;

    /** To the commands topic of this deployment. */
    Commanding(Deployment deployment) {
        this.topic = deployment.topic("model-commands");
        this.registry = deployment.registry();
        this.producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", deployment.bootstrapServers(), "max.in.flight.requests.per.connection", 1),
                new StringSerializer(),
                new ModelCommandSerializer(registry));
    }

    /** Sends one and returns when the broker has it. */
    void send(ModelCommand command) {
        try {
            producer.send(new ProducerRecord<>(topic, command.group(), command)).get();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted while a command was sent", interrupted);
        } catch (ExecutionException refused) {
            throw new AssertionError("broker must take every command: topic=" + topic, refused.getCause());
        }
    }

    @Override
    public void close() {
        producer.close();
        registry.close();
    }
}
