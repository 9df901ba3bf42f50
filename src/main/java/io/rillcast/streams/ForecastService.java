package io.rillcast.streams;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
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
import org.apache.kafka.common.errors.AuthorizationException;
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
    private final boolean areRightsAsked;
    private final ServiceView view;

    /** What a service is made of, once its topics are there. */
    private record Parts(StreamPlan plan, StreamSerdes serdes, Topology topology, TrainingWorker worker) {}

    private ForecastService(Parts parts, Map<String, Object> settings, UnaryOperator<Throwable> explanation) {
        this.worker = parts.worker();
        this.explanation = explanation;
        Properties properties = new Properties();
        properties.putAll(ClientDefaults.with(settings));
        areRightsAsked = KafkaRights.areAsked(settings);
        onClose = settings.keySet().stream().anyMatch(key -> key.endsWith(ConsumerConfig.GROUP_INSTANCE_ID_CONFIG))
                ? GroupMembershipOperation.REMAIN_IN_GROUP
                : GroupMembershipOperation.LEAVE_GROUP;
        streams = new KafkaStreams(parts.topology(), properties);
        RestoreProgress restores = new RestoreProgress();
        streams.setGlobalStateRestoreListener(restores);
        view = new ServiceView(streams, parts.plan(), parts.serdes(), restores, settings);
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
        return start(plan, serdes, settings, new SimpleMeterRegistry());
    }

    /** As {@link #start(StreamPlan, StreamSerdes, Map)}, counting and measuring into a registry. */
    public static ForecastService start(
            StreamPlan plan, StreamSerdes serdes, Map<String, Object> settings, MeterRegistry registry)
            throws StartFailure {
        StreamPlan placed = placed(plan, settings);
        TrainingWorker worker = new TrainingWorker(plan.training(), plan.schedule());
        Topology topology = topology(placed, serdes, worker, new ServiceMeters(registry));
        Parts parts = new Parts(placed, serdes, topology, worker);
        return started(parts, settings, cause -> explained(plan, settings, cause));
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
        StreamPlan placed = placed(plan, settings);
        TrainingWorker idle = new TrainingWorker(plan.training(), plan.schedule());
        Parts parts = new Parts(placed, serdes, BareTopology.of(placed, serdes, state), idle);
        return started(parts, settings, cause -> cause);
    }

    private static StreamPlan placed(StreamPlan plan, Map<String, Object> settings) throws StartFailure {
        try (Admin admin = Admin.create(ClientDefaults.admin(settings))) {
            TopicSetup setup = TopicSetup.of(admin, plan);
            KafkaRights.require(admin, plan.topics(), settings);
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
        long mostCommand = setup.mostBytes(List.of(plan.topics().models(), throughTopic), ClientDefaults.MOST_SNAPSHOT)
                - SNAPSHOT_MARGIN;
        return plan.withPlacement(internal.placement(plan, partitions).withMostCommandBytes(mostCommand));
    }

    private static String applicationId(Map<String, Object> settings) {
        return settings.get(StreamsConfig.APPLICATION_ID_CONFIG).toString();
    }

    /** What stopped a stream, or what has become of its topics or of its rights where that is behind it. */
    private static Throwable explained(StreamPlan plan, Map<String, Object> settings, Throwable cause) {
        boolean isOfTopics = cause instanceof MissingSourceTopicException
                || cause instanceof AuthorizationException
                || String.valueOf(cause.getMessage()).contains("has invalid partitions");
        if (!isOfTopics) {
            return cause;
        }
        try (Admin admin = Admin.create(ClientDefaults.admin(settings))) {
            TopicSetup setup = TopicSetup.of(admin, plan);
            KafkaRights.require(admin, plan.topics(), settings);
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
        if (bytes > ClientDefaults.MOST_SNAPSHOT) {
            throw new StartFailure("a network must be small enough to publish: snapshotBytes=" + bytes + ", most="
                    + ClientDefaults.MOST_SNAPSHOT + "; lower network.hidden or network.layers");
        }
        return bytes;
    }

    private static ForecastService started(
            Parts parts, Map<String, Object> settings, UnaryOperator<Throwable> explanation) throws StartFailure {
        Map<String, Object> own = new HashMap<>(settings);
        own.put(StreamsConfig.STATE_DIR_CONFIG, ClientDefaults.stateDirectory(settings));
        try {
            ForecastService service = new ForecastService(parts, own, explanation);
            service.streams.start();
            return service;
        } catch (StreamsException refused) {
            parts.worker().close();
            throw new StartFailure(
                    "the state directory must be this instance's own: state.dir="
                            + own.get(StreamsConfig.STATE_DIR_CONFIG) + ", found=" + refused.getMessage()
                            + "; give each instance on a machine a state.dir of its own",
                    refused);
        }
    }

    /** The topic through which an application keys its readings by series. */
    public static String repartitionTopic(String applicationId) {
        return InternalTopics.repartition(applicationId, ServingPath.BY_SERIES);
    }

    /** The topology as it runs, for tests and for printing. */
    static Topology topology(StreamPlan plan, StreamSerdes serdes, TrainingWorker worker) {
        return topology(plan, serdes, worker, new ServiceMeters(new SimpleMeterRegistry()));
    }

    private static Topology topology(
            StreamPlan plan, StreamSerdes serdes, TrainingWorker worker, ServiceMeters meters) {
        ModelTable models = new ModelTable(
                plan.topics().models(),
                StreamSerdes.sharedReader(serdes.models()),
                new OnlineForecaster(plan.training().forecast())::fits);
        return new ForecastTopology(plan, serdes, models, worker, meters).build();
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
            if (areRightsAsked && running.getCount() > 0) {
                new Thread(this::checkRights, "rillcast-rights").start();
            }
            running.countDown();
        }
        if (now == KafkaStreams.State.NOT_RUNNING || now == KafkaStreams.State.ERROR) {
            failure.complete(new IllegalStateException("the stream threads have ended"));
            running.countDown();
        }
    }

    /** Once more when the topics that Kafka Streams makes are there: some rights cannot be asked about before. */
    private void checkRights() {
        Throwable found = explanation.apply(new AuthorizationException("checked"));
        if (found instanceof StartFailure && failure.complete(found)) {
            LOG.error("stream stopped: cause={}", found.getMessage());
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

    /** What can be seen of it from outside. */
    public ServiceView view() {
        return view;
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
