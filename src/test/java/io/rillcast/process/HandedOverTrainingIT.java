package io.rillcast.process;

import static org.assertj.core.api.Assertions.assertThat;

import io.rillcast.forecast.Reading;
import io.rillcast.training.ModelCommand;
import io.rillcast.training.TrainingRecord;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Trainings of one application on two instances, of which one hangs or dies: the other goes on, and only one publishes. */
@Timeout(900)
class HandedOverTrainingIT {
    private static final int ROUNDS = Workload.IS_FULL ? 6 : 1;
    private static final int GROUPS = 100;
    private static final Pattern ENDED = Pattern.compile("training ended: group=([^,]+),");

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
    void fencesAZombieByItsTransaction() throws Exception {
        Deployment deployment = Deployment.on(broker, dir, "zombie");
        Map<String, String> settings =
                Map.of("training.cpu.share", "0.01", "commit.interval.ms", "500", "retrain.every.readings", "1000000");
        try (RetrainingScene scene = new RetrainingScene(deployment, Workload.interleaved(6, 4000), settings)) {
            scene.serveUntilTrained();
            scene.start("b");
            scene.serve(20);
            for (int round = 0; round < ROUNDS; round++) {
                becomeZombie(scene, round % 3);
            }
            scene.requireSound(dir.resolve("zombie"));
        }
    }

    /** The instance that trains hangs, the other takes its place and publishes, then the first goes on. */
    private static void becomeZombie(RetrainingScene scene, int kind) {
        String hung;
        try (RunningJvm a = RunningJvm.of(scene.service("a"));
                RunningJvm b = RunningJvm.of(scene.service("b"))) {
            RunningJvm trainer = scene.startTraining(a, b);
            int before = scene.trainingsEnded();
            hung = trainer == a ? "a" : "b";
            awaitMoment(scene, kind, trainer);
            scene.service(hung).freeze();
            scene.publish(20);
            scene.awaitTrainings(before + 1);
            scene.swap();
            long published = scene.newestVersion();
            scene.service(hung).thaw();
            scene.serve(20);
            RunningJvm thawed = trainer;
            scene.await(() -> thawed.sum("consumer-coordinator-metrics", "assigned-partitions") > 0);
            assertThat(scene.newestVersion()).isEqualTo(published);
        }
        if (Workload.IS_FULL) {
            requireServes(scene, hung);
        }
    }

    /**
     * The moment of a kind: it has published, in a transaction that is open; or the trainer is done, and nothing is sent;
     * or it trains.
     */
    private static void awaitMoment(RetrainingScene scene, int kind, RunningJvm trainer) {
        long written = scene.reader().written("trainings");
        if (kind == 0) {
            RetrainingScene.watch(() -> scene.reader().written("trainings") > written);
        } else if (kind == 1) {
            RetrainingScene.watch(() -> !trainer.isTraining());
        }
    }

    /** One that comes back from a hang takes part again: left alone it does all the work, and the other comes back too. */
    private static void requireServes(RetrainingScene scene, String instance) {
        ServiceProcess other = scene.service(instance.equals("a") ? "b" : "a");
        assertThat(other.stop()).isZero();
        scene.serve(20);
        assertThat(scene.service(instance).isAlive()).isTrue();
        other.restart();
        scene.serve(20);
    }

    @Test
    void spreadsGroupsOverInstancesAndMovesThemFromOneThatDies() throws Exception {
        Deployment deployment = Deployment.on(broker, dir, "groups");
        Map<String, String> settings = Map.of(
                "model.group",
                "prefix:/",
                "training.steps",
                "25",
                "topics.partitions",
                "4",
                "training.reservoir.windows",
                "16");
        try (RetrainingScene scene = new RetrainingScene(deployment, readingsOfGroups(), settings)) {
            ServiceProcess first = scene.service("a");
            ServiceProcess second = scene.start("b");
            scene.serve(300);
            scene.await(() -> trained(first).size() + trained(second).size() >= GROUPS);
            Set<String> ofFirst = trained(first);
            Set<String> ofSecond = trained(second);
            System.out.println(
                    "groups trained by the first: " + ofFirst.size() + ", by the second: " + ofSecond.size());
            assertThat(ofFirst).isNotEmpty();
            assertThat(ofSecond).isNotEmpty();

            second.kill9();
            ofSecond.forEach(group -> scene.command(group, ModelCommand.Action.TRAIN_NOW, 0));
            scene.serve(20);

            scene.await(() -> trained(first).containsAll(ofSecond));
            assertThat(scene.trainings().stream().map(TrainingRecord::group)).containsAll(ofSecond);
            scene.requireSound(dir.resolve("groups"));
        }
    }

    /** The groups whose trainings ended on an instance. */
    private static Set<String> trained(ServiceProcess service) {
        Set<String> groups = new HashSet<>();
        for (String line : service.lines()) {
            Matcher matcher = ENDED.matcher(line);
            if (matcher.find()) {
                groups.add(matcher.group(1));
            }
        }
        return groups;
    }

    private static List<Reading> readingsOfGroups() {
        List<Reading> readings = new ArrayList<>();
        for (int i = 0; i < 400; i++) {
            int hour = i;
            IntStream.range(0, GROUPS)
                    .mapToObj(group -> new Reading(
                            "g" + group + "/pump",
                            hour * 3_600_000L,
                            group + 5 * Math.sin(hour * (0.4 + group / 100.0))))
                    .forEach(readings::add);
        }
        return readings;
    }
}
