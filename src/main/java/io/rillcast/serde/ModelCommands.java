package io.rillcast.serde;

import io.rillcast.avro.ModelAction;
import io.rillcast.training.ModelCommand;

/** Model commands as the records of their schema, and back. */
final class ModelCommands {
    private ModelCommands() {}

    /** The record of a command. */
    static io.rillcast.avro.ModelCommand toAvro(ModelCommand command) {
        return new io.rillcast.avro.ModelCommand(
                command.group(), ModelAction.valueOf(command.action().name()), command.version(), null);
    }

    /**
     * The command in a record.
     *
     * @throws MalformedRecord if its action is one that this release does not know
     */
    static ModelCommand fromAvro(io.rillcast.avro.ModelCommand in) {
        if (in.getAction() == ModelAction.UNKNOWN) {
            throw new MalformedRecord(
                    DeadLetterCause.UNSUPPORTED_COMMAND,
                    "action must be known: group=" + in.getGroup() + "; upgrade to the writer's release");
        }
        return new ModelCommand(
                in.getGroup(), ModelCommand.Action.valueOf(in.getAction().name()), in.getVersion());
    }
}
