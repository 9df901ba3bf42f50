package io.rillcast.streams;

import io.rillcast.forecast.ForecastModel;
import io.rillcast.training.GroupLedger;
import io.rillcast.training.ModelCommand;
import io.rillcast.training.ModelSnapshot;
import io.rillcast.training.TrainingOutcome;
import io.rillcast.training.TrainingRecord;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.streams.errors.StreamsException;
import org.apache.kafka.streams.processor.PunctuationType;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
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
    /** Trainings of one task under way or waiting for the worker: each holds the windows of its group. */
    private static final int MOST_AT_ONCE = 2;
    /** Groups that wait for the worker, looked at in one tick: a stream thread is never held up by their number. */
    private static final int MOST_LOOKED_AT = 100;

    private final StreamPlan plan;
    private final ModelTable models;
    private final TrainingWorker worker;
    private final Map<String, TrainingJob> running = new HashMap<>();
    private final Set<String> postponed = new LinkedHashSet<>();
    /** Groups for which a person asked for a training while one was under way, which had begun on less. */
    private final Set<String> askedMeanwhile = new HashSet<>();

    private ProcessorContext<byte[], TrainingEmission> context;
    private GroupReservoir reservoir;
    private ModelWriter writer;
    private ModelWatch watch;
    private GroupSweep sweep;
    private TrainingMetrics metrics;

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
        writer = new ModelWriter(plan, models, reservoir, context);
        metrics = new TrainingMetrics(context.metrics(), context.taskId().toString());
        watch = new ModelWatch(plan, reservoir, writer, metrics);
        sweep = new GroupSweep(reservoir);
        context.schedule(LOOK_EVERY, PunctuationType.WALL_CLOCK_TIME, now -> {
            publishEnded(now);
            lookAtSomeGroups(now);
        });
        lookAtSomeGroups(context.currentSystemTimeMs());
    }

    /** After a start: what was due before it is due still. */
    private void lookAtSomeGroups(long nowMs) {
        sweep.next().forEach(group -> startIfDue(group, ledger(group), nowMs));
        sweep.looked();
    }

    /** The ledger of a group; where it is met for the first time since the start, with what others published before. */
    private GroupLedger ledger(String group) {
        return sweep.isNew(group) ? writer.takenOver(group, reservoir.ledger(group)) : writer.ledger(group);
    }

    @Override
    public void process(Record<byte[], TrainingInput> record) {
        String group = new String(record.key(), StandardCharsets.UTF_8);
        if (record.value() instanceof TrainingInput.Window window) {
            long nowMs = context.currentSystemTimeMs();
            reservoir.offer(group, window);
            startIfDue(group, watch.watch(group, window, ledger(group), nowMs), nowMs);
        } else if (record.value() instanceof TrainingInput.Ended) {
            retire(group, context.currentSystemTimeMs());
        } else if (record.value() instanceof TrainingInput.Command command) {
            obey(group, command.command());
        } else {
            throw new AssertionError(record.value());
        }
    }

    /** A group that is one series ended with it. */
    private void retire(String group, long nowMs) {
        writer.emptyArchive(ledger(group), group, nowMs);
        reservoir.retire(group);
        watch.forget(group);
        postponed.remove(group);
        askedMeanwhile.remove(group);
        TrainingJob abandoned = running.remove(group);
        if (abandoned != null) {
            abandoned.result().cancel(true);
        }
    }

    private void obey(String group, ModelCommand command) {
        GroupLedger ledger = ledger(group);
        writer.requireOneWriter(group, ledger);
        long nowMs = context.currentSystemTimeMs();
        boolean obeyed = switch (command.action()) {
            case TRAIN_NOW -> trainNow(group, ledger, nowMs);
            case PROMOTE -> writer.publishAgain(group, ledger, command.version(), nowMs);
            case ROLL_BACK -> writer.rollBack(group, ledger, nowMs);
            case IMPORT -> writer.publishImported(group, ledger, command.model().orElseThrow(), nowMs);
        };
        if (!obeyed) {
            writer.record(new TrainingEmission.Recorded(RefusedCommand.record(command, ledger, plan, nowMs)), nowMs);
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
        if (running.containsKey(group)) {
            askedMeanwhile.add(group);
        }
        GroupLedger asked = ledger.asked();
        reservoir.put(group, asked);
        startIfDue(group, asked, nowMs);
        return true;
    }

    private void startIfDue(String group, GroupLedger ledger, long nowMs) {
        if (ledger.isTrainingDue(plan.schedule(), plan.training().forecast().window())) {
            start(group, ledger, nowMs);
        }
    }

    /** A candidate must meet the model published last: while the table has not come to it, training waits. */
    private boolean isTableBehind(String group, GroupLedger ledger) {
        return writer.versionInTable(group) < ledger.highestVersion();
    }

    private void start(String group, GroupLedger ledger, long nowMs) {
        if (running.containsKey(group)) {
            return;
        }
        if (running.size() >= MOST_AT_ONCE) {
            postponed.add(group);
            return;
        }
        writer.requireOneWriter(group, ledger);
        if (isTableBehind(group, ledger)) {
            postponed.add(group);
            return;
        }
        long seed = ledger.nextSeed(plan.training().seed(), group);
        Optional<ForecastModel> incumbent = writer.serving(group);
        TrainingJob.Order order = new TrainingJob.Order(
                group, reservoir.windows(group), ledger.drift().changedAt(), incumbent, seed);
        TrainingJob.Begun begun = new TrainingJob.Begun(
                ledger.readings(),
                incumbent.map(ForecastModel::version).orElse(0L),
                writer.versionInTable(group),
                nowMs,
                ledger.cause(plan.schedule()).orElse(""));
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
        List<String> waiting = postponed.stream().limit(MOST_LOOKED_AT).toList();
        for (String group : waiting) {
            if (running.size() < MOST_AT_ONCE) {
                postponed.remove(group);
                startIfDue(group, ledger(group), nowMs);
            }
        }
    }

    private void finish(TrainingJob job, long nowMs) {
        TrainingJob.Result result = result(job);
        String group = job.group();
        GroupLedger ledger = ledger(group).trained(job.begun().readings());
        if (askedMeanwhile.remove(group)) {
            ledger = ledger.asked();
        }
        writer.requireOneWriter(group, ledger);
        boolean isOvertaken = Math.max(ledger.highestVersion(), writer.versionInTable(group))
                > job.begun().newestVersion();
        TrainingOutcome outcome = isOvertaken ? result.outcome().overtaken() : result.outcome();
        long version = outcome.candidate().isPresent() ? writer.nextVersion(group, ledger) : 0;
        TrainingRecord training = job.record(outcome, version, result);
        if (outcome.candidate().isPresent()) {
            writer.publish(new ModelSnapshot(outcome.candidate().get().withVersion(version), training), nowMs);
            ledger = ledger.promoted(version);
        }
        reservoir.put(group, ledger);
        writer.record(new TrainingEmission.Recorded(training), nowMs);
        metrics.ended(training);
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

    @Override
    public void close() {
        List<TrainingJob> abandoned = new ArrayList<>(running.values());
        running.clear();
        postponed.clear();
        askedMeanwhile.clear();
        abandoned.forEach(job -> job.result().cancel(true));
        metrics.close();
    }
}
