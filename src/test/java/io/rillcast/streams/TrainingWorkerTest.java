package io.rillcast.streams;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.rillcast.forecast.ForecastPlan;
import io.rillcast.forecast.Reading;
import io.rillcast.training.BpttPlan;
import io.rillcast.training.OneCycle;
import io.rillcast.training.OptimiserPlan;
import io.rillcast.training.TrainingPlan;
import io.rillcast.training.TrainingRecord;
import io.rillcast.training.TrainingSchedule;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(120)
class TrainingWorkerTest {
    private static final int NEVER_ENDING = 1_000_000;
    private static final TrainingSchedule WHOLE_PROCESSOR = new TrainingSchedule(5000, 64, 1, 600);

    private static TrainingPlan plan(int steps) {
        OptimiserPlan optimiser = new OptimiserPlan(new OneCycle(3e-3, steps), 1e-2, 1.0);
        // One that never ends is so large that it does not come to stop early within a test's time either.
        int hidden = steps == NEVER_ENDING ? 256 : 8;
        return new TrainingPlan(
                ForecastPlan.DEFAULT, new TrainingPlan.Size(hidden, 1), new BpttPlan(32, 8, optimiser), 1, 0);
    }

    /** Windows of one series, as the reservoir gives them. */
    private static TrainingJob.Order order() {
        Random noise = new Random(7);
        SeriesTape tape = new SeriesTape(ForecastPlan.DEFAULT);
        List<byte[]> windows = new ArrayList<>();
        for (int i = 1; i <= 1400; i++) {
            tape.step(new Reading("pump", i * 3_600_000L, 20 + Math.sin(i / 4.0) + 0.1 * noise.nextGaussian()));
            if (i % 48 == 0) {
                windows.add(TrainingInputSerde.encode(new TrainingInput.Window(48, tape.sinceOlderCheckpoint())));
            }
        }
        return new TrainingJob.Order("all", windows, 0, Optional.empty(), 3);
    }

    private static long cpuNanosOfTrainer() {
        return java.util.Arrays.stream(ManagementFactory.getThreadMXBean()
                        .getThreadInfo(ManagementFactory.getThreadMXBean().getAllThreadIds()))
                .filter(info -> info != null && info.getThreadName().equals("rillcast-trainer"))
                .mapToLong(info -> ManagementFactory.getThreadMXBean().getThreadCpuTime(info.getThreadId()))
                .max()
                .orElse(0);
    }

    @Test
    void keepsToItsShareOfAProcessor() throws Exception {
        try (TrainingWorker worker = new TrainingWorker(plan(60), new TrainingSchedule(5000, 64, 0.2, 600))) {
            TrainingJob.Result result = worker.submit(order()).get(100, SECONDS);

            assertThat(result.outcome().steps()).isPositive();
            assertThat(result.outcome().losses().candidate()).isNotNaN();
            // Whatever it does, it asks every few milliseconds: what is above the share is the work since the last
            // question.
            assertThat(result.cpuMs()).isPositive().isLessThan((long) (0.2 * result.tookMs()) + 100);
        }
    }

    @Test
    void givesTheSameCandidateAtAnyShare() throws Exception {
        try (TrainingWorker slow = new TrainingWorker(plan(20), new TrainingSchedule(5000, 64, 0.3, 600));
                TrainingWorker fast = new TrainingWorker(plan(20), WHOLE_PROCESSOR)) {
            TrainingJob.Result slowly = slow.submit(order()).get(100, SECONDS);
            TrainingJob.Result quickly = fast.submit(order()).get(100, SECONDS);

            assertThat(slowly.outcome().losses()).isEqualTo(quickly.outcome().losses());
        }
    }

    @Test
    void givesUpWhatIsUnderWayWhenClosed() throws Exception {
        TrainingWorker worker = new TrainingWorker(plan(NEVER_ENDING), WHOLE_PROCESSOR);
        Future<TrainingJob.Result> training = worker.submit(order());
        await().until(() -> cpuNanosOfTrainer() > 50_000_000);

        worker.close();

        assertThat(training.get(30, SECONDS).outcome().decision()).isEqualTo(TrainingRecord.Decision.ABORTED);
        assertThatThrownBy(() -> worker.submit(order())).isInstanceOf(RejectedExecutionException.class);
    }

    @Test
    void givesUpATrainingThatTakesTooLong() throws Exception {
        try (TrainingWorker worker = new TrainingWorker(plan(NEVER_ENDING), new TrainingSchedule(5000, 64, 1, 1))) {
            TrainingJob.Result result = worker.submit(order()).get(60, SECONDS);

            assertThat(result.outcome().decision()).isEqualTo(TrainingRecord.Decision.ABORTED);
            assertThat(result.outcome().candidate()).isEmpty();
        }
    }
}
