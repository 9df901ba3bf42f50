package io.rillcast.app;

import io.rillcast.evaluation.SeriesEvaluation;
import io.rillcast.forecast.ExpertQuantiles;
import io.rillcast.forecast.ForecastModel;
import io.rillcast.forecast.QuantileFunction;
import io.rillcast.forecast.Reading;
import io.rillcast.forecast.SkipReason;
import io.rillcast.serde.ForecastRow;
import io.rillcast.training.Replay;
import io.rillcast.training.TrainingRecord.Decision;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.BooleanSupplier;

/** Listens to a replay and evaluates it; mutable, owned by one thread. */
final class Backtest implements Replay.Listener {
    private final BacktestPlan plan;
    private final SeriesCounts counts;
    private final Output output;
    private final QuantileFunction function;
    private final ExpertQuantiles experts;
    private final Map<String, SeriesTrack> tracks = new TreeMap<>();
    private final Map<SkipReason, Long> skipped = new EnumMap<>(SkipReason.class);
    private final Map<Decision, Long> trainings = new EnumMap<>(Decision.class);

    /** Where what is made goes. */
    interface Output {
        /** A forecast and what came. */
        void forecast(ForecastRow row) throws IOException;

        /** A model that was promoted. */
        void model(ForecastModel model) throws IOException;
    }

    /** Keeps nothing. */
    static final class Nowhere implements Output {
        @Override
        public void forecast(ForecastRow row) {}

        @Override
        public void model(ForecastModel model) {}
    }

    Backtest(BacktestPlan plan, SeriesCounts counts, Output output) {
        this.plan = plan;
        this.counts = counts;
        this.output = output;
        this.function = new QuantileFunction(plan.forecast().levels());
        this.experts =
                new ExpertQuantiles(plan.forecast().levels(), plan.forecast().support());
    }

    /** A replay to be listened to that trains as it goes. */
    Replay training(BooleanSupplier stop) {
        return Replay.training(plan.training(), plan.schedule(), plan.groups()::groupOf, this, stop);
    }

    /** A replay to be listened to that follows. */
    Replay following(Replay.Archive models, Replay.Versions versions) {
        return Replay.following(plan.training(), plan.groups()::groupOf, models, versions, this);
    }

    @Override
    public void advanced(Replay.Advance advance) {
        String series = advance.reading().seriesId();
        SeriesTrack track = tracks.computeIfAbsent(series, this::track);
        write(track.add(advance, experts));
    }

    private SeriesTrack track(String series) {
        long testBegin = plan.test().begin(counts.readings(series));
        long seed = plan.training().seed() * 31 + series.hashCode();
        return new SeriesTrack(
                plan.groups().groupOf(series), testBegin, new SeriesEvaluation(testBegin, function, seed));
    }

    private void write(Optional<ForecastRow> row) {
        try {
            if (row.isPresent()) {
                output.forecast(row.get());
            }
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    @Override
    public void skipped(Reading reading, SkipReason reason) {
        skipped.merge(reason, 1L, Long::sum);
    }

    @Override
    public void trained(Replay.Training training) {
        trainings.merge(training.outcome().decision(), 1L, Long::sum);
        if (training.version() > 0) {
            try {
                output.model(training.serving().orElseThrow());
            } catch (IOException failed) {
                throw new UncheckedIOException(failed);
            }
        }
    }

    /** Settles the last reading of each series; to be called once, at the end. */
    void finish() {
        tracks.values().forEach(track -> write(track.settle()));
    }

    /** The plan. */
    BacktestPlan plan() {
        return plan;
    }

    /** The series by name, in order. */
    Map<String, SeriesTrack> tracks() {
        return tracks;
    }

    /** How many readings were not taken in, by why. */
    Map<SkipReason, Long> skipped() {
        return skipped;
    }

    /** How many trainings ended how. */
    Map<Decision, Long> trainings() {
        return trainings;
    }

    /** How many trainings ended. */
    long trainingsEnded() {
        return trainings.values().stream().mapToLong(Long::longValue).sum();
    }

    /** How many readings were taken in. */
    long readings() {
        return tracks.values().stream()
                .mapToLong(track -> track.evaluation().readings())
                .sum();
    }
}
