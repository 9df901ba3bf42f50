package io.rillcast.streams;

import io.rillcast.forecast.ForecastPlan;
import io.rillcast.training.GroupLedger;
import io.rillcast.training.ModelCommand;

/** Why a group's task did not obey a person's command, as the trainings topic says it. */
final class RefusedCommand {
    private RefusedCommand() {}

    /** One sentence that begins as {@link ModelCommand#refusalStart} says. */
    static String reason(ModelCommand command, GroupLedger ledger, ForecastPlan plan) {
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
