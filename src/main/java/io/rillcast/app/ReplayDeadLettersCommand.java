package io.rillcast.app;

import io.rillcast.config.SettingKeys;
import io.rillcast.config.Settings;
import io.rillcast.config.SettingsException;
import io.rillcast.serde.DeadLetterCause;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.InvalidProducerEpochException;
import org.apache.kafka.common.errors.ProducerFencedException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Sends refused readings through again, once what they were refused for is mended. */
@Command(
        name = "replay-dead-letters",
        description =
                "Sends the dead letters back to the topic they came from, with the key, value and headers they came"
                        + " with, once their cause is mended. Ends at the last one there is at the start. A letter is sent once: the"
                        + " next call goes on where this one ends, for each cause by itself. One that is refused again is a dead"
                        + " letter again. Ends with 1 before a letter of a topic other than readings.topic and"
                        + " model.commands.topic.")
final class ReplayDeadLettersCommand implements Callable<Integer> {
    /** After a signal: commits what is under way. */
    private static final Duration GRACE = Duration.ofSeconds(30);

    private static final List<String> CAUSES =
            Arrays.stream(DeadLetterCause.values()).map(DeadLetterCause::text).toList();

    private final StopSignal stop;

    @Mixin
    private SettingsOptions options;

    @Option(names = "--cause", paramLabel = "CAUSE", description = "Only letters of this cause; default: all.")
    private Optional<String> cause;

    @Option(names = "--limit", paramLabel = "N", description = "Most letters to send; default: all.")
    private long limit = Long.MAX_VALUE;

    @Option(
            names = "--leave-others",
            description = "Leave letters of other topics for good, instead of ending before the first.")
    private boolean leavesOthers;

    @Option(names = "--dry-run", description = "Only say what would be sent.")
    private boolean isDry;

    @Option(names = "--json", description = "Print one JSON object instead of lines.")
    private boolean isJson;

    @Spec
    private CommandSpec spec;

    ReplayDeadLettersCommand(StopSignal stop) {
        this.stop = stop;
    }

    /** Replays and prints how many letters were sent. */
    @Override
    public Integer call() throws SettingsException, InterruptedException {
        WrongUsage.unless(spec, limit >= 1, "--limit must be >= 1: --limit=" + limit);
        WrongUsage.unless(
                spec,
                cause.isEmpty() || CAUSES.contains(cause.get()),
                "--cause must be one of " + CAUSES + ": --cause=" + cause.orElse(""));
        Settings settings = options.read();
        DeadLetterReplay.Plan plan = plan(settings);
        new ClusterCheck(settings)
                .requireTopics(
                        List.of(plan.topic(), settings.value(SettingKeys.READINGS_TOPIC)),
                        "`rillcast run` creates it, or mend dead.letters.topic or readings.topic");
        stop.listen(GRACE);
        DeadLetterReplay replay;
        try {
            replay = isDry ? replay(settings, plan, Optional.empty()) : replayInTransactions(settings, plan);
        } catch (KafkaException failure) {
            throw explained(failure, plan);
        }
        print(isJson ? replay.report().json() : replay.report().text());
        if (replay.other().isPresent()) {
            throw ofAnotherTopic(replay.other().get(), settings);
        }
        if (stop.isRequested()) {
            throw new CommandFailure(
                    "the replay must go on to the last letter: told to stop; run it again to go on from there");
        }
        return 0;
    }

    private DeadLetterReplay.Plan plan(Settings settings) {
        return new DeadLetterReplay.Plan(
                settings.value(SettingKeys.DEAD_LETTERS_TOPIC),
                settings.value(SettingKeys.APPLICATION_ID) + "-replay-dead-letters",
                Set.of(settings.value(SettingKeys.READINGS_TOPIC), settings.value(SettingKeys.MODEL_COMMANDS_TOPIC)),
                cause,
                limit,
                leavesOthers);
    }

    private DeadLetterReplay replayInTransactions(Settings settings, DeadLetterReplay.Plan plan) {
        Map<String, Object> properties = new HashMap<>(settings.producerProperties());
        properties.put(ProducerConfig.TRANSACTIONAL_ID_CONFIG, plan.group());
        properties.put(ProducerConfig.ACKS_CONFIG, "all");
        properties.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, "true");
        try (Producer<byte[], byte[]> producer =
                new KafkaProducer<>(properties, new ByteArraySerializer(), new ByteArraySerializer())) {
            // Ends what a replay before this one may have left open, before its position is asked for.
            producer.initTransactions();
            return replay(settings, plan, Optional.of(producer));
        }
    }

    private DeadLetterReplay replay(
            Settings settings, DeadLetterReplay.Plan plan, Optional<Producer<byte[], byte[]>> producer) {
        Map<String, Object> properties = new HashMap<>(settings.consumerProperties());
        properties.put(ConsumerConfig.GROUP_ID_CONFIG, plan.group());
        properties.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
        properties.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
        properties.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, "false");
        try (Consumer<byte[], byte[]> consumer =
                new KafkaConsumer<>(properties, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            DeadLetterReplay replay = new DeadLetterReplay(consumer, producer, plan);
            long letters = replay.begin();
            try (Progress progress = Progress.start(new Progress.Task("replaying", "dead letters", letters))) {
                replay.run(stop::isRequested, progress::advance);
            }
            return replay;
        }
    }

    private static CommandFailure ofAnotherTopic(DeadLetterReplay.Other other, Settings settings) {
        return new CommandFailure("a dead letter must be of a topic that it may go back to: topic=" + other.source()
                + ", partition=" + other.partition() + ", offset=" + other.offset() + ", readings.topic="
                + settings.value(SettingKeys.READINGS_TOPIC) + ", model.commands.topic="
                + settings.value(SettingKeys.MODEL_COMMANDS_TOPIC)
                + "; set the topic that it came from and run it again, it goes on from there, or leave such letters for"
                + " good with --leave-others");
    }

    private static CommandFailure explained(KafkaException failure, DeadLetterReplay.Plan plan) {
        if (failure instanceof ProducerFencedException || failure instanceof InvalidProducerEpochException) {
            return new CommandFailure(
                    "only one replay may run at a time: transactional.id=" + plan.group()
                            + "; another one has begun, let it end",
                    failure);
        }
        Throwable cause = failure.getCause() == null ? failure : failure.getCause();
        return new CommandFailure(
                "the brokers must let us read and send dead letters: dead.letters.topic=" + plan.topic() + ", group="
                        + plan.group() + ", found=" + cause.getClass().getSimpleName() + ": " + cause.getMessage()
                        + "; mend that and run it again, it goes on where it ended",
                failure);
    }

    private void print(String lines) {
        PrintWriter out = spec.commandLine().getOut();
        out.println(lines);
        out.flush();
    }
}
