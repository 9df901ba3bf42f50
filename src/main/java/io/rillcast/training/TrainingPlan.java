package io.rillcast.training;

import io.rillcast.forecast.ForecastPlan;
import io.rillcast.rnn.CellKind;
import io.rillcast.rnn.NetworkShape;
import io.rillcast.rnn.RecurrentShape;

/**
 * What an operator may choose about training a group's network.
 *
 * @param forecast levels, window and support: as served
 * @param size of the network
 * @param descent how its loss is brought down
 * @param seed of every random choice, together with the group and the number of the training
 * @param promotionMargin share by which a candidate's loss must be below the incumbent's, 0 for any
 */
public record TrainingPlan(ForecastPlan forecast, Size size, BpttPlan descent, long seed, double promotionMargin) {
    /** Everything at its default. */
    public static final TrainingPlan DEFAULT =
            new TrainingPlan(ForecastPlan.DEFAULT, Size.DEFAULT, BpttPlan.DEFAULT, 1, 0);

    /**
     * Checks the plan.
     *
     * @throws IllegalArgumentException if the margin is out of range
     */
    public TrainingPlan {
        if (!(promotionMargin >= 0 && promotionMargin < 1)) {
            throw new IllegalArgumentException(
                    "promotion.margin must be at least 0 and below 1: promotionMargin=" + promotionMargin);
        }
    }

    /**
     * The cell and the size of the network.
     *
     * @param cell the recurrent unit
     * @param hidden units of each layer
     * @param layers stacked layers
     */
    public record Size(CellKind cell, int hidden, int layers) {
        /** A GRU of 32 units, one layer. */
        public static final Size DEFAULT = new Size(32, 1);

        /** A GRU of this size. */
        public Size(int hidden, int layers) {
            this(CellKind.GRU, hidden, layers);
        }

        /** The forecaster's network: one direction, with a skip connection. */
        public NetworkShape shape(int inputs, int outputs) {
            return new NetworkShape(new RecurrentShape(cell, inputs, hidden, layers, false), outputs, true);
        }
    }
}
