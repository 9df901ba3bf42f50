package io.rillcast.training;

/**
 * A person's word to the one writer of a group's models.
 *
 * @param group the model group
 * @param action what to do
 * @param version the version that it is about, 0 where it is about none
 */
public record ModelCommand(String group, Action action, long version) {
    /** What can be asked. */
    public enum Action {
        /** Train as soon as there is something to train on. */
        TRAIN_NOW(1),
        /** Publish an archived version's weights again, under a new version number. */
        PROMOTE(2),
        /** Publish the weights that were in use before the incumbent again, under a new version number. */
        ROLL_BACK(3),
        /** Publish the weights that come with the command: not yet, a dead letter. */
        IMPORT(4);

        private final int code;

        Action(int code) {
            this.code = code;
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
