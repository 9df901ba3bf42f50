package io.rillcast.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** An instance that has read less of the models topic than the states of its series name waits, and never goes back. */
@Timeout(600)
class LaggingModelsIT {
    private static final Map<String, String> NO_MORE_TRAININGS = Map.of("retrain.every.readings", "1000000");

    @TempDir
    private Path dir;

    @Test
    void waitsForTheVersionThatItsStatesName() throws Exception {
        try (BrokerProcess broker = BrokerProcess.start(dir.resolve("broker"));
                RetrainingScene scene = new RetrainingScene(
                        Deployment.on(broker, dir, "lagging"), Workload.interleaved(6, 2000), NO_MORE_TRAININGS)) {
            scene.serveUntilTrained();
            scene.swap();
            scene.serve(20);
            scene.swap();
            scene.serve(20);
            ServiceProcess service = scene.service("a");
            assertThat(service.stop()).isZero();
            long before = scene.reader().readCommitted();
            long newest = Collections.max(scene.used());
            assertThat(newest).isGreaterThan(1);

            // A topic of the same models that has not come to the newest, as a table that lags behind sees it.
            String slow = scene.deployment().topic("models-slow");
            scene.writeSettings(Map.of("models.topic", slow, "retrain.every.readings", "0"));
            service.wipeState();
            service.restart();
            List<ConsumerRecord<byte[], byte[]>> models =
                    List.copyOf(scene.reader().records("models"));
            int old = firstOf(models, newest);
            copy(scene.deployment(), slow, models.subList(0, old));
            try (RunningJvm jvm = RunningJvm.of(service)) {
                scene.publish(20);
                RetrainingScene.watch(() -> jvm.isIn("io.rillcast.streams.ModelTable", "await"));
                assertThat(scene.reader().readCommitted()).isEqualTo(before);
            }
            copy(scene.deployment(), slow, models.subList(old, models.size()));

            scene.requireSound(dir.resolve("lagging"));
            scene.versionsBySeries()
                    .values()
                    .forEach(used -> assertThat(used.subList(used.size() - 20, used.size()))
                            .containsOnly(newest));
        }
    }

    /** Where the records of a version begin: its archive, then the incumbent. */
    private static int firstOf(List<ConsumerRecord<byte[], byte[]>> models, long version) {
        for (int i = 0; i < models.size(); i++) {
            if (new String(models.get(i).key(), StandardCharsets.UTF_8).equals("all/" + version)) {
                return i;
            }
        }
        throw new AssertionError("version must be archived: version=" + version);
    }

    private static void copy(Deployment deployment, String topic, List<ConsumerRecord<byte[], byte[]>> records)
            throws Exception {
        try (KafkaProducer<byte[], byte[]> producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", deployment.bootstrapServers(), "max.in.flight.requests.per.connection", 1),
                new ByteArraySerializer(),
                new ByteArraySerializer())) {
            for (ConsumerRecord<byte[], byte[]> record : records) {
                producer.send(new ProducerRecord<>(topic, record.key(), record.value()))
                        .get();
            }
        }
    }
}
