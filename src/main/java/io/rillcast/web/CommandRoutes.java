package io.rillcast.web;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.rillcast.serde.ModelCommandSerializer;
import io.rillcast.serde.RegistryFailure;
import io.rillcast.training.ModelCommand;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** What changes something: a word to the writer of a group's models, sent by those who show the token. */
final class CommandRoutes implements AutoCloseable {
    private static final Map<String, ModelCommand.Action> ACTIONS = Map.of(
            "train-now", ModelCommand.Action.TRAIN_NOW,
            "promote", ModelCommand.Action.PROMOTE,
            "roll-back", ModelCommand.Action.ROLL_BACK);
    /** Longer than the producer tries, so that a command that is said not to have arrived never does later. */
    private static final int PATIENCE_SECONDS = 10;

    private static final int DELIVERY_MS = 8_000;

    private final Optional<String> token;
    private final FeedPlan plan;
    private Producer<byte[], byte[]> producer;

    CommandRoutes(Optional<String> token, FeedPlan plan) {
        this.token = token;
        this.plan = plan;
    }

    /** The route. */
    List<Route> routes() {
        return List.of(new Route("POST", "/api/models/{group}/commands", this::command));
    }

    private Reply command(Ask ask) throws Problem {
        requireToken(ask.headers().apply("Authorization"));
        String type = ask.headers().apply("Content-Type");
        if (type == null || !type.startsWith("application/json")) {
            throw Problem.of(415, "a command must be application/json: type=" + type);
        }
        ModelCommand command = parsed(ask);
        send(command);
        ObjectNode node = Json.object();
        node.put("group", command.group());
        node.put("action", name(command.action()));
        node.put("version", command.version());
        return new Reply(202, "application/json", Json.bytes(node));
    }

    private static String name(ModelCommand.Action action) {
        return ACTIONS.entrySet().stream()
                .filter(entry -> entry.getValue() == action)
                .findFirst()
                .orElseThrow()
                .getKey();
    }

    private void requireToken(String header) throws Problem {
        if (token.isEmpty()) {
            throw Problem.of(403, "models are changed over HTTP only with a token: set http.token.file");
        }
        byte[] wanted = ("Bearer " + token.get()).getBytes(StandardCharsets.UTF_8);
        byte[] given = String.valueOf(header).getBytes(StandardCharsets.UTF_8);
        if (!MessageDigest.isEqual(wanted, given)) {
            throw Problem.of(401, "a command must show the token: Authorization: Bearer TOKEN");
        }
    }

    private static ModelCommand parsed(Ask ask) throws Problem {
        byte[] bytes = ask.body().bytes();
        JsonNode body;
        try {
            body = Json.read(bytes);
        } catch (IOException malformed) {
            throw Problem.of(400, "a command must be a JSON object");
        }
        String word = body.path("action").asText();
        ModelCommand.Action action = ACTIONS.get(word);
        if (action == null) {
            throw Problem.of(400, "action must be one of train-now, promote, roll-back: action=" + word);
        }
        long version = body.path("version").asLong(0);
        if (action == ModelCommand.Action.PROMOTE && version < 1) {
            throw Problem.of(400, "promote must name a version, at least 1: version=" + body.path("version"));
        }
        return new ModelCommand(ask.path().get("group"), action, version);
    }

    private void send(ModelCommand command) throws Problem {
        String topic = plan.topics().modelCommands();
        try {
            byte[] value;
            try (ModelCommandSerializer serializer = new ModelCommandSerializer(plan.registry())) {
                value = serializer.serialize(topic, command);
            }
            byte[] key = command.group().getBytes(StandardCharsets.UTF_8);
            producer().send(new ProducerRecord<>(topic, key, value)).get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException | TimeoutException | KafkaException | RegistryFailure failed) {
            throw unsent(topic, failed);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw Problem.passing(503, "the server is stopping", 5);
        }
    }

    /** Where the brokers forbid it, trying again does not help. */
    static Problem unsent(String topic, Exception failed) {
        Throwable cause = failed instanceof ExecutionException ? failed.getCause() : failed;
        return cause instanceof AuthorizationException
                ? Problem.of(403, "the brokers must allow us to write commands: topic=" + topic + ", missing=[WRITE]")
                : Problem.passing(503, "the command must reach its topic: topic=" + topic, 5);
    }

    private synchronized Producer<byte[], byte[]> producer() {
        if (producer == null) {
            producer = new KafkaProducer<>(
                    properties(plan.producer()), new ByteArraySerializer(), new ByteArraySerializer());
        }
        return producer;
    }

    /** Whatever the settings say of a producer of much, this one sends a word at once or not at all. */
    static Map<String, Object> properties(Map<String, String> settings) {
        Map<String, Object> properties = new HashMap<>(settings);
        properties.put(ProducerConfig.ACKS_CONFIG, "all");
        properties.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, "true");
        properties.put(ProducerConfig.MAX_IN_FLIGHT_REQUESTS_PER_CONNECTION, 1);
        properties.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, 5_000);
        properties.put(ProducerConfig.LINGER_MS_CONFIG, 0);
        properties.put(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, DELIVERY_MS / 2);
        properties.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, DELIVERY_MS);
        return properties;
    }

    @Override
    public synchronized void close() {
        if (producer != null) {
            producer.close(Duration.ofSeconds(1));
        }
    }
}
