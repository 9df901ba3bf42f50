package io.rillcast.forecast;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * What an operator may choose about forecasting one series.
 *
 * @param levels the levels at which quantiles are forecast
 * @param window W: a checkpoint is kept every W readings, and hidden states are rebuilt from W to 2W of them
 * @param support which values the series can take
 * @param sameTime what several readings in one millisecond are
 * @param covariates which of them are looked at
 * @param seasons which seasons a series is taken to have
 * @param blend whether the network is blended with experts beside it, or forecasts alone
 */
public record ForecastPlan(
        QuantileLevels levels,
        int window,
        Support support,
        SameTime sameTime,
        CovariateNames covariates,
        Seasons seasons,
        boolean blend) {
    /** Everything at its default. */
    public static final ForecastPlan DEFAULT = new ForecastPlan(QuantileLevels.DEFAULT, 96, Support.AUTO);

    /**
     * Checks the plan.
     *
     * @throws IllegalArgumentException if the window is out of range
     */
    public ForecastPlan {
        Objects.requireNonNull(levels, "levels");
        Objects.requireNonNull(support, "support");
        Objects.requireNonNull(sameTime, "sameTime");
        Objects.requireNonNull(covariates, "covariates");
        Objects.requireNonNull(seasons, "seasons");
        if (window < 8 || window > 4096) {
            throw new IllegalArgumentException("training.window must be between 8 and 4096: window=" + window);
        }
    }

    /** A plan in which seasons are found and the network is blended with experts. */
    public ForecastPlan(
            QuantileLevels levels, int window, Support support, SameTime sameTime, CovariateNames covariates) {
        this(levels, window, support, sameTime, covariates, Seasons.AUTO, true);
    }

    /** A plan without covariates in which a second reading in one millisecond is a correction. */
    public ForecastPlan(QuantileLevels levels, int window, Support support) {
        this(levels, window, support, SameTime.CORRECT, CovariateNames.NONE);
    }

    /** A plan without covariates. */
    public ForecastPlan(QuantileLevels levels, int window, Support support, SameTime sameTime) {
        this(levels, window, support, sameTime, CovariateNames.NONE);
    }

    /** A plan in which a second reading in one millisecond is a correction. */
    public ForecastPlan(QuantileLevels levels, int window, Support support, CovariateNames covariates) {
        this(levels, window, support, SameTime.CORRECT, covariates);
    }

    /** The same plan with other seasons. */
    public ForecastPlan withSeasons(Seasons others) {
        return new ForecastPlan(levels, window, support, sameTime, covariates, others, blend);
    }

    /** The same plan with or without experts beside the network. */
    public ForecastPlan withBlend(boolean other) {
        return new ForecastPlan(levels, window, support, sameTime, covariates, seasons, other);
    }

    /** The names of the inputs that models are trained on, in order; stored with every model: String[D]. */
    public List<String> features() {
        List<String> features = new ArrayList<>(inputs());
        if (!blend) {
            features.removeAll(Hints.NAMES);
        }
        return List.copyOf(features);
    }

    /** The names of all inputs in the order in which they are made, those of experts that are not there among them. */
    List<String> inputs() {
        List<String> inputs = new ArrayList<>(FeatureEncoder.NAMES);
        inputs.addAll(Hints.NAMES);
        inputs.addAll(covariates.features());
        return List.copyOf(inputs);
    }
}
