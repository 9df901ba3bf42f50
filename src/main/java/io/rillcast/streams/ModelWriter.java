package io.rillcast.streams;

import io.rillcast.forecast.ForecastModel;
import io.rillcast.forecast.OnlineForecaster;
import io.rillcast.training.GroupLedger;
import io.rillcast.training.Lineage;
import io.rillcast.training.ModelCommand;
import io.rillcast.training.ModelSnapshot;
import io.rillcast.training.TrainingRecord;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.errors.StreamsException;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.ReadOnlyKeyValueStore;

/**
 * Gives out version numbers and writes models, in the transaction of the one task of their groups; owned by that task.
 *
 * <p>Numbers are never used twice and never go back: weights that come into use again do so as a new version.
 */
final class ModelWriter {
    /** Versions kept in the archive, the incumbent among them. */
    private static final int ARCHIVED = Lineage.LONGEST;

    private final StreamPlan plan;
    private final ModelTable models;
    private final GroupReservoir reservoir;
    private final ProcessorContext<byte[], TrainingEmission> context;
    private final ReadOnlyKeyValueStore<Bytes, byte[]> modelStore;

    ModelWriter(
            StreamPlan plan,
            ModelTable models,
            GroupReservoir reservoir,
            ProcessorContext<byte[], TrainingEmission> context) {
        this.plan = plan;
        this.models = models;
        this.reservoir = reservoir;
        this.context = context;
        this.modelStore = context.getStateStore(ModelTable.STORE);
    }

    /** The ledger of a group; one that has published nothing takes over what is there. */
    GroupLedger ledger(String group) {
        GroupLedger ledger = reservoir.ledger(group);
        return ledger.highestVersion() == 0 ? takenOver(group, ledger) : ledger;
    }

    /** What another application published while this one did not run is as if it were its own. */
    GroupLedger takenOver(String group, GroupLedger ledger) {
        if (ledger.highestVersion() >= versionInTable(group)) {
            return ledger;
        }
        GroupLedger next = ledger.takenOver(versionInTable(group));
        reservoir.put(group, next);
        return next;
    }

    /**
     * What is published while this application runs is its own.
     *
     * @throws StreamsException if the topic has a version that the ledger does not know
     */
    void requireOneWriter(String group, GroupLedger ledger) {
        long found = versionInTable(group);
        if (ledger.highestVersion() > 0 && found > ledger.highestVersion()) {
            throw new StreamsException("a models topic must have one application at a time: topic="
                    + plan.topics().models() + ", group=" + group + ", published=" + ledger.highestVersion()
                    + ", found=" + found + "; stop the other one, then start this one again, or set a models.topic of"
                    + " its own for a new application.id");
        }
    }

    /** The version of a group that was published last, as far as this instance has read the topic; 0 for none. */
    long versionInTable(String group) {
        return models.newestVersion(group, modelStore);
    }

    /** The model that serves a group, as far as this instance has read the topic. */
    Optional<ForecastModel> serving(String group) {
        return models.serving(group, modelStore);
    }

    private OnlineForecaster forecaster() {
        return new OnlineForecaster(plan.training().forecast());
    }

    /** An archived version, if it is there, can be read and can be run. */
    Optional<ModelSnapshot> archived(String group, long version) {
        OnlineForecaster forecaster = forecaster();
        return models.archived(group, version, modelStore).filter(snapshot -> forecaster.fits(snapshot.model()));
    }

    /** The number of the next version of a group. */
    long nextVersion(String group, GroupLedger ledger) {
        return Math.max(ledger.highestVersion(), versionInTable(group)) + 1;
    }

    /** Publishes an archived version's weights under a new number; whether it could. */
    boolean publishAgain(String group, GroupLedger ledger, long version, long nowMs) {
        Optional<ModelSnapshot> archived = archived(group, version);
        if (archived.isEmpty()) {
            return false;
        }
        long next = nextVersion(group, ledger);
        ModelCommand promote = new ModelCommand(group, ModelCommand.Action.PROMOTE, version);
        publishAs(archived.get(), obeyed(promote, version, next, ledger, nowMs), nowMs);
        reservoir.put(group, ledger.published(next));
        return true;
    }

    /** Publishes a person's weights under the next number, unjudged; whether they can be run. */
    boolean publishImported(String group, GroupLedger ledger, ForecastModel model, long nowMs) {
        if (!forecaster().fits(model)) {
            return false;
        }
        long next = nextVersion(group, ledger);
        ModelSnapshot imported = ModelSnapshot.imported(model.withVersion(next), ledger.highestVersion(), nowMs);
        publish(imported, nowMs);
        record(new TrainingEmission.Recorded(imported.training()), nowMs);
        reservoir.put(group, ledger.published(next));
        return true;
    }

    /** Takes the archive of a group away that has ended; its incumbent stays, see the package. */
    void emptyArchive(GroupLedger ledger, String group, long nowMs) {
        for (long version = ledger.highestVersion();
                version > Math.max(0, ledger.highestVersion() - ARCHIVED);
                version--) {
            send(ModelKeys.archive(group, version), Optional.empty(), nowMs);
        }
    }

    /** Publishes the weights that were in use before the incumbent under a new number; whether there are any. */
    boolean rollBack(String group, GroupLedger ledger, long nowMs) {
        ModelCommand rollBack = new ModelCommand(group, ModelCommand.Action.ROLL_BACK, 0);
        for (long earlier : ledger.lineage().before()) {
            TrainingRecord why = obeyed(rollBack, earlier, nextVersion(group, ledger), ledger, nowMs);
            if (rollBackTo(earlier, group, ledger, why, nowMs).isPresent()) {
                return true;
            }
        }
        return false;
    }

    /**
     * Publishes the weights of an earlier version of the lineage under a new number.
     *
     * @param why the record of it, with the {@link #nextVersion next} number
     * @return the ledger with it, if it could
     */
    Optional<GroupLedger> rollBackTo(long earlier, String group, GroupLedger ledger, TrainingRecord why, long nowMs) {
        Optional<ModelSnapshot> archived = archived(group, earlier);
        if (archived.isEmpty()) {
            return Optional.empty();
        }
        publishAs(archived.get(), why, nowMs);
        GroupLedger next = ledger.rolledBack(earlier, why.candidateVersion());
        reservoir.put(group, next);
        return Optional.of(next);
    }

    private static TrainingRecord obeyed(
            ModelCommand command, long earlier, long published, GroupLedger ledger, long nowMs) {
        return TrainingRecord.ofCommand(command, command.obeyed(earlier), published, ledger.highestVersion(), nowMs);
    }

    /** Weights again, under the number that the record names and with that record: it says why they are in use. */
    private void publishAs(ModelSnapshot snapshot, TrainingRecord why, long nowMs) {
        publish(new ModelSnapshot(snapshot.model().withVersion(why.candidateVersion()), why), nowMs);
        record(new TrainingEmission.Recorded(why), nowMs);
    }

    /** Sends a model under both its keys, and takes the oldest out of the archive. */
    void publish(ModelSnapshot snapshot, long nowMs) {
        String group = snapshot.model().group();
        long version = snapshot.model().version();
        send(ModelKeys.archive(group, version), Optional.of(snapshot), nowMs);
        send(ModelKeys.incumbent(group), Optional.of(snapshot), nowMs);
        if (version > ARCHIVED) {
            send(ModelKeys.archive(group, version - ARCHIVED), Optional.empty(), nowMs);
        }
    }

    private void send(Bytes key, Optional<ModelSnapshot> snapshot, long nowMs) {
        context.forward(new Record<>(key.get(), new TrainingEmission.Published(key, snapshot), nowMs));
    }

    /** Sends the record of a training. */
    void record(TrainingEmission.Recorded recorded, long nowMs) {
        byte[] key = recorded.training().group().getBytes(StandardCharsets.UTF_8);
        context.forward(new Record<>(key, recorded, nowMs));
    }
}
