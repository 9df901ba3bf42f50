package io.rillcast.streams;

import io.rillcast.forecast.ForecastModel;
import io.rillcast.training.GroupLedger;
import io.rillcast.training.ModelSnapshot;
import io.rillcast.training.Probation;
import io.rillcast.training.SkillDrift;
import io.rillcast.training.TrainingOutcome;
import io.rillcast.training.TrainingRecord;
import io.rillcast.training.Watched;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs the model in use, and while that is on probation the one before it, over what is new in the windows of a task's
 * groups; goes back to the one before where it was better. Owned by that task, on its stream thread.
 */
final class ModelWatch {
    private static final Logger LOG = LoggerFactory.getLogger(ModelWatch.class);
    /** Decoded predecessors kept: a group on probation that is not among them is decoded again at its next window. */
    private static final int MOST_KEPT = 64;

    private final StreamPlan plan;
    private final GroupReservoir reservoir;
    private final ModelWriter writer;
    private final TrainingMetrics metrics;
    private final Map<String, ForecastModel> predecessors = new LinkedHashMap<>();

    ModelWatch(StreamPlan plan, GroupReservoir reservoir, ModelWriter writer, TrainingMetrics metrics) {
        this.plan = plan;
        this.reservoir = reservoir;
        this.writer = writer;
        this.metrics = metrics;
    }

    /**
     * Looks at a window that was offered last; a window that came before the model in use has reached this instance says
     * nothing.
     *
     * @param ledger of the group, with the window
     * @return the ledger as it is then, which is in the store
     */
    GroupLedger watch(String group, TrainingInput.Window input, GroupLedger ledger, long nowMs) {
        int window = plan.training().forecast().window();
        Optional<ForecastModel> incumbent = writer.serving(group)
                .filter(model -> model.version() == ledger.lineage().incumbent());
        if (incumbent.isEmpty() || !ledger.isWatched(plan.schedule(), window)) {
            return ledger;
        }
        Optional<ForecastModel> predecessor = predecessor(group, ledger.probation());
        GroupLedger current = predecessor.isEmpty() && ledger.probation().isOn() ? unwatched(group, ledger) : ledger;
        Optional<Watched> watched = Watched.in(
                input.window(), input.newReadings(), plan.training().forecast(), incumbent.get(), predecessor);
        if (watched.isEmpty()) {
            return current;
        }
        GroupLedger next = current.watched(watched.get());
        reservoir.put(group, next);
        sayWhatIsNew(group, current, next);
        return next.probation().isFailed() ? rollBack(group, next, nowMs) : next;
    }

    /** Lets go of what is kept in memory of a group. */
    void forget(String group) {
        predecessors.remove(group);
    }

    private Optional<ForecastModel> predecessor(String group, Probation probation) {
        if (!probation.isOn()) {
            predecessors.remove(group);
            return Optional.empty();
        }
        ForecastModel known = predecessors.get(group);
        if (known != null && known.version() == probation.predecessor()) {
            return Optional.of(known);
        }
        Optional<ForecastModel> archived =
                writer.archived(group, probation.predecessor()).map(ModelSnapshot::model);
        archived.ifPresentOrElse(model -> keep(group, model), () -> predecessors.remove(group));
        return archived;
    }

    private void keep(String group, ForecastModel predecessor) {
        predecessors.put(group, predecessor);
        if (predecessors.size() > MOST_KEPT) {
            predecessors.remove(predecessors.keySet().iterator().next());
        }
    }

    /** Ends a probation against a version that cannot be run: it could say nothing, and nothing could be gone back to. */
    private GroupLedger unwatched(String group, GroupLedger ledger) {
        LOG.warn(
                "probation ended, for the version before is not in the archive or cannot be run: group={}, version={},"
                        + " predecessor={}",
                group,
                ledger.lineage().incumbent(),
                ledger.probation().predecessor());
        GroupLedger ended = ledger.with(ledger.lineage(), Probation.NONE, ledger.drift());
        reservoir.put(group, ended);
        return ended;
    }

    private void sayWhatIsNew(String group, GroupLedger before, GroupLedger now) {
        SkillDrift drift = now.drift();
        if (drift.noticedAt() > before.drift().noticedAt()) {
            metrics.drifted();
            LOG.info("readings changed: group={}, since={}, noticed={}", group, drift.changedAt(), drift.noticedAt());
        }
        if (before.probation().isOn() && !now.probation().isOn()) {
            LOG.info(
                    "probation passed: group={}, version={}, predecessor={}",
                    group,
                    now.lineage().incumbent(),
                    before.probation().predecessor());
        }
    }

    private GroupLedger rollBack(String group, GroupLedger ledger, long nowMs) {
        writer.requireOneWriter(group, ledger);
        Probation failed = ledger.probation();
        long incumbent = ledger.lineage().incumbent();
        long version = writer.nextVersion(group, ledger);
        TrainingOutcome outcome = failed.rolledBack(incumbent, version);
        TrainingRecord record = new TrainingRecord(
                group,
                outcome.decision(),
                outcome.reason(),
                version,
                incumbent,
                outcome.losses(),
                outcome.data(),
                new TrainingRecord.Effort(0, 0, 0, nowMs, 0, 0));
        Optional<GroupLedger> next = writer.rollBackTo(failed.predecessor(), group, ledger, record, nowMs);
        if (next.isEmpty()) {
            return unwatched(group, ledger);
        }
        metrics.ended(record);
        LOG.warn(
                "model rolled back: group={}, version={}, predecessor={}, now={}, lost={}, wouldHaveLost={}, readings={}",
                group,
                incumbent,
                failed.predecessor(),
                version,
                outcome.losses().incumbent(),
                outcome.losses().candidate(),
                outcome.data().heldOut());
        return next.get();
    }
}
