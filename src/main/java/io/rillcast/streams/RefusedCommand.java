package io.rillcast.streams;

import io.rillcast.forecast.ForecastPlan;
import io.rillcast.training.GroupLedger;
import io.rillcast.training.ModelCommand;
import io.rillcast.training.TrainingRecord;

/** Why a group's task did not obey a person's command, as the trainings topic says it. */
final class RefusedCommand {
    private RefusedCommand() {}

    /** The record that says it, in one sentence that begins as {@link ModelCommand#refusalStart} says. */
    static TrainingRecord record(ModelCommand command, GroupLedger ledger, StreamPlan plan, long nowMs) {
        String reason = reason(command, ledger, plan.training().forecast());
        return TrainingRecord.ofCommand(command, reason, 0, ledger.highestVersion(), nowMs);
    }

    private static String reason(ModelCommand command, GroupLedger ledger, ForecastPlan plan) {
        String why = switch (command.action()) {
            case TRAIN_NOW -> "there must be windows to train on: windows=" + ledger.kept();
            case PROMOTE, ROLL_BACK ->
                "the version must be in the archive, with the features and levels of these settings: newest="
                        + ledger.highestVersion() + "; `rillcast models list` shows the archive";
            case IMPORT ->
                "a model must have the features and levels of these settings: "
                        + command.model().orElseThrow().misfit(plan.features(), plan.levels());
        };
        return command.refusalStart() + why;
    }
}
