package io.rillcast.streams;

import io.rillcast.forecast.Admission;
import io.rillcast.forecast.ForecastModel;
import io.rillcast.forecast.LastStep;
import io.rillcast.forecast.OnlineForecaster;
import io.rillcast.forecast.Reading;
import io.rillcast.forecast.SeriesState;
import io.rillcast.forecast.SkipReason;
import io.rillcast.forecast.Step;
import io.rillcast.serde.ReadingCodec;
import io.rillcast.training.GroupLedger;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.processor.PunctuationType;
import org.apache.kafka.streams.processor.api.FixedKeyProcessor;
import org.apache.kafka.streams.processor.api.FixedKeyProcessorContext;
import org.apache.kafka.streams.processor.api.FixedKeyRecord;
import org.apache.kafka.streams.state.ReadOnlyKeyValueStore;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Moves 2 and 9: loads a series' state, has it take one step, stores what came of it and sends it on. */
final class ForecastProcessor implements FixedKeyProcessor<byte[], byte[], Emission> {
    /** The store of states, by series. */
    static final String STATES = "series-state";
    /** The store of {@link HistoryRing}. */
    static final String HISTORY = "series-history";

    private static final Logger LOG = LoggerFactory.getLogger(ForecastProcessor.class);

    private final StreamPlan plan;
    private final ModelTable models;
    private final OnlineForecaster forecaster;
    private final ServiceMeters meters;
    private FixedKeyProcessorContext<byte[], Emission> context;
    private SeriesStore store;
    private IdleSeries idle;
    private ReadOnlyKeyValueStore<Bytes, byte[]> modelStore;
    private HistoryRing history;
    private ForecastMetrics metrics;
    private final Set<String> ended = new LinkedHashSet<>();
    private boolean isOfOtherLevelsSaid;

    ForecastProcessor(StreamPlan plan, ModelTable models, ServiceMeters meters) {
        this.plan = plan;
        this.meters = meters;
        this.models = models;
        this.forecaster = new OnlineForecaster(plan.training().forecast());
    }

    @Override
    public void init(FixedKeyProcessorContext<byte[], Emission> processorContext) {
        context = processorContext;
        // A task that is revived after its transaction was aborted never forgot them.
        ended.clear();
        modelStore = context.getStateStore(ModelTable.STORE);
        history = new HistoryRing(context.getStateStore(HISTORY), plan.historyReadings());
        requireHistory();
        String task = context.taskId().toString();
        metrics = new ForecastMetrics(context.metrics(), task, "forecast", meters);
        store = new SeriesStore(context.getStateStore(STATES), history, task);
        idle = new IdleSeries(plan.seriesIdleMs(), store, context.currentSystemTimeMs(), this::forgotten);
        if (idle.isOn()) {
            context.schedule(Duration.ofMillis(IdleSeries.TICK_MS), PunctuationType.WALL_CLOCK_TIME, idle::tick);
        }
    }

    private void requireHistory() {
        int window = plan.training().forecast().window();
        if (history.slots() < 2 * window) {
            throw new IllegalStateException("the history kept must be at least twice training.window: kept="
                    + history.slots() + ", training.window=" + window
                    + "; set a smaller training.window, or start under another application.id");
        }
        if (history.slots() != plan.historyReadings()) {
            LOG.warn(
                    "history stays as long as it was made, until the application is reset: history.readings={},"
                            + " kept={}",
                    plan.historyReadings(),
                    history.slots());
        }
    }

    @Override
    public void process(FixedKeyRecord<byte[], byte[]> record) {
        if (record.value() == null) {
            end(record.key());
        } else {
            step(record);
        }
        ended.forEach(
                group -> context.forward(record.withValue(new Emission.WindowDue(group, new TrainingInput.Ended()))));
        ended.clear();
    }

    private void step(FixedKeyRecord<byte[], byte[]> record) {
        String series = new String(record.key(), StandardCharsets.UTF_8);
        Reading received = forecaster.ofThisPlan(ReadingCodec.decode(series, record.value()));
        Optional<SeriesState> kept =
                store.state(record.key()).map(this::ofTheseLevels).map(forecaster::ofThisPlan);
        Admission admission = forecaster.admit(kept.orElseGet(forecaster::empty), received);
        if (admission.refusal().isPresent()) {
            metrics.skipped(admission.refusal().get());
            return;
        }
        Reading reading = admission.reading();
        SeriesState state = admission.state();
        String group = plan.groups().groupOf(reading.seriesId());
        if (!state.isOfGroup(group)) {
            state = state.withoutModel();
        }
        ModelTable.Known known = models.known(group, modelStore);
        if (known.newestVersion() < state.modelVersion()) {
            models.await(group, state.modelVersion(), modelStore);
            known = models.known(group, modelStore);
        }
        Optional<ForecastModel> model = known.serving();
        if (model.isEmpty() && state.modelVersion() > 0) {
            state = state.withoutModel();
        }
        if (model.isPresent() && model.get().version() != state.modelVersion()) {
            state = forecaster.rebuild(model.get(), state, history.since(record.key(), reading.seriesId(), state));
            metrics.rebuilt();
        }
        Step step = forecaster.step(group, model, state, reading);
        if (step instanceof Step.Skipped skipped) {
            metrics.skipped(skipped.reason());
        } else if (step instanceof Step.Advanced advanced) {
            SeriesState next = LastStep.kept(plan.training().forecast().sameTime(), state, advanced.state());
            store.put(record.key(), idle.arrived(next), reading, advanced.hints(), kept.isEmpty());
            send(record, group, advanced, admission.revision() == 0);
        } else {
            throw new AssertionError(step);
        }
    }

    private void end(byte[] series) {
        Optional<SeriesState> state = store.state(series);
        if (state.isEmpty()) {
            metrics.skipped(SkipReason.NO_SUCH_SERIES);
            return;
        }
        store.forget(Bytes.wrap(series), state.get());
        forgotten(Bytes.wrap(series));
    }

    /** Where the series was a group by itself, the group's task is told with the next record of this task. */
    private void forgotten(Bytes series) {
        metrics.forgotten();
        if (plan.groups().kind() == GroupRule.Kind.SERIES) {
            ended.add(new String(series.get(), StandardCharsets.UTF_8));
        }
    }

    private SeriesState ofTheseLevels(SeriesState kept) {
        SeriesState state = forecaster.ofTheseLevels(kept);
        if (state != kept && !isOfOtherLevelsSaid) {
            isOfOtherLevelsSaid = true;
            LOG.warn(
                    "states were made under other quantile levels, their series are forecast by the last value until a"
                            + " model is trained for these: task={}, quantile.levels={}",
                    context.taskId(),
                    plan.training().forecast().levels());
        }
        return state;
    }

    private void send(FixedKeyRecord<byte[], byte[]> record, String group, Step.Advanced step, boolean isNew) {
        context.forward(record.withValue(new Emission.Forecasted(step.forecast())));
        step.score().ifPresent(score -> {
            context.forward(record.withValue(new Emission.Scored(score)));
            meters.score(score);
        });
        meters.forecast(context.currentSystemTimeMs() - record.timestamp());
        if (!isNew) {
            metrics.revised();
            return;
        }
        metrics.admitted();
        SeriesState state = step.state();
        int window = plan.training().forecast().window();
        if (plan.schedule().isOn() && GroupLedger.isWindowDue(record.key(), state.readingsSeen(), window)) {
            int newReadings = GroupLedger.newReadings(state.readingsSeen(), window);
            String seriesId = step.forecast().origin().seriesId();
            TrainingInput input = new TrainingInput.Window(newReadings, history.since(record.key(), seriesId, state));
            context.forward(record.withValue(new Emission.WindowDue(group, input)));
        }
    }
}
