package io.rillcast.process;

import static org.assertj.core.api.Assertions.assertThat;

import io.rillcast.training.ModelCommand;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Trainings and swaps by the dozen in traffic: each reading is forecast once, by one version, and memory stays flat. */
@Timeout(900)
class ManyTrainingsIT {
    private static final int TRAININGS = Workload.IS_FULL ? 100 : 12;
    /** From here on the code is warm and every cache has what it will have. */
    private static final int SETTLED = TRAININGS / 10;

    /** Of a heap of some 40 MB: a single training's sequences, kept for each of a hundred, would be more. */
    private static final long MARGIN_BYTES = 8L << 20;

    @TempDir
    private static Path dir;

    private static BrokerProcess broker;

    @BeforeAll
    static void startBroker() {
        broker = BrokerProcess.start(dir.resolve("broker"));
    }

    @AfterAll
    static void stopBroker() {
        broker.close();
    }

    @Test
    void staysFlatAndUnmixedOverForcedTrainingsInTraffic() throws Exception {
        Deployment deployment = Deployment.on(broker, dir, "forced");
        Map<String, String> settings =
                Map.of("retrain.every.readings", "1000000", "statestore.cache.max.bytes", "1000000");
        try (RetrainingScene scene = new RetrainingScene(deployment, Workload.interleaved(6, 4000), settings);
                RunningJvm jvm = RunningJvm.of(scene.service("a"))) {
            scene.serveUntilTrained();
            int first = scene.trainingsEnded();
            long settled = 0;
            for (int training = 1; training <= TRAININGS; training++) {
                scene.command(ModelCommand.Action.TRAIN_NOW, 0);
                scene.publish(20);
                scene.awaitTrainings(first + training);
                if (training == SETTLED) {
                    settled = jvm.heapInUse();
                }
            }
            scene.awaitForecasts();
            long last = jvm.heapInUse();
            System.out.println("heap in use after training " + SETTLED + ": " + settled + " bytes, after training "
                    + TRAININGS + ": " + last);
            scene.requireSound(dir.resolve("forced"));
            assertThat(last).isLessThan(settled + MARGIN_BYTES);
        }
    }
}
