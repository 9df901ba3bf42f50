package io.rillcast.app;

import io.rillcast.forecast.OnlineForecaster;
import io.rillcast.forecast.Reading;
import io.rillcast.serde.BadLine;
import io.rillcast.training.Replay;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.Optional;

/** Runs a backtest over sorted readings; owned by one thread. */
final class BacktestRun {
    private final BacktestPlan plan;
    private final Optional<Followed> followed;
    private final StopSignal stop;

    /**
     * A run.
     *
     * @param followed what stands in place of trainings
     * @param stop ends it before its time, as a failure
     */
    BacktestRun(BacktestPlan plan, Optional<Followed> followed, StopSignal stop) {
        this.plan = plan;
        this.followed = followed;
        this.stop = stop;
    }

    /**
     * What is followed in place of trainings.
     *
     * @param models that were in use
     * @param versions when
     */
    record Followed(ModelDirectory models, FollowedVersions versions) {
        /** Opens a directory of models, or the directory of a run that wrote them, and a file of forecasts. */
        static Followed open(Path models, Path forecasts, BacktestPlan plan) throws IOException, BadLine {
            OnlineForecaster forecaster = new OnlineForecaster(plan.forecast());
            Path within = models.resolve("models");
            return new Followed(
                    ModelDirectory.open(Files.isDirectory(within) ? within : models, forecaster::fits),
                    FollowedVersions.read(forecasts));
        }
    }

    /** Goes through all readings twice: counts those of each series, then forecasts them. */
    Backtest over(ReadingSort readings, Backtest.Output output) throws IOException {
        SeriesCounts counts = SeriesCounts.of(readings.inOrder(), plan.forecast());
        Backtest backtest = new Backtest(plan, counts, output);
        Replay replay = followed.isPresent()
                ? backtest.following(followed.get().models(), followed.get().versions())
                : backtest.training(stop::isRequested);
        Iterator<Reading> inOrder = readings.inOrder();
        try (Progress progress = Progress.start(new Progress.Task("forecasting", "readings", readings.count()))) {
            long trainings = 0;
            while (inOrder.hasNext() && !stop.isRequested()) {
                replay.accept(inOrder.next());
                progress.advance(1);
                if (backtest.trainingsEnded() > trainings) {
                    trainings = backtest.trainingsEnded();
                    progress.note("trainings: " + trainings);
                }
            }
        }
        requireNotStopped(stop);
        backtest.finish();
        return backtest;
    }

    /** Ends the command if the process was told to stop. */
    static void requireNotStopped(StopSignal stop) {
        if (stop.isRequested()) {
            throw new CommandFailure("a backtest must go on to the end of the files: told to stop");
        }
    }
}
