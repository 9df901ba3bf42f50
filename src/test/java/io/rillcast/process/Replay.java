package io.rillcast.process;

import io.rillcast.forecast.Admission;
import io.rillcast.forecast.Forecast;
import io.rillcast.forecast.ForecastModel;
import io.rillcast.forecast.ForecastPlan;
import io.rillcast.forecast.LastStep;
import io.rillcast.forecast.OnlineForecaster;
import io.rillcast.forecast.Reading;
import io.rillcast.forecast.SameTime;
import io.rillcast.forecast.SampleSeries;
import io.rillcast.forecast.Score;
import io.rillcast.forecast.SeriesState;
import io.rillcast.forecast.SeriesWindow;
import io.rillcast.forecast.Step;
import io.rillcast.serde.ForecastSerializer;
import io.rillcast.serde.SchemaRegistryClient;
import io.rillcast.serde.ScoreSerializer;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The outputs that readings must give, from the forecaster alone, in this process: no broker, no store, no restart; owned
 * by one test.
 */
public final class Replay {
    private final OnlineForecaster forecaster;
    private final SameTime sameTime;
    private final Deployment deployment;
    private final ForecastSerializer forecasts;
    private final ScoreSerializer scores;
    private final Models models;
    private final Map<String, Run> runs = new HashMap<>();
    private final Outputs outputs = new Outputs(new HashMap<>(), new HashMap<>());

    /**
     * The models that were used, and where.
     *
     * @param byVersion every version named below
     * @param versions of each series, the version behind each of its forecasts, 0 for none
     */
    public record Models(Map<Long, ForecastModel> byVersion, Map<String, List<Long>> versions) {
        /** No model at any time. */
        public static final Models NONE = new Models(Map.of(), Map.of());
    }

    /** Where one series stands, with all it has taken in. */
    private static final class Run {
        private final List<Reading> admitted = new ArrayList<>();
        private final List<short[]> hints = new ArrayList<>();
        private SeriesState state;

        Run(SeriesState state) {
            this.state = state;
        }

        SeriesWindow sinceCheckpoint() {
            return SampleSeries.window(state, admitted, hints);
        }
    }

    private Replay(Deployment deployment, SchemaRegistryClient registry, ForecastPlan plan, Models models) {
        this.forecaster = new OnlineForecaster(plan);
        this.sameTime = plan.sameTime();
        this.deployment = deployment;
        this.forecasts = new ForecastSerializer(registry);
        this.scores = new ScoreSerializer(registry);
        this.models = models;
    }

    /** The outputs as the deployment's topics would hold them. */
    public static Outputs of(Deployment deployment, ForecastPlan plan, Models models, List<Reading> readings) {
        try (SchemaRegistryClient registry = deployment.registry()) {
            Replay replay = new Replay(deployment, registry, plan, models);
            readings.forEach(replay::take);
            return replay.outputs;
        }
    }

    private void take(Reading reading) {
        String series = reading.seriesId();
        Run run = runs.computeIfAbsent(series, name -> new Run(forecaster.empty()));
        Admission admission = forecaster.admit(run.state, reading);
        if (admission.refusal().isPresent()) {
            return;
        }
        if (admission.revision() > 0) {
            run.admitted.remove(run.admitted.size() - 1);
            run.hints.remove(run.hints.size() - 1);
        }
        run.state = admission.state();
        Optional<ForecastModel> model = Optional.ofNullable(models.byVersion().get(version(run, series)));
        if (model.isPresent() && model.get().version() != run.state.modelVersion()) {
            run.state = forecaster.rebuild(model.get(), run.state, run.sinceCheckpoint());
        }
        if (forecaster.step("all", model, run.state, admission.reading()) instanceof Step.Advanced step) {
            run.state = LastStep.kept(sameTime, run.state, step.state());
            run.admitted.add(admission.reading());
            run.hints.add(step.hints());
            keep(step.forecast());
            step.score().ifPresent(this::keep);
        }
    }

    private long version(Run run, String series) {
        List<Long> versions = models.versions().getOrDefault(series, List.of());
        return run.admitted.size() < versions.size() ? versions.get(run.admitted.size()) : 0;
    }

    private void keep(Forecast forecast) {
        byte[] bytes = forecasts.serialize(deployment.topic("forecasts"), forecast);
        add(outputs.forecasts(), forecast.origin().seriesId(), bytes);
    }

    private void keep(Score score) {
        add(outputs.scores(), score.seriesId(), scores.serialize(deployment.topic("scores"), score));
    }

    private static void add(Map<String, List<ByteBuffer>> bySeries, String series, byte[] bytes) {
        bySeries.computeIfAbsent(series, name -> new ArrayList<>()).add(ByteBuffer.wrap(bytes));
    }
}
