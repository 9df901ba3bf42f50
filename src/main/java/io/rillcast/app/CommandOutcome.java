package io.rillcast.app;

import io.rillcast.forecast.ForecastModel;
import io.rillcast.serde.ModelFile;
import io.rillcast.training.ModelCommand;
import io.rillcast.training.TrainingRecord;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/**
 * What the topics of models and of trainings say of one command since it was sent; mutable, owned by one thread.
 *
 * <p>A model counts once it is in use and a record says that it is so by this command's word: its group's other trainings
 * and rollbacks go on meanwhile. Two persons who ask for the same at once are told of the same version. A training counts
 * if it began when the command had been sent, by the clock of the service and the time of the command's record.
 */
final class CommandOutcome {
    private final ModelCommand command;
    private final long sentMs;
    private final Set<Long> recorded = new HashSet<>();
    private final Set<Long> inUse = new HashSet<>();

    /**
     * Nothing is known yet.
     *
     * @param sentMs timestamp of the command's record
     */
    CommandOutcome(ModelCommand command, long sentMs) {
        this.command = command;
        this.sentMs = sentMs;
    }

    /** After a model came into use in the command's group; what is to be said, once it is known. */
    Optional<String> published(ForecastModel model) {
        boolean canBeThis = command.model()
                .map(imported -> ModelFile.checksum(imported).equals(ModelFile.checksum(model)))
                .orElse(true);
        if (canBeThis) {
            inUse.add(model.version());
        }
        return said();
    }

    /**
     * After a record of trainings; what is to be said, once it is known.
     *
     * @throws CommandFailure if the command was refused
     */
    Optional<String> recorded(TrainingRecord record) {
        if (!record.group().equals(command.group())) {
            return Optional.empty();
        }
        if (record.reason().startsWith(command.refusalStart())) {
            throw new CommandFailure(record.reason());
        }
        if (command.action() == ModelCommand.Action.TRAIN_NOW) {
            return isSince(record) ? Optional.of(trained(record)) : Optional.empty();
        }
        if (record.reason().startsWith(command.obeyedStart())) {
            recorded.add(record.candidateVersion());
        }
        return said();
    }

    private Optional<String> said() {
        return recorded.stream()
                .filter(inUse::contains)
                .findFirst()
                .map(version -> "published: group=" + command.group() + ", version=" + version + ", action="
                        + command.action());
    }

    private boolean isSince(TrainingRecord record) {
        return record.decision() != TrainingRecord.Decision.ROLLED_BACK
                && !ModelCommand.isOfAPerson(record.reason())
                && record.effort().startedMs() >= sentMs;
    }

    private static String trained(TrainingRecord record) {
        return "trained: group=" + record.group() + ", decision=" + record.decision() + ", version="
                + record.candidateVersion() + "; " + record.reason();
    }
}
