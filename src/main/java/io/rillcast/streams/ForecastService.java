package io.rillcast.streams;

import io.rillcast.forecast.OnlineForecaster;
import io.rillcast.serde.RegistryFailure;
import io.rillcast.training.TrainingPlan;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.UnaryOperator;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.errors.RetriableException;
import org.apache.kafka.streams.CloseOptions;
import org.apache.kafka.streams.CloseOptions.GroupMembershipOperation;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.errors.MissingSourceTopicException;
import org.apache.kafka.streams.errors.StreamsException;
import org.apache.kafka.streams.errors.StreamsUncaughtExceptionHandler.StreamThreadExceptionResponse;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One instance of the forecaster: its topics checked, its topology running, until it is closed or fails. */
public final class ForecastService implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(ForecastService.class);

    /** A producer's buffer holds 32 MiB. */
    static final long MOST_SNAPSHOT = 24L << 20;
    /** Names, shapes and the record of the training. */
    private static final long SNAPSHOT_MARGIN = 64L << 10;

    /** What is away for longer is asked for once a second, not in a busy loop. */
    private static final Duration REPLACE_AFTER = Duration.ofSeconds(1);

    private final TrainingWorker worker;
    private final UnaryOperator<Throwable> explanation;
    private final KafkaStreams streams;
    private final GroupMembershipOperation onClose;
    private final CompletableFuture<Throwable> failure = new CompletableFuture<>();
    private final CountDownLatch running = new CountDownLatch(1);

    private ForecastService(
            Topology topology,
            TrainingWorker worker,
            Map<String, Object> settings,
            UnaryOperator<Throwable> explanation) {
        this.worker = worker;
        this.explanation = explanation;
        Properties properties = new Properties();
        properties.putAll(withDefaults(settings));
        onClose = settings.keySet().stream().anyMatch(key -> key.endsWith(ConsumerConfig.GROUP_INSTANCE_ID_CONFIG))
                ? GroupMembershipOperation.REMAIN_IN_GROUP
                : GroupMembershipOperation.LEAVE_GROUP;
        streams = new KafkaStreams(topology, properties);
        streams.setUncaughtExceptionHandler(this::onFailure);
        streams.setStateListener((now, before) -> onState(now));
    }

    /**
     * Creates and checks the topics and starts the stream.
     *
     * @param plan what to do
     * @param serdes the bytes at its edges
     * @param settings Kafka's own, under their own names, with {@code application.id} and {@code bootstrap.servers}
     * @throws StartFailure if a topic cannot be made or is not what it must be
     */
    public static ForecastService start(StreamPlan plan, StreamSerdes serdes, Map<String, Object> settings)
            throws StartFailure {
        StreamPlan placed = placed(plan, settings);
        TrainingWorker worker = new TrainingWorker(plan.training(), plan.schedule());
        return started(topology(placed, serdes, worker), worker, settings, cause -> explained(plan, settings, cause));
    }

    /**
     * Starts the yardstick that a bench measures us by: the same topics, hops, stores, serdes and settings, with nothing
     * forecast, scored or trained.
     *
     * @param state what it stores for each series
     * @throws StartFailure if a topic cannot be made or is not what it must be
     */
    public static ForecastService startBare(
            StreamPlan plan, StreamSerdes serdes, Map<String, Object> settings, BareState state) throws StartFailure {
        Topology topology = BareTopology.of(placed(plan, settings), serdes, state);
        TrainingWorker idle = new TrainingWorker(plan.training(), plan.schedule());
        return started(topology, idle, settings, cause -> cause);
    }

    private static StreamPlan placed(StreamPlan plan, Map<String, Object> settings) throws StartFailure {
        try (Admin admin = Admin.create(adminSettings(settings))) {
            TopicSetup setup = TopicSetup.of(admin, plan);
            setup.ensure();
            Map<String, Integer> partitions = setup.requireAll();
            StreamPlan placed = placed(plan, settings, setup, partitions);
            // Also where it does not train: it obeys commands, and publishes what they ask for.
            String models = plan.topics().models();
            new ModelWriters(admin).requireNoneBut(applicationId(settings), models, partitions.get(models));
            return placed;
        }
    }

    private static StreamPlan placed(
            StreamPlan plan, Map<String, Object> settings, TopicSetup setup, Map<String, Integer> partitions)
            throws StartFailure {
        String application = applicationId(settings);
        InternalTopics internal = InternalTopics.found(setup, application);
        String throughTopic = InternalTopics.repartition(application, ForecastTopology.BY_GROUP);
        // A record's own frame, its key and its headers want room too.
        long mostCommand =
                setup.mostBytes(List.of(plan.topics().models(), throughTopic), MOST_SNAPSHOT) - SNAPSHOT_MARGIN;
        return plan.withPlacement(internal.placement(plan, partitions).withMostCommandBytes(mostCommand));
    }

    private static String applicationId(Map<String, Object> settings) {
        return settings.get(StreamsConfig.APPLICATION_ID_CONFIG).toString();
    }

    /** What stopped a stream, or what has become of its topics where that is behind it. */
    private static Throwable explained(StreamPlan plan, Map<String, Object> settings, Throwable cause) {
        boolean isOfTopics = cause instanceof MissingSourceTopicException
                || String.valueOf(cause.getMessage()).contains("has invalid partitions");
        if (!isOfTopics) {
            return cause;
        }
        try (Admin admin = Admin.create(adminSettings(settings))) {
            TopicSetup setup = TopicSetup.of(admin, plan);
            placed(plan, settings, setup, setup.requireAll());
            return cause;
        } catch (StartFailure found) {
            return found;
        }
    }

    /** At most what a snapshot of the plan's network takes; refused beyond what a producer can send. */
    static long snapshotBytes(TrainingPlan plan) throws StartFailure {
        long hidden = plan.size().hidden();
        long inputs = plan.forecast().features().size();
        long outputs = plan.forecast().levels().count();
        long first = 3 * hidden * (inputs + hidden + 2);
        long further = (plan.size().layers() - 1) * 3L * hidden * (2 * hidden + 2);
        long bytes = Float.BYTES * (first + further + outputs * (hidden + inputs + 1)) + SNAPSHOT_MARGIN;
        if (bytes > MOST_SNAPSHOT) {
            throw new StartFailure("a network must be small enough to publish: snapshotBytes=" + bytes + ", most="
                    + MOST_SNAPSHOT + "; lower network.hidden or network.layers");
        }
        return bytes;
    }

    private static ForecastService started(
            Topology topology,
            TrainingWorker worker,
            Map<String, Object> settings,
            UnaryOperator<Throwable> explanation)
            throws StartFailure {
        Map<String, Object> own = new HashMap<>(settings);
        own.put(StreamsConfig.STATE_DIR_CONFIG, stateDirectory(settings));
        try {
            ForecastService service = new ForecastService(topology, worker, own, explanation);
            service.streams.start();
            return service;
        } catch (StreamsException refused) {
            worker.close();
            throw new StartFailure(
                    "the state directory must be this instance's own: state.dir="
                            + own.get(StreamsConfig.STATE_DIR_CONFIG) + ", found=" + refused.getMessage()
                            + "; give each instance on a machine a state.dir of its own",
                    refused);
        }
    }

    private static String stateDirectory(Map<String, Object> settings) throws StartFailure {
        try (Admin admin = Admin.create(adminSettings(settings))) {
            return StateHome.of(settings, admin).toString();
        }
    }

    /** The topic through which an application keys its readings by series. */
    public static String repartitionTopic(String applicationId) {
        return InternalTopics.repartition(applicationId, ServingPath.BY_SERIES);
    }

    private static Map<String, Object> adminSettings(Map<String, Object> settings) {
        return new StreamsConfig(withDefaults(settings)).getAdminConfigs("rillcast-setup");
    }

    /** The topology as it runs, for tests and for printing. */
    static Topology topology(StreamPlan plan, StreamSerdes serdes, TrainingWorker worker) {
        ModelTable models = new ModelTable(
                plan.topics().models(),
                StreamSerdes.sharedReader(serdes.models()),
                new OnlineForecaster(plan.training().forecast())::fits);
        return new ForecastTopology(plan, serdes, models, worker).build();
    }

    /** What we choose where the operator has not; Kafka's own defaults stand for the rest. */
    static Map<String, Object> withDefaults(Map<String, Object> settings) {
        Map<String, Object> all = new HashMap<>();
        all.put(StreamsConfig.PROCESSING_GUARANTEE_CONFIG, StreamsConfig.EXACTLY_ONCE_V2);
        all.put(StreamsConfig.NUM_STREAM_THREADS_CONFIG, 2);
        all.put(StreamsConfig.STATESTORE_CACHE_MAX_BYTES_CONFIG, 64L << 20);
        all.put(StreamsConfig.ENSURE_EXPLICIT_INTERNAL_RESOURCE_NAMING_CONFIG, true);
        all.put(StreamsConfig.ROCKSDB_CONFIG_SETTER_CLASS_CONFIG, RocksDbMemory.class);
        all.put(StreamsConfig.consumerPrefix(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG), "earliest");
        all.put(StreamsConfig.producerPrefix(ProducerConfig.COMPRESSION_TYPE_CONFIG), "lz4");
        all.put(StreamsConfig.producerPrefix(ProducerConfig.MAX_REQUEST_SIZE_CONFIG), (int) MOST_SNAPSHOT);
        // Models travel as commands too. Of topics that are there already the bound is asked at start.
        all.put(StreamsConfig.topicPrefix(TopicConfig.MAX_MESSAGE_BYTES_CONFIG), (int) TopicSetup.ROOMY_BYTES);
        // More than one, and a reordering at a partition just made is retried in vain for two minutes (KAFKA-15591).
        all.put(StreamsConfig.producerPrefix(ProducerConfig.MAX_IN_FLIGHT_REQUESTS_PER_CONNECTION), 1);
        settings.keySet().forEach(given -> all.remove(StreamsConfig.producerPrefix(given)));
        all.putAll(settings);
        return all;
    }

    private StreamThreadExceptionResponse onFailure(Throwable thrown) {
        Throwable cause = thrown;
        while (cause.getCause() != null && cause.getCause() != cause) {
            if (isPassing(cause)) {
                break;
            }
            cause = cause.getCause();
        }
        if (isPassing(cause)) {
            LOG.warn("stream thread replaced: cause={}", cause.toString());
            LockSupport.parkNanos(REPLACE_AFTER.toNanos());
            return StreamThreadExceptionResponse.REPLACE_THREAD;
        }
        Throwable reason = explanation.apply(cause);
        LOG.error("stream stopped: cause={}", reason.toString(), thrown);
        failure.complete(reason);
        return StreamThreadExceptionResponse.SHUTDOWN_CLIENT;
    }

    /** Whether trying again may help: the broker or the registry was away. */
    private static boolean isPassing(Throwable cause) {
        return cause instanceof RetriableException
                || (cause instanceof RegistryFailure registry && registry.retryMayHelp());
    }

    private void onState(KafkaStreams.State now) {
        if (now == KafkaStreams.State.RUNNING) {
            LOG.info("stream running");
            running.countDown();
        }
        if (now == KafkaStreams.State.NOT_RUNNING || now == KafkaStreams.State.ERROR) {
            failure.complete(new IllegalStateException("the stream threads have ended"));
            running.countDown();
        }
    }

    /** Waits until the stream runs with its stores restored; false if it did not come to that in time. */
    public boolean awaitRunning(Duration atMost) throws InterruptedException {
        return running.await(atMost.toMillis(), TimeUnit.MILLISECONDS)
                && streams.state().isRunningOrRebalancing();
    }

    /** Comes to be why the stream stopped, if it ever does by itself. */
    public CompletionStage<Throwable> failure() {
        return failure;
    }

    /** Counts since the start, by metric: readings-admitted, readings-skipped-late, and so on. */
    public Map<String, Long> totals() {
        return ForecastMetrics.totals(streams.metrics());
    }

    /**
     * Stops within a time, committing what was done. Leaves the group, so that the next start need not wait until the
     * session of this one has run out; a static member stays, and is awaited under its own name.
     */
    public void close(Duration atMost) {
        // The stream first: it must not take a training that the worker's end cut short for one that has ended.
        boolean inTime = streams.close(CloseOptions.timeout(atMost).withGroupMembershipOperation(onClose));
        worker.close();
        if (!inTime) {
            LOG.warn("stream did not stop in time: shutdown.timeout.ms={}", atMost.toMillis());
        }
    }

    @Override
    public void close() {
        close(Duration.ofSeconds(30));
    }
}
