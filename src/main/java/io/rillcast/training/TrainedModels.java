package io.rillcast.training;

import io.rillcast.forecast.ForecastModel;
import io.rillcast.forecast.SeriesWindow;
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
 * <p>Of each group at most {@link TrainingSchedule#reservoirWindows()} windows are kept, and the models of its {@link
 * Lineage}.
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
        known.watch(window, newReadings);
        if (known.ledger.isTrainingDue(schedule, plan.forecast().window())) {
            known.train();
        }
    }

    /** One model group. */
    private final class Group {
        private final String name;
        private final Map<Long, ForecastModel> archive = new HashMap<>();
        private TrainingSample.Kept[] windows = new TrainingSample.Kept[8];
        private GroupLedger ledger = GroupLedger.NEW;
        private Optional<ForecastModel> incumbent = Optional.empty();

        Group(String name) {
            this.name = name;
        }

        void offer(SeriesWindow window, int newReadings) {
            int slot = ledger.nextSlot(
                    name,
                    schedule.reservoirWindows(),
                    at -> windows[at].window().seriesId().equals(window.seriesId()));
            if (slot >= windows.length) {
                windows = Arrays.copyOf(windows, Math.min(2 * slot, schedule.reservoirWindows()));
            }
            ledger = ledger.offered(slot, schedule.reservoirWindows(), newReadings);
            windows[slot] = new TrainingSample.Kept(window, ledger.readings());
        }

        void watch(SeriesWindow window, int newReadings) {
            if (incumbent.isEmpty()
                    || !ledger.isWatched(schedule, plan.forecast().window())) {
                return;
            }
            Optional<ForecastModel> before =
                    Optional.ofNullable(archive.get(ledger.probation().predecessor()));
            Watched.in(window, newReadings, plan.forecast(), incumbent.get(), before)
                    .ifPresent(watched -> ledger = ledger.watched(watched));
            if (ledger.probation().isFailed()) {
                rollBack(ledger.probation());
            }
        }

        private void rollBack(Probation failed) {
            long version = ledger.highestVersion() + 1;
            TrainingOutcome outcome = failed.rolledBack(ledger.lineage().incumbent(), version);
            ledger = ledger.rolledBack(failed.predecessor(), version);
            use(archive.get(failed.predecessor()).withVersion(version));
            listener.trained(new Replay.Training(name, ledger.readings(), 0, version, outcome, incumbent));
        }

        private void use(ForecastModel model) {
            incumbent = Optional.of(model);
            archive.put(model.version(), model);
            archive.keySet().retainAll(ledger.lineage().versions());
        }

        void train() {
            long seed = ledger.nextSeed(plan.seed(), name);
            List<TrainingSample.Kept> kept = Arrays.asList(windows).subList(0, ledger.kept());
            List<SeriesWindow> sample = TrainingSample.of(kept, ledger.drift().changedAt());
            TrainingOutcome trained = new Trainer(plan, name, seed).train(sample, incumbent, stop);
            TrainingOutcome outcome =
                    ledger.cause(schedule).map(trained::because).orElse(trained);
            ledger = ledger.trained(ledger.readings());
            long version = 0;
            if (outcome.candidate().isPresent()) {
                version = ledger.highestVersion() + 1;
                ledger = ledger.promoted(version);
                use(outcome.candidate().get().withVersion(version));
            }
            listener.trained(new Replay.Training(name, ledger.readings(), seed, version, outcome, incumbent));
        }
    }
}
