package io.rillcast.streams;

import io.rillcast.forecast.SeriesWindow;
import io.rillcast.training.Trainer;
import io.rillcast.training.TrainingOutcome;
import io.rillcast.training.TrainingPlan;
import io.rillcast.training.TrainingSample;
import io.rillcast.training.TrainingSchedule;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/**
 * The one thread of an instance that trains; the stream threads hand it orders and look for results.
 *
 * <p>It keeps to its share of a processor by its own processor time: whenever it is asked whether to stop it parks for
 * as long as it is ahead of its share. A thread's priority would mean nothing to Linux.
 */
final class TrainingWorker implements AutoCloseable {
    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

    private final TrainingPlan plan;
    private final TrainingSchedule schedule;
    private final AtomicBoolean closed = new AtomicBoolean();
    private final ExecutorService thread = Executors.newSingleThreadExecutor(task -> {
        Thread worker = new Thread(task, "rillcast-trainer");
        worker.setDaemon(true);
        return worker;
    });

    TrainingWorker(TrainingPlan plan, TrainingSchedule schedule) {
        this.plan = plan;
        this.schedule = schedule;
    }

    /** Begins a training as soon as the ones before it have ended. */
    Future<TrainingJob.Result> submit(TrainingJob.Order order) {
        return thread.submit(() -> train(order));
    }

    private TrainingJob.Result train(TrainingJob.Order order) {
        Pace pace = new Pace();
        List<TrainingSample.Kept> kept = new ArrayList<>();
        for (byte[] window : order.windows()) {
            if (pace.getAsBoolean()) {
                break;
            }
            kept.add(GroupReservoir.decode(window));
        }
        List<SeriesWindow> sample = TrainingSample.of(kept, order.changedAt());
        TrainingOutcome outcome = new Trainer(plan, order.group(), order.seed()).train(sample, order.incumbent(), pace);
        return new TrainingJob.Result(outcome, pace.tookNanos() / 1_000_000, pace.cpuNanos() / 1_000_000);
    }

    /** Gives up what is under way and takes no more orders. */
    @Override
    public void close() {
        closed.set(true);
        thread.shutdownNow();
    }

    /** Asked by the trainer whether to stop; owned by the worker's thread. */
    private final class Pace implements BooleanSupplier {
        private final long startedAt = System.nanoTime();
        private final long cpuAtStart = THREADS.getCurrentThreadCpuTime();

        @Override
        public boolean getAsBoolean() {
            long aheadNanos = (long) (cpuNanos() / schedule.cpuShare()) - tookNanos();
            if (aheadNanos > 1_000_000 && !closed.get()) {
                LockSupport.parkNanos(aheadNanos);
            }
            return closed.get()
                    || Thread.currentThread().isInterrupted()
                    || tookNanos() > TimeUnit.SECONDS.toNanos(schedule.maxSeconds());
        }

        private long tookNanos() {
            return System.nanoTime() - startedAt;
        }

        private long cpuNanos() {
            return THREADS.getCurrentThreadCpuTime() - cpuAtStart;
        }
    }
}
