package io.rillcast.training;

import io.rillcast.forecast.ForecastModel;
import io.rillcast.forecast.SeriesWindow;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/**
 * Models trained in the course of a replay, on schedule, each in use from the reading after. Mutable, owned by one
 * replay.
 *
 * <p>Of each group at most {@link TrainingSchedule#reservoirWindows()} windows are kept.
 */
final class TrainedModels implements ReplayModels {
    private final TrainingPlan plan;
    private final TrainingSchedule schedule;
    private final Replay.Listener listener;
    private final BooleanSupplier stop;
    private final Map<String, Group> groups = new HashMap<>();

    TrainedModels(TrainingPlan plan, TrainingSchedule schedule, Replay.Listener listener, BooleanSupplier stop) {
        this.plan = plan;
        this.schedule = schedule;
        this.listener = listener;
        this.stop = stop;
    }

    @Override
    public Optional<ForecastModel> serving(String group, String seriesId, long number) {
        Group known = groups.get(group);
        return known == null ? Optional.empty() : known.incumbent;
    }

    @Override
    public boolean takesWindows() {
        return schedule.isOn();
    }

    @Override
    public void offer(String group, SeriesWindow window, int newReadings) {
        Group known = groups.computeIfAbsent(group, Group::new);
        known.offer(window, newReadings);
        if (schedule.isDue(known.ledger.readings(), known.ledger.atLastTraining())) {
            known.train();
        }
    }

    /** One model group. */
    private final class Group {
        private final String name;
        private SeriesWindow[] windows = new SeriesWindow[8];
        private GroupLedger ledger = GroupLedger.NEW;
        private Optional<ForecastModel> incumbent = Optional.empty();

        Group(String name) {
            this.name = name;
        }

        void offer(SeriesWindow window, int newReadings) {
            int slot = ledger.nextSlot(name, schedule.reservoirWindows());
            if (slot >= windows.length) {
                windows = Arrays.copyOf(windows, Math.min(2 * slot, schedule.reservoirWindows()));
            }
            windows[slot] = window;
            ledger = ledger.offered(slot, schedule.reservoirWindows(), newReadings);
        }

        void train() {
            long seed = ledger.nextSeed(plan.seed(), name);
            List<SeriesWindow> kept = new ArrayList<>(Arrays.asList(windows).subList(0, ledger.kept()));
            TrainingOutcome outcome = new Trainer(plan, name, seed).train(kept, incumbent, stop);
            ledger = ledger.trained(ledger.readings());
            long version = 0;
            if (outcome.candidate().isPresent()) {
                version = ledger.highestVersion() + 1;
                ledger = ledger.published(version);
                incumbent = Optional.of(outcome.candidate().get().withVersion(version));
            }
            listener.trained(new Replay.Training(name, ledger.readings(), seed, version, outcome, incumbent));
        }
    }
}
