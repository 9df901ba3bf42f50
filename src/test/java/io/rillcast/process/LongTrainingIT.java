package io.rillcast.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A training that takes far longer than a stream thread may be away from the broker holds nothing up. */
@Timeout(900)
class LongTrainingIT {
    /** So often in the time of the training a thread that waited for it would have been missed. */
    private static final int INTERVALS = Workload.IS_FULL ? 12 : 3;
    /** Below it a stream thread that waits for a training loses its tasks. */
    private static final long MAX_POLL_INTERVAL_MS = Workload.IS_FULL ? 10_000 : 4_000;

    private static final Map<String, String> SETTINGS = Map.of(
            "training.cpu.share", "0.01",
            "training.steps", "100000",
            "training.batch", "64",
            "network.hidden", "128",
            "retrain.every.readings", "1000000",
            "consumer.max.poll.interval.ms", Long.toString(MAX_POLL_INTERVAL_MS));

    @TempDir
    private Path dir;

    @Test
    void causesNoRebalanceAndHoldsNoForecastUp() throws Exception {
        try (BrokerProcess broker = BrokerProcess.start(dir.resolve("broker"));
                RetrainingScene scene = new RetrainingScene(
                        Deployment.on(broker, dir, "long"), Workload.interleaved(6, 20_000), SETTINGS);
                RunningJvm jvm = RunningJvm.of(scene.service("a"))) {
            // More than the first training asks for, in one page: what comes then waits for a command.
            scene.serve(60);
            scene.startTraining(jvm);
            double rebalances = rebalances(jvm);
            long began = System.nanoTime();
            int pages = 0;
            while (System.nanoTime() - began < TimeUnit.MILLISECONDS.toNanos(INTERVALS * MAX_POLL_INTERVAL_MS)) {
                scene.serve(5);
                pages++;
                assertThat(jvm.isTraining()).as("the training is under way").isTrue();
            }
            assertThat(scene.trainingsEnded()).isZero();
            assertThat(rebalances(jvm)).isEqualTo(rebalances);
            assertThat(scene.service("a").lines()).noneMatch(line -> line.contains("poll timeout has expired"));
            System.out.println("pages forecast while it trained: " + pages + ", longest between two polls, ms: "
                    + jvm.largest("consumer-metrics", "time-between-poll-max") + ", rebalances before: " + rebalances);
            scene.requireSound(dir.resolve("long"));
        }
    }

    /** Those that ended and those that failed, of all stream threads. */
    private static double rebalances(RunningJvm jvm) {
        return jvm.sum("consumer-coordinator-metrics", "rebalance-total")
                + jvm.sum("consumer-coordinator-metrics", "failed-rebalance-total");
    }
}
