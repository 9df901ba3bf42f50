package io.rillcast.streams;

import io.rillcast.forecast.ForecastModel;
import io.rillcast.forecast.OnlineForecaster;
import io.rillcast.training.GroupLedger;
import io.rillcast.training.ModelCommand;
import io.rillcast.training.ModelSnapshot;
import io.rillcast.training.TrainingOutcome;
import io.rillcast.training.TrainingRecord;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.errors.StreamsException;
import org.apache.kafka.streams.processor.PunctuationType;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.ReadOnlyKeyValueStore;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one writer of its groups' models: gathers windows, has them trained when it is time, publishes what is better.
 *
 * <p>Everything that decides is in the store and in this task's transaction. A training itself is not: after a crash the
 * ledger still says that it is due, and it begins again.
 */
final class TrainingProcessor implements Processor<byte[], TrainingInput, byte[], TrainingEmission> {
    /** The store of {@link GroupReservoir}. */
    static final String RESERVOIR = "group-reservoir";

    private static final Logger LOG = LoggerFactory.getLogger(TrainingProcessor.class);
    private static final Duration LOOK_EVERY = Duration.ofMillis(200);
    /** Versions kept in the archive beside the incumbent. */
    private static final int ARCHIVED = 10;
    /** Trainings of one task under way or waiting for the worker: each holds the windows of its group. */
    private static final int MOST_AT_ONCE = 2;

    private final StreamPlan plan;
    private final ModelTable models;
    private final TrainingWorker worker;
    private final Map<String, TrainingJob> running = new HashMap<>();
    private final Set<String> postponed = new LinkedHashSet<>();
    private ProcessorContext<byte[], TrainingEmission> context;
    private GroupReservoir reservoir;
    private ReadOnlyKeyValueStore<Bytes, byte[]> modelStore;
    private ForecastMetrics metrics;

    TrainingProcessor(StreamPlan plan, ModelTable models, TrainingWorker worker) {
        this.plan = plan;
        this.models = models;
        this.worker = worker;
    }

    @Override
    public void init(ProcessorContext<byte[], TrainingEmission> processorContext) {
        context = processorContext;
        reservoir = new GroupReservoir(
                context.getStateStore(RESERVOIR), plan.schedule().reservoirWindows());
        modelStore = context.getStateStore(ModelTable.STORE);
        metrics = new ForecastMetrics(context.metrics(), context.taskId().toString(), "training");
        context.schedule(LOOK_EVERY, PunctuationType.WALL_CLOCK_TIME, now -> publishEnded(now));
        for (String group : reservoir.groups()) {
            startIfDue(group, takenOver(group), context.currentSystemTimeMs());
        }
    }

    /** What another application published while this one did not run is as if it were its own. */
    private GroupLedger takenOver(String group) {
        GroupLedger ledger = reservoir.ledger(group);
        if (ledger.highestVersion() >= versionInTable(group)) {
            return ledger;
        }
        GroupLedger next = ledger.published(versionInTable(group));
        reservoir.put(group, next);
        return next;
    }

    private void requireOneWriter(String group, GroupLedger ledger) {
        long found = versionInTable(group);
        if (ledger.highestVersion() > 0 && found > ledger.highestVersion()) {
            throw new StreamsException("a models topic must have one application at a time: topic="
                    + plan.topics().models() + ", group=" + group + ", published=" + ledger.highestVersion()
                    + ", found=" + found + "; stop the other one, then start this one again, or set a models.topic of"
                    + " its own for a new application.id");
        }
    }

    @Override
    public void process(Record<byte[], TrainingInput> record) {
        String group = new String(record.key(), StandardCharsets.UTF_8);
        if (record.value() instanceof TrainingInput.Window window) {
            startIfDue(group, reservoir.offer(group, window), context.currentSystemTimeMs());
        } else if (record.value() instanceof TrainingInput.Command command) {
            obey(group, command.command());
        } else {
            throw new AssertionError(record.value());
        }
    }

    private void obey(String group, ModelCommand command) {
        GroupLedger ledger = reservoir.ledger(group);
        requireOneWriter(group, ledger);
        long nowMs = context.currentSystemTimeMs();
        boolean obeyed = switch (command.action()) {
            case TRAIN_NOW -> trainNow(group, ledger, nowMs);
            case PROMOTE -> publishAgain(group, ledger, command.version(), nowMs);
            case ROLL_BACK -> publishAgain(group, ledger, ledger.highestVersion() - 1, nowMs);
            case IMPORT -> publishImported(group, ledger, command.model().orElseThrow(), nowMs);
        };
        if (!obeyed) {
            forward(group, new TrainingEmission.Recorded(RefusedCommand.record(command, ledger, plan, nowMs)), nowMs);
        }
        LOG.info(
                "model command {}: group={}, action={}, version={}, windows={}, highestVersion={}",
                obeyed ? "obeyed" : "not obeyed",
                group,
                command.action(),
                command.version(),
                ledger.kept(),
                ledger.highestVersion());
    }

    private boolean trainNow(String group, GroupLedger ledger, long nowMs) {
        if (ledger.kept() == 0) {
            return false;
        }
        GroupLedger asked = ledger.asked();
        reservoir.put(group, asked);
        startIfDue(group, asked, nowMs);
        return true;
    }

    /** An archived version's weights under a new number: numbers are never used twice and never go back. */
    private boolean publishAgain(String group, GroupLedger ledger, long version, long nowMs) {
        Optional<ModelSnapshot> archived = models.archived(group, version, modelStore);
        if (archived.isEmpty() || !fits(archived.get().model())) {
            return false;
        }
        long next = nextVersion(group, ledger);
        publish(
                new ModelSnapshot(
                        archived.get().model().withVersion(next), archived.get().training()),
                nowMs);
        reservoir.put(group, ledger.published(next));
        return true;
    }

    /** A person's weights under the next number, unjudged; what runs on them next is judged against them. */
    private boolean publishImported(String group, GroupLedger ledger, ForecastModel model, long nowMs) {
        if (!fits(model)) {
            return false;
        }
        long next = nextVersion(group, ledger);
        ModelSnapshot imported = ModelSnapshot.imported(model.withVersion(next), versionInTable(group), nowMs);
        publish(imported, nowMs);
        forward(group, new TrainingEmission.Recorded(imported.training()), nowMs);
        reservoir.put(group, ledger.published(next));
        return true;
    }

    private boolean fits(ForecastModel model) {
        return new OnlineForecaster(plan.training().forecast()).fits(model);
    }

    private long nextVersion(String group, GroupLedger ledger) {
        return Math.max(ledger.highestVersion(), versionInTable(group)) + 1;
    }

    private long versionInTable(String group) {
        return models.newestVersion(group, modelStore);
    }

    private void startIfDue(String group, GroupLedger ledger, long nowMs) {
        if (ledger.isAsked() || plan.schedule().isDue(ledger.readings(), ledger.atLastTraining())) {
            start(group, ledger, nowMs);
        }
    }

    /** A candidate must meet the model published last: while the table has not come to it, training waits. */
    private boolean isTableBehind(String group, GroupLedger ledger) {
        return versionInTable(group) < ledger.highestVersion();
    }

    private void start(String group, GroupLedger ledger, long nowMs) {
        if (running.containsKey(group)) {
            return;
        }
        requireOneWriter(group, ledger);
        if (running.size() >= MOST_AT_ONCE || isTableBehind(group, ledger)) {
            postponed.add(group);
            return;
        }
        long seed = ledger.nextSeed(plan.training().seed(), group);
        Optional<ForecastModel> incumbent = models.serving(group, modelStore);
        TrainingJob.Order order = new TrainingJob.Order(group, reservoir.windows(group), incumbent, seed);
        TrainingJob.Begun begun = new TrainingJob.Begun(
                ledger.readings(), incumbent.map(ForecastModel::version).orElse(0L), versionInTable(group), nowMs);
        running.put(group, new TrainingJob(group, begun, seed, worker.submit(order)));
    }

    /** Looks for trainings that have ended, without waiting; on the stream thread, in its transaction. */
    private void publishEnded(long nowMs) {
        List<TrainingJob> ended =
                running.values().stream().filter(job -> job.result().isDone()).toList();
        for (TrainingJob job : ended) {
            running.remove(job.group());
            finish(job, nowMs);
        }
        List<String> waiting = List.copyOf(postponed);
        postponed.clear();
        waiting.forEach(group -> startIfDue(group, reservoir.ledger(group), nowMs));
    }

    private void finish(TrainingJob job, long nowMs) {
        TrainingJob.Result result = result(job);
        String group = job.group();
        GroupLedger ledger = reservoir.ledger(group).trained(job.begun().readings());
        requireOneWriter(group, ledger);
        boolean isOvertaken = Math.max(ledger.highestVersion(), versionInTable(group))
                > job.begun().newestVersion();
        TrainingOutcome outcome = isOvertaken ? result.outcome().overtaken() : result.outcome();
        long version = outcome.candidate().isPresent() ? nextVersion(group, ledger) : 0;
        TrainingRecord training = job.record(outcome, version, result);
        if (outcome.candidate().isPresent()) {
            publish(new ModelSnapshot(outcome.candidate().get().withVersion(version), training), nowMs);
            ledger = ledger.published(version);
        }
        reservoir.put(group, ledger);
        forward(group, new TrainingEmission.Recorded(training), nowMs);
        metrics.trained();
        log(training);
        startIfDue(group, ledger, nowMs);
    }

    private static void log(TrainingRecord training) {
        LOG.info(
                "training ended: group={}, decision={}, version={}, candidate={}, incumbent={}, naive={}, series={},"
                        + " steps={}, tookMs={}",
                training.group(),
                training.decision(),
                training.candidateVersion(),
                training.losses().candidate(),
                training.losses().incumbent(),
                training.losses().naive(),
                training.data().series(),
                training.effort().steps(),
                training.effort().tookMs());
    }

    /** What came of a training; one that failed is given up, and the group is served and trained on. */
    private static TrainingJob.Result result(TrainingJob job) {
        try {
            return job.result().get();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new StreamsException("interrupted while reading a training's result", interrupted);
        } catch (ExecutionException failed) {
            LOG.error("training failed: group={}", job.group(), failed.getCause());
            return new TrainingJob.Result(
                    TrainingOutcome.failed("aborted: the training failed: cause=" + failed.getCause()), 0, 0);
        }
    }

    private void publish(ModelSnapshot snapshot, long nowMs) {
        String group = snapshot.model().group();
        long version = snapshot.model().version();
        send(group, ModelKeys.archive(group, version), Optional.of(snapshot), nowMs);
        send(group, ModelKeys.incumbent(group), Optional.of(snapshot), nowMs);
        if (version > ARCHIVED) {
            send(group, ModelKeys.archive(group, version - ARCHIVED), Optional.empty(), nowMs);
        }
    }

    private void send(String group, Bytes key, Optional<ModelSnapshot> snapshot, long nowMs) {
        forward(group, new TrainingEmission.Published(key, snapshot), nowMs);
    }

    private void forward(String group, TrainingEmission emission, long nowMs) {
        byte[] key = emission instanceof TrainingEmission.Published published
                ? published.key().get()
                : group.getBytes(StandardCharsets.UTF_8);
        context.forward(new Record<>(key, emission, nowMs));
    }

    @Override
    public void close() {
        List<TrainingJob> abandoned = new ArrayList<>(running.values());
        running.clear();
        abandoned.forEach(job -> job.result().cancel(true));
    }
}
