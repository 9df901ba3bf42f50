package io.rillcast.streams;

import io.rillcast.training.ModelCommand;
import io.rillcast.training.ModelSnapshot;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.common.serialization.Serializer;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.AutoOffsetReset;
import org.apache.kafka.streams.StreamsBuilder;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.kstream.Consumed;
import org.apache.kafka.streams.kstream.KStream;
import org.apache.kafka.streams.kstream.Named;
import org.apache.kafka.streams.kstream.Produced;
import org.apache.kafka.streams.kstream.Repartitioned;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.StoreBuilder;
import org.apache.kafka.streams.state.Stores;

/** The whole wiring, one statement a stretch of the way; every node, store and internal topic has a name. */
public final class ForecastTopology {
    /** What is keyed by model group, as its repartition topic is named. */
    static final String BY_GROUP = "training-by-group";

    /** A new application does not obey what was meant for one before it. */
    private static final Duration OLDEST_COMMAND = Duration.ofHours(1);

    private static final Serde<byte[]> BYTES = Serdes.ByteArray();

    private final StreamPlan plan;
    private final StreamSerdes serdes;
    private final ServingPath path;
    private final ModelTable models;
    private final TrainingWorker worker;
    private final Serializer<ModelSnapshot> snapshots;
    private final ServiceMeters meters;

    ForecastTopology(
            StreamPlan plan, StreamSerdes serdes, ModelTable models, TrainingWorker worker, ServiceMeters meters) {
        this.plan = plan;
        this.meters = meters;
        this.serdes = serdes;
        this.path = new ServingPath(plan, serdes, meters);
        this.models = models;
        this.worker = worker;
        this.snapshots = StreamSerdes.shared(serdes.snapshots());
    }

    /** Builds it. */
    Topology build() {
        StreamsBuilder builder = new StreamsBuilder();
        addModels(builder);
        KStream<byte[], Emission> emissions = path.addTo(builder, () -> new ForecastProcessor(plan, models, meters));
        addTraining(builder, emissions);
        return builder.build();
    }

    private void addModels(StreamsBuilder builder) {
        StoreBuilder<KeyValueStore<Bytes, byte[]>> store = Stores.keyValueStoreBuilder(
                        Stores.persistentKeyValueStore(ModelTable.STORE), Serdes.Bytes(), BYTES)
                .withLoggingDisabled();
        builder.addGlobalStore(
                store,
                plan.topics().models(),
                Consumed.with(Serdes.Bytes(), BYTES).withName("models"),
                models::updater);
    }

    private void addTraining(StreamsBuilder builder, KStream<byte[], Emission> emissions) {
        KStream<byte[], TrainingInput> windows = emissions
                .filter((series, emission) -> emission instanceof Emission.WindowDue, Named.as("window-due"))
                .selectKey(
                        (series, emission) ->
                                ((Emission.WindowDue) emission).group().getBytes(StandardCharsets.UTF_8),
                        Named.as("group-key"))
                .mapValues(emission -> ((Emission.WindowDue) emission).input(), Named.as("window-value"));
        KStream<byte[], TrainingInput> commands = addCommands(builder);
        builder.addStateStore(Stores.keyValueStoreBuilder(
                Stores.persistentKeyValueStore(TrainingProcessor.RESERVOIR), Serdes.Bytes(), BYTES));
        KStream<byte[], TrainingEmission> emitted = windows.merge(commands, Named.as("training-inputs"))
                .repartition(Repartitioned.with(BYTES, new TrainingInputSerde())
                        .withName(BY_GROUP)
                        .withNumberOfPartitions(plan.placement().groupPartitions()))
                .process(
                        () -> new TrainingProcessor(plan, models, worker),
                        Named.as("training"),
                        TrainingProcessor.RESERVOIR);
        sendTrainings(emitted);
    }

    private KStream<byte[], TrainingInput> addCommands(StreamsBuilder builder) {
        Deserializer<ModelCommand> deserializer = StreamSerdes.sharedReader(serdes.commands());
        RefusalLog log = new RefusalLog(System::nanoTime);
        KStream<byte[], Decoded> decoded = builder.stream(
                        plan.topics().modelCommands(),
                        Consumed.with(BYTES, BYTES)
                                .withTimestampExtractor(new RecordTime())
                                .withOffsetResetPolicy(AutoOffsetReset.byDuration(OLDEST_COMMAND))
                                .withName("model-commands-source"))
                .process(() -> new CommandProcessor(deserializer, log, meters), Named.as("decode-command"));
        path.sendRefused(decoded, "command-");
        return decoded.filter((key, value) -> value.isAccepted(), Named.as("command-accepted"))
                .mapValues(value -> TrainingInputSerde.decode(value.value()), Named.as("command-value"));
    }

    private void sendTrainings(KStream<byte[], TrainingEmission> emitted) {
        emitted.filter((key, emission) -> emission instanceof TrainingEmission.Published, Named.as("published"))
                .mapValues(emission -> ((TrainingEmission.Published) emission).snapshot(), Named.as("snapshot-value"))
                .mapValues(this::snapshotBytes, Named.as("snapshot-bytes"))
                .to(plan.topics().models(), Produced.with(BYTES, BYTES).withName("models-sink"));
        emitted.filter((key, emission) -> emission instanceof TrainingEmission.Recorded, Named.as("recorded"))
                .mapValues(
                        emission -> meters.trained(((TrainingEmission.Recorded) emission).training()),
                        Named.as("training-value"))
                .to(
                        plan.topics().trainings(),
                        Produced.with(
                                        BYTES,
                                        ServingPath.writing(serdes.outputs().trainings()))
                                .withName("trainings-sink"));
    }

    private byte[] snapshotBytes(Optional<ModelSnapshot> snapshot) {
        return snapshot.map(s -> snapshots.serialize(plan.topics().models(), s)).orElse(null);
    }
}
