package io.rillcast.serde;

import io.rillcast.avro.ModelAction;
import io.rillcast.forecast.ForecastModel;
import io.rillcast.training.ModelCommand;
import io.rillcast.training.ModelSnapshot;
import io.rillcast.training.TrainingRecord;
import java.util.Optional;

/** Model commands as the records of their schema, and back. */
final class ModelCommands {
    private ModelCommands() {}

    /** The record of a command. */
    static io.rillcast.avro.ModelCommand toAvro(ModelCommand command) {
        return new io.rillcast.avro.ModelCommand(
                command.group(),
                ModelAction.valueOf(command.action().name()),
                command.version(),
                command.model()
                        .map(model -> ModelSnapshots.toAvro(imported(model)))
                        .orElse(null));
    }

    /** Nothing is known of how it was trained. */
    private static ModelSnapshot imported(ForecastModel model) {
        return new ModelSnapshot(
                model, TrainingRecord.ofCommand(ModelCommand.toImport(model), "imported", model.version(), 0, 0));
    }

    /**
     * The command in a record.
     *
     * @throws MalformedRecord if its action is one that this release does not know, or it imports nothing
     * @throws IllegalArgumentException if what it imports is refused or another group's
     */
    static ModelCommand fromAvro(io.rillcast.avro.ModelCommand in) {
        if (in.getAction() == ModelAction.UNKNOWN) {
            throw new MalformedRecord(
                    DeadLetterCause.UNSUPPORTED_COMMAND,
                    "action must be known: group=" + in.getGroup() + "; upgrade to the writer's release");
        }
        if (in.getAction() == ModelAction.IMPORT && in.getSnapshot() == null) {
            throw new MalformedRecord(
                    DeadLetterCause.UNSUPPORTED_COMMAND, "an import must bring a model: group=" + in.getGroup());
        }
        return new ModelCommand(
                in.getGroup(),
                ModelCommand.Action.valueOf(in.getAction().name()),
                in.getVersion(),
                Optional.ofNullable(in.getSnapshot())
                        .map(snapshot -> ModelSnapshots.fromAvro(snapshot).model()));
    }
}
