package io.rillcast.app;

import io.rillcast.config.SettingKeys;
import io.rillcast.config.Settings;
import io.rillcast.serde.ModelCommandSerializer;
import io.rillcast.training.ModelCommand;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** Sends a model command. */
final class CommandSender {
    /** As much as a running service sends at once. */
    private static final int MOST_BYTES = 24 << 20;

    private CommandSender() {}

    /**
     * Sends it, and waits until the brokers have it.
     *
     * @return where it is
     * @throws CommandFailure if they do not take it
     */
    static RecordMetadata send(ModelsAccess access, ModelCommand command) throws InterruptedException {
        Settings settings = access.settings();
        String topic = settings.value(SettingKeys.MODEL_COMMANDS_TOPIC);
        Map<String, Object> properties = new HashMap<>(settings.producerProperties());
        properties.put(ProducerConfig.ACKS_CONFIG, "all");
        properties.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, "true");
        properties.put(ProducerConfig.MAX_IN_FLIGHT_REQUESTS_PER_CONNECTION, "1");
        properties.put(ProducerConfig.MAX_REQUEST_SIZE_CONFIG, Integer.toString(MOST_BYTES));
        byte[] key = command.group().getBytes(StandardCharsets.UTF_8);
        try (ModelCommandSerializer serializer = new ModelCommandSerializer(access.registry());
                Producer<byte[], byte[]> producer =
                        new KafkaProducer<>(properties, new ByteArraySerializer(), new ByteArraySerializer())) {
            byte[] value = serializer.serialize(topic, command);
            return producer.send(new ProducerRecord<>(topic, key, value)).get();
        } catch (ExecutionException failure) {
            throw refused(topic, failure.getCause());
        } catch (KafkaException failure) {
            throw refused(topic, failure);
        }
    }

    private static CommandFailure refused(String topic, Throwable cause) {
        String advice = cause instanceof RecordTooLargeException
                ? "; raise the topic's max.message.bytes, or bring a smaller network"
                : "; check the brokers and the rights of this client";
        return new CommandFailure(
                "the brokers must take a command: topic=" + topic + ", found="
                        + cause.getClass().getSimpleName() + " " + cause.getMessage() + advice,
                cause);
    }
}
