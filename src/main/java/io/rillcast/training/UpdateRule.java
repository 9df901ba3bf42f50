package io.rillcast.training;

import io.rillcast.rnn.NetworkShape;

/** Which optimiser is used; immutable, where the {@link Optimiser} itself remembers its steps. */
public sealed interface UpdateRule permits UpdateRule.Adam, UpdateRule.Momentum {
    /** An optimiser of this kind that has taken no step. */
    Optimiser begin(NetworkShape shape);

    /**
     * {@link AdamW}; plain Adam where nothing decays.
     *
     * @param weightDecay how fast weights shrink, per unit of learning rate and step, >= 0
     */
    record Adam(double weightDecay) implements UpdateRule {
        /**
         * Checks the range.
         *
         * @throws IllegalArgumentException if it is left
         */
        public Adam {
            if (!(weightDecay >= 0) || Double.isInfinite(weightDecay)) {
                throw new IllegalArgumentException("weightDecay must be >= 0 and finite: weightDecay=" + weightDecay);
            }
        }

        @Override
        public Optimiser begin(NetworkShape shape) {
            return new AdamW(shape, weightDecay);
        }
    }

    /**
     * {@link Sgd}.
     *
     * @param momentum the share of a velocity that is kept, [0, 1)
     */
    record Momentum(double momentum) implements UpdateRule {
        /**
         * Checks the range.
         *
         * @throws IllegalArgumentException if it is left
         */
        public Momentum {
            if (!(momentum >= 0 && momentum < 1)) {
                throw new IllegalArgumentException("momentum must be >= 0 and < 1: momentum=" + momentum);
            }
        }

        @Override
        public Optimiser begin(NetworkShape shape) {
            return new Sgd(shape, momentum);
        }
    }
}
