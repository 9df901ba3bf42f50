package io.rillcast.app;

import io.rillcast.evaluation.SeriesEvaluation;
import io.rillcast.forecast.ExpertQuantiles;
import io.rillcast.forecast.Forecast;
import io.rillcast.forecast.Reading;
import io.rillcast.serde.ForecastRow;
import io.rillcast.training.Replay;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * One series of a backtest: joins each forecast with the reading that it was for. Mutable, owned by one thread.
 *
 * <p>A reading is settled when the next one comes, or at the end: until then another of the same time may take its place.
 */
final class SeriesTrack {
    /** The name under which the forecast itself is evaluated, beside the experts. */
    static final String FORECAST = "forecast";

    private final String group;
    private final long testBegin;
    private final SeriesEvaluation evaluation;
    private Optional<Made> settled = Optional.empty();
    private Optional<Made> latest = Optional.empty();
    private long modelVersion;

    /**
     * What was made of a reading.
     *
     * @param forecast for the next one
     * @param experts what each expert said of the next one; nothing before the test part
     */
    private record Made(Reading reading, Forecast forecast, Map<String, double[]> experts) {}

    SeriesTrack(String group, long testBegin, SeriesEvaluation evaluation) {
        this.group = group;
        this.testBegin = testBegin;
        this.evaluation = evaluation;
    }

    /** Takes what came of a reading; the line of the reading before, once that is settled and had a forecast. */
    Optional<ForecastRow> add(Replay.Advance advance, ExpertQuantiles experts) {
        Optional<ForecastRow> row = advance.revision() == 0 ? settle() : Optional.empty();
        boolean isNextTested = advance.number() + 1 >= testBegin;
        latest = Optional.of(new Made(
                advance.reading(),
                advance.step().forecast(),
                isNextTested ? experts.of(advance.step().state()) : Map.of()));
        return row;
    }

    /** Settles the last reading; its line, if it had a forecast. */
    Optional<ForecastRow> settle() {
        if (latest.isEmpty()) {
            return Optional.empty();
        }
        Reading reading = latest.get().reading();
        Map<String, double[]> forecasts = new LinkedHashMap<>();
        settled.filter(made -> evaluation.isTested()).ifPresent(made -> {
            forecasts.put(FORECAST, made.forecast().quantiles());
            forecasts.putAll(made.experts());
        });
        evaluation.add(reading.value(), forecasts);
        Optional<ForecastRow> row =
                settled.map(made -> ForecastRow.of(made.forecast(), reading.timestampMs(), reading.value()));
        modelVersion =
                settled.map(made -> made.forecast().origin().modelVersion()).orElse(0L);
        settled = latest;
        latest = Optional.empty();
        return row;
    }

    /** Its model group. */
    String group() {
        return group;
    }

    /** How good its forecasts were. */
    SeriesEvaluation evaluation() {
        return evaluation;
    }

    /** The version under which its last forecast was made, 0 for none. */
    long modelVersion() {
        return modelVersion;
    }
}
