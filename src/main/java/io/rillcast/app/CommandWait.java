package io.rillcast.app;

import io.rillcast.config.SettingKeys;
import io.rillcast.config.Settings;
import io.rillcast.serde.DeadLetterHeaders;
import io.rillcast.serde.MalformedRecord;
import io.rillcast.serde.ModelSnapshotDeserializer;
import io.rillcast.serde.TrainingRecordDeserializer;
import io.rillcast.streams.ModelKeys;
import io.rillcast.training.ModelCommand;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.TopicPartition;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;

/** A model command on its way: sent, and awaited in the topics that show what came of it. Owned by one thread. */
final class CommandWait {
    private static final Duration POLL = Duration.ofMillis(200);

    private final ModelsAccess access;
    private final ModelCommand command;
    private final Settings settings;
    private final ModelSnapshotDeserializer snapshots;
    private final TrainingRecordDeserializer trainings;

    /** How long a command waits. */
    static final class Options {
        @Option(
                names = "--timeout",
                paramLabel = "SECONDS",
                defaultValue = "60",
                description = "How long to wait for what comes of it. Default: ${DEFAULT-VALUE}.")
        private long seconds;

        @Option(names = "--no-wait", description = "Only send the command.")
        private boolean isUnawaited;

        /** Checks the arguments. */
        void check(CommandSpec spec) {
            WrongUsage.unless(spec, seconds >= 1, "--timeout must be >= 1: --timeout=" + seconds);
        }

        /**
         * Sends a command, waits for what comes of it and says so.
         *
         * @throws CommandFailure if it was refused, or nothing came of it in time
         */
        void send(ModelsAccess access, CommandSpec spec, ModelCommand command) throws InterruptedException {
            CommandWait wait = new CommandWait(access, command);
            String said = wait.send(isUnawaited ? Optional.empty() : Optional.of(Duration.ofSeconds(seconds)));
            PrintWriter out = spec.commandLine().getOut();
            out.println(said);
            out.flush();
        }
    }

    private CommandWait(ModelsAccess access, ModelCommand command) {
        this.access = access;
        this.command = command;
        this.settings = access.settings();
        this.snapshots = new ModelSnapshotDeserializer(access.registry());
        this.trainings = new TrainingRecordDeserializer(access.registry());
    }

    private String send(Optional<Duration> atMost) throws InterruptedException {
        if (atMost.isEmpty()) {
            RecordMetadata sent = CommandSender.send(access, command);
            return "sent: group=" + command.group() + ", action=" + command.action() + ", topic=" + sent.topic()
                    + ", partition=" + sent.partition() + ", offset=" + sent.offset();
        }
        try (KafkaConsumer<byte[], byte[]> consumer = TopicRead.consumer(settings)) {
            List<TopicPartition> partitions = new ArrayList<>();
            for (var key :
                    List.of(SettingKeys.MODELS_TOPIC, SettingKeys.TRAININGS_TOPIC, SettingKeys.DEAD_LETTERS_TOPIC)) {
                partitions.addAll(TopicRead.partitions(consumer, settings.value(key)));
            }
            consumer.assign(partitions);
            consumer.seekToEnd(partitions);
            // Seeking waits for the first poll; what is committed until then must not be missed.
            partitions.forEach(consumer::position);
            RecordMetadata sent = CommandSender.send(access, command);
            return await(consumer, sent, atMost.get());
        }
    }

    private String await(KafkaConsumer<byte[], byte[]> consumer, RecordMetadata sent, Duration atMost) {
        CommandOutcome known = new CommandOutcome(command, sent.timestamp());
        long begun = System.nanoTime();
        while (System.nanoTime() - begun < atMost.toNanos()) {
            for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
                Optional<String> outcome = outcome(record, sent, known);
                if (outcome.isPresent()) {
                    return outcome.get();
                }
            }
        }
        throw new CommandFailure("what comes of a command must be seen in time: group=" + command.group() + ", action="
                + command.action() + ", waitedSeconds=" + atMost.toSeconds() + ", topic=" + sent.topic()
                + ", partition="
                + sent.partition() + ", offset=" + sent.offset()
                + "; it is in the topic, and `rillcast run` obeys it if it starts within the hour: see `rillcast models"
                + " list`");
    }

    private Optional<String> outcome(ConsumerRecord<byte[], byte[]> record, RecordMetadata sent, CommandOutcome known) {
        if (record.topic().equals(settings.value(SettingKeys.DEAD_LETTERS_TOPIC))) {
            requireNotThis(record, sent);
            return Optional.empty();
        }
        if (record.key() == null || record.value() == null) {
            return Optional.empty();
        }
        try {
            return record.topic().equals(settings.value(SettingKeys.MODELS_TOPIC))
                    ? published(record, known)
                    : known.recorded(trainings.deserialize(record.topic(), record.value()));
        } catch (MalformedRecord foreign) {
            return Optional.empty();
        }
    }

    private void requireNotThis(ConsumerRecord<byte[], byte[]> letter, RecordMetadata sent) {
        boolean isThis = header(letter, DeadLetterHeaders.TOPIC).equals(sent.topic())
                && header(letter, DeadLetterHeaders.PARTITION).equals(Integer.toString(sent.partition()))
                && header(letter, DeadLetterHeaders.OFFSET).equals(Long.toString(sent.offset()));
        if (isThis) {
            throw new CommandFailure(header(letter, DeadLetterHeaders.MESSAGE));
        }
    }

    private static String header(ConsumerRecord<byte[], byte[]> letter, String name) {
        return DeadLetterHeaders.text(letter.headers(), name).orElse("");
    }

    private Optional<String> published(ConsumerRecord<byte[], byte[]> record, CommandOutcome outcome) {
        String key = new String(record.key(), StandardCharsets.UTF_8);
        return key.equals(ModelKeys.escaped(command.group()))
                ? outcome.published(
                        snapshots.deserialize(record.topic(), record.value()).model())
                : Optional.empty();
    }
}
