package io.rillcast.app;

import io.rillcast.config.Settings;
import io.rillcast.serde.BadLine;
import io.rillcast.serde.CsvColumns;
import io.rillcast.serde.CsvReadings;
import io.rillcast.serde.CsvRow;
import io.rillcast.serde.ReadingSerializer;
import io.rillcast.serde.SchemaRegistryClient;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.serialization.StringSerializer;

/** Publishes several files side by side, each at its share of the rate, so that all end together. */
final class DemoReplay implements AutoCloseable {
    private final Settings settings;
    private final SchemaRegistryClient registry;
    private final AtomicBoolean stopped = new AtomicBoolean();
    private final List<Future<Long>> publishing = new ArrayList<>();
    private final ExecutorService threads = Executors.newCachedThreadPool(task -> {
        Thread thread = new Thread(task, "demo-replay");
        thread.setDaemon(true);
        return thread;
    });

    DemoReplay(Settings settings, SchemaRegistryClient registry) {
        this.settings = settings;
        this.registry = registry;
    }

    /** Begins; readings a second over all files together. */
    void start(List<DemoData> sets, String topic, double perSecond) {
        double all = sets.stream().mapToLong(DemoData::readings).sum();
        for (DemoData set : sets) {
            double share = perSecond * set.readings() / Math.max(1, all);
            publishing.add(threads.submit(() -> publish(set, new Publisher.Plan(topic, share))));
        }
    }

    private long publish(DemoData set, Publisher.Plan plan) throws IOException, BadLine, InterruptedException {
        Map<String, Object> properties = new HashMap<>(settings.producerProperties());
        properties.put(ProducerConfig.ACKS_CONFIG, "all");
        properties.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, "true");
        try (CsvReadings csv = CsvReadings.open(set.file(), CsvColumns.DEFAULT);
                Producer<String, CsvRow> producer = new KafkaProducer<>(
                        properties, new StringSerializer(), new ReadingSerializer(registry).ofRows())) {
            Publisher publisher = new Publisher(producer, plan, new CsvIntake(false, line -> {}));
            publisher.publish(csv, stopped::get, bytes -> {});
            return publisher.summary(csv).readings();
        }
    }

    /** Whether everything has been published. */
    boolean isDone() {
        return publishing.stream().allMatch(Future::isDone);
    }

    /** How many readings were published; to be asked once done. */
    long published() throws InterruptedException {
        long sum = 0;
        for (Future<Long> one : publishing) {
            try {
                sum += one.get();
            } catch (ExecutionException | CancellationException failed) {
                throw new CommandFailure("the replay must go on to the end: found=" + failed.getMessage(), failed);
            }
        }
        return sum;
    }

    @Override
    public void close() {
        stopped.set(true);
        threads.shutdown();
    }
}
