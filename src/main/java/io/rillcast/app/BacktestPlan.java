package io.rillcast.app;

import io.rillcast.evaluation.TestPart;
import io.rillcast.forecast.ForecastPlan;
import io.rillcast.streams.GroupRule;
import io.rillcast.training.TrainingPlan;
import io.rillcast.training.TrainingSchedule;

/**
 * What a backtest is made of.
 *
 * @param training how networks are trained, and with it how series are forecast
 * @param schedule when they are trained
 * @param groups which series share a model
 * @param test which readings are tested on
 */
record BacktestPlan(TrainingPlan training, TrainingSchedule schedule, GroupRule groups, TestPart test) {
    /** How series are forecast. */
    ForecastPlan forecast() {
        return training.forecast();
    }
}
