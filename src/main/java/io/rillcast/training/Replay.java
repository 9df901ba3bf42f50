package io.rillcast.training;

import io.rillcast.forecast.Admission;
import io.rillcast.forecast.ForecastModel;
import io.rillcast.forecast.LastStep;
import io.rillcast.forecast.OnlineForecaster;
import io.rillcast.forecast.Reading;
import io.rillcast.forecast.SameTime;
import io.rillcast.forecast.SeriesState;
import io.rillcast.forecast.SkipReason;
import io.rillcast.forecast.Step;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.UnaryOperator;

/**
 * The service without Kafka: readings in, forecasts, scores and trainings out, as the topology makes them and with equal
 * bits for the same readings under the same models. Mutable, owned by one thread.
 *
 * <p>Prequential: each reading is scored against the forecast that was made before it came, and only then learnt from.
 * A training takes no time here: its model is in use at each series' next reading. Kept are, by series, its state and
 * its last 2W readings; by group, its reservoir of windows.
 */
public final class Replay {
    private final OnlineForecaster forecaster;
    private final SameTime sameTime;
    private final UnaryOperator<String> groups;
    private final int window;
    private final Listener listener;
    private final ReplayModels models;
    private final Map<String, Track> tracks = new HashMap<>();

    private Replay(TrainingPlan plan, UnaryOperator<String> groups, Listener listener, ReplayModels models) {
        this.forecaster = new OnlineForecaster(plan.forecast());
        this.sameTime = plan.forecast().sameTime();
        this.window = plan.forecast().window();
        this.groups = groups;
        this.listener = listener;
        this.models = models;
    }

    /**
     * A replay that trains as it goes; equal arguments and readings give equal bits.
     *
     * @param plan how series are forecast and networks trained
     * @param schedule when; its share of a processor and its seconds count for nothing here
     * @param groups the model group of a series
     * @param stop asked often while a training runs, which is given up where it says true
     */
    public static Replay training(
            TrainingPlan plan,
            TrainingSchedule schedule,
            UnaryOperator<String> groups,
            Listener listener,
            BooleanSupplier stop) {
        return new Replay(plan, groups, listener, new TrainedModels(plan, schedule, listener, stop));
    }

    /** A replay that trains nothing and uses the models of an archive where the versions say. */
    public static Replay following(
            TrainingPlan plan, UnaryOperator<String> groups, Archive archive, Versions versions, Listener listener) {
        return new Replay(plan, groups, listener, new FollowedModels(archive, versions));
    }

    /** What comes of a replay, in the order in which it does. */
    public interface Listener {
        /** A reading was taken in. */
        void advanced(Advance advance);

        /** A reading was not. */
        default void skipped(Reading reading, SkipReason reason) {}

        /** A training ended. */
        default void trained(Training training) {}
    }

    /**
     * A reading that was taken in.
     *
     * @param reading as it was taken in
     * @param number of it within its series, from 0
     * @param revision 0, or more where it took the place of an earlier one of the same number
     * @param step the forecast for the next reading, and the score of the one made for this
     */
    public record Advance(Reading reading, long number, int revision, Step.Advanced step) {}

    /**
     * A training that ended.
     *
     * @param group the model group
     * @param readings of the group when it began
     * @param seed of its random choices
     * @param version given to the candidate, 0 if it was not promoted
     * @param outcome its losses and why
     * @param serving what is in use from now on
     */
    public record Training(
            String group,
            long readings,
            long seed,
            long version,
            TrainingOutcome outcome,
            Optional<ForecastModel> serving) {}

    /** Models that were published. */
    public interface Archive {
        /** The model of a group that has this version. */
        ForecastModel model(String group, long version);
    }

    /** Which version was in use. */
    public interface Versions {
        /** The version under which a series' forecast was made from its number-th reading, from 0; 0 for none. */
        long versionAt(String seriesId, long number);
    }

    /** One series. */
    private final class Track {
        private final String seriesId;
        private final byte[] key;
        private final String group;
        private final SeriesHistory history = new SeriesHistory(window);
        private SeriesState state = forecaster.empty();

        Track(String seriesId) {
            this.seriesId = seriesId;
            this.key = seriesId.getBytes(StandardCharsets.UTF_8);
            this.group = groups.apply(seriesId);
        }
    }

    /** Takes the next reading; over all series they come in the order of time. */
    public void accept(Reading received) {
        Track track = tracks.computeIfAbsent(received.seriesId(), Track::new);
        Admission admission = forecaster.admit(track.state, forecaster.ofThisPlan(received));
        if (admission.refusal().isPresent()) {
            listener.skipped(received, admission.refusal().get());
            return;
        }
        Reading reading = admission.reading();
        long number = admission.state().readingsSeen();
        Optional<ForecastModel> model = models.serving(track.group, reading.seriesId(), number);
        SeriesState before = underModel(model, admission.state(), track);
        Step step = forecaster.step(track.group, model, before, reading);
        if (step instanceof Step.Skipped skipped) {
            listener.skipped(received, skipped.reason());
        } else if (step instanceof Step.Advanced advanced) {
            track.state = LastStep.kept(sameTime, before, advanced.state());
            track.history.put(number, reading, advanced.hints());
            listener.advanced(new Advance(reading, number, admission.revision(), advanced));
            if (admission.revision() == 0 && models.takesWindows()) {
                offerIfDue(track, advanced.state());
            }
        } else {
            throw new AssertionError(step);
        }
    }

    private SeriesState underModel(Optional<ForecastModel> model, SeriesState state, Track track) {
        if (model.isEmpty()) {
            return state.modelVersion() > 0 ? state.withoutModel() : state;
        }
        boolean isSame = model.get().version() == state.modelVersion();
        return isSame ? state : forecaster.rebuild(model.get(), state, track.history.since(track.seriesId, state));
    }

    private void offerIfDue(Track track, SeriesState state) {
        long readings = state.readingsSeen();
        if (GroupLedger.isWindowDue(track.key, readings, window)) {
            int newReadings = GroupLedger.newReadings(readings, window);
            models.offer(track.group, track.history.since(track.seriesId, state), newReadings);
        }
    }
}
