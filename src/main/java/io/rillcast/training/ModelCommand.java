package io.rillcast.training;

import io.rillcast.forecast.ForecastModel;
import java.util.Arrays;
import java.util.Optional;

/**
 * A person's word to the one writer of a group's models.
 *
 * @param group the model group
 * @param action what to do
 * @param version the version that it is about, 0 where it is about none
 * @param model what to import, of this group; present exactly with that action
 */
public record ModelCommand(String group, Action action, long version, Optional<ForecastModel> model) {
    private static final String WORD = ": a person's word, ";
    private static final String REFUSED = "refused: ";

    /**
     * Checks that there is a model exactly where one is imported.
     *
     * @throws IllegalArgumentException if not, or if it is another group's
     */
    public ModelCommand {
        if (model.isPresent() != (action == Action.IMPORT)) {
            throw new IllegalArgumentException(
                    "a command must bring a model exactly if it imports one: group=" + group + ", action=" + action);
        }
        if (model.isPresent() && !model.get().group().equals(group)) {
            throw new IllegalArgumentException("a model must be of the group that it is imported into: group=" + group
                    + ", model=" + model.get().group());
        }
    }

    /**
     * A command without a model.
     *
     * @throws IllegalArgumentException if it imports one
     */
    public ModelCommand(String group, Action action, long version) {
        this(group, action, version, Optional.empty());
    }

    /** Publishes a model in its group, whatever its version says. */
    public static ModelCommand toImport(ForecastModel model) {
        return new ModelCommand(model.group(), Action.IMPORT, 0, Optional.of(model));
    }

    /** How a training record begins that says why the command was not obeyed. */
    public String refusalStart() {
        return REFUSED + action.words + (action == Action.PROMOTE ? " version " + version : "") + ": ";
    }

    /** How a training record begins that says that the command was obeyed; of a training none begins so. */
    public String obeyedStart() {
        String begun = action.done + WORD;
        return action == Action.PROMOTE ? begun + weights(version) : begun;
    }

    /**
     * What is recorded where weights came into use again by this command.
     *
     * @param earlier the version whose weights they are
     */
    public String obeyed(long earlier) {
        return action.done + WORD + weights(earlier);
    }

    /** Whether a training record with this reason says what came of a command, and not of a training. */
    public static boolean isOfAPerson(String reason) {
        return reason.startsWith(REFUSED)
                || Arrays.stream(Action.values()).anyMatch(action -> reason.startsWith(action.done + WORD));
    }

    private static String weights(long version) {
        return "the weights of version " + version + " again";
    }

    /** What can be asked. */
    public enum Action {
        /** Train as soon as there is something to train on. */
        TRAIN_NOW(1, "train now", "trained"),
        /** Publish an archived version's weights again, under a new version number. */
        PROMOTE(2, "promote", "promoted"),
        /** Publish the weights that were in use before the incumbent again, under a new version number. */
        ROLL_BACK(3, "roll back", "rolled back"),
        /** Publish the weights that come with the command, under a new version number. */
        IMPORT(4, "import", "imported");

        private final int code;
        private final String words;
        private final String done;

        Action(int code, String words, String done) {
            this.code = code;
            this.words = words;
            this.done = done;
        }

        /** The number under which it travels between our own tasks. */
        public int code() {
            return code;
        }

        /**
         * The action of a number.
         *
         * @throws IllegalArgumentException if there is none
         */
        public static Action of(int code) {
            for (Action action : values()) {
                if (action.code == code) {
                    return action;
                }
            }
            throw new IllegalArgumentException("unknown model command: code=" + code);
        }
    }
}
