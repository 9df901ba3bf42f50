package io.rillcast.process;

import static org.assertj.core.api.Assertions.assertThat;

import io.rillcast.forecast.Forecast;
import io.rillcast.forecast.ForecastModel;
import io.rillcast.forecast.ForecastPlan;
import io.rillcast.forecast.QuantileLevels;
import io.rillcast.forecast.Reading;
import io.rillcast.forecast.Support;
import io.rillcast.serde.ForecastDeserializer;
import io.rillcast.serde.ModelSnapshotDeserializer;
import io.rillcast.serde.SchemaRegistryClient;
import io.rillcast.serde.TrainingRecordDeserializer;
import io.rillcast.training.ModelCommand;
import io.rillcast.training.TrainingRecord;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.serialization.Deserializer;

/**
 * One application that retrains while a test disturbs it: its instances, its readings, which go out slice by slice, a
 * person's commands, and what came of all that. Owned by one test.
 */
final class RetrainingScene implements AutoCloseable {
    /** For anything that is to come at all. */
    static final Duration PATIENCE = Duration.ofMinutes(2);

    static final int WINDOW = 16;
    private static final String GROUP = "all";

    private final Deployment deployment;
    private final List<Reading> readings;
    private final int series;
    private final Path settings;
    private final Map<String, ServiceProcess> services = new TreeMap<>();
    private final Publishing publishing;
    private final Commanding commanding;
    private final OutputReader reader;

    /** Small networks and short trainings; what is given wins. Instance {@code a} runs when this returns. */
    RetrainingScene(Deployment deployment, List<Reading> readings, Map<String, String> more) {
        this.deployment = deployment;
        this.readings = readings;
        this.series = (int) readings.stream().map(Reading::seriesId).distinct().count();
        this.settings = writeSettings(more);
        try {
            start("a");
            publishing = new Publishing(deployment);
            commanding = new Commanding(deployment);
            reader = new OutputReader(deployment);
        } catch (RuntimeException | Error failed) {
            services.values().forEach(ServiceProcess::close);
            throw failed;
        }
    }

    /** Sets all anew, for instances that are started from now on. */
    Path writeSettings(Map<String, String> more) {
        Map<String, String> all = new HashMap<>(Map.of(
                "topics.partitions", "2",
                "retrain.every.readings", "1500",
                "training.window", Integer.toString(WINDOW),
                "training.truncation.length", "8",
                "training.batch", "8",
                "training.steps", "60",
                "training.reservoir.windows", "64",
                "training.cpu.share", "1",
                "network.hidden", "8",
                "history.readings", "64"));
        all.put("consumer.session.timeout.ms", "3000");
        all.put("consumer.heartbeat.interval.ms", "500");
        all.putAll(more);
        return deployment.writeSettings(all);
    }

    Deployment deployment() {
        return deployment;
    }

    /** What is read of its topics. */
    OutputReader reader() {
        return reader;
    }

    /** An instance by name. */
    ServiceProcess service(String instance) {
        return services.get(instance);
    }

    /** Starts an instance for the first time. */
    ServiceProcess start(String instance) {
        ServiceProcess service = ServiceProcess.start(deployment, settings, instance);
        services.put(instance, service);
        return service;
    }

    /** Starts an instance that may have run before. */
    ServiceProcess startAgain(String instance) {
        ServiceProcess before = services.get(instance);
        if (before == null) {
            return start(instance);
        }
        before.restart();
        return before;
    }

    /** The next so many readings of each series, in the order of time. */
    void publish(int perSeries) {
        int from = (int) publishing.published();
        assertThat(from + perSeries * series).as("readings at hand").isLessThanOrEqualTo(readings.size());
        publishing.publish(readings.subList(from, from + perSeries * series));
    }

    /** Reads until every reading published has its forecast. */
    void awaitForecasts() {
        await(() -> reader.records("forecasts").size() >= publishing.published());
    }

    /** Publishes and awaits. */
    void serve(int perSeries) {
        publish(perSeries);
        awaitForecasts();
    }

    long published() {
        return publishing.published();
    }

    void await(BooleanSupplier condition) {
        try {
            reader.readUntil(condition, PATIENCE);
        } catch (AssertionError late) {
            services.forEach((instance, service) -> System.out.println(
                    instance + " alive=" + service.isAlive() + " said: " + String.join("\n  ", service.lines())));
            throw late;
        }
    }

    /** Looks every few milliseconds, for a moment that is short. */
    static void watch(BooleanSupplier moment) {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (!moment.getAsBoolean()) {
            assertThat(System.nanoTime()).as("the moment must come in time").isLessThan(deadline);
            LockSupport.parkNanos(2_000_000);
        }
    }

    /** Has the group trained, again if it was over before it was seen; the instance that trains now. */
    RunningJvm startTraining(RunningJvm... instances) {
        while (true) {
            long written = reader.written("trainings");
            command(ModelCommand.Action.TRAIN_NOW, 0);
            watch(() ->
                    Arrays.stream(instances).anyMatch(RunningJvm::isTraining) || reader.written("trainings") > written);
            Optional<RunningJvm> trainer =
                    Arrays.stream(instances).filter(RunningJvm::isTraining).findFirst();
            if (trainer.isPresent()) {
                return trainer.get();
            }
        }
    }

    void command(ModelCommand.Action action, long version) {
        command(GROUP, action, version);
    }

    void command(String group, ModelCommand.Action action, long version) {
        commanding.send(new ModelCommand(group, action, version));
    }

    /** Trainings whose records are committed. */
    int trainingsEnded() {
        reader.readCommitted();
        return reader.records("trainings").size();
    }

    /** Reads until there are so many records of trainings. */
    void awaitTrainings(int atLeast) {
        await(() -> reader.records("trainings").size() >= atLeast);
    }

    /** The newest version that is committed, 0 for none. */
    long newestVersion() {
        reader.readCommitted();
        return incumbents().stream().mapToLong(ForecastModel::version).max().orElse(0);
    }

    /** Has the models change, by the weights of an earlier version under a new number, and awaits that it is committed. */
    void swap() {
        long before = newestVersion();
        command(ModelCommand.Action.PROMOTE, Math.max(1, before - 1));
        await(() -> newestVersion() > before);
    }

    /** Trains and serves until there is a first model. */
    void serveUntilTrained() {
        while (newestVersion() == 0) {
            serve(50);
        }
    }

    /** Every model that was published for use, in the order of the topic. */
    List<ForecastModel> incumbents() {
        List<ForecastModel> models = new ArrayList<>();
        try (SchemaRegistryClient registry = deployment.registry()) {
            ModelSnapshotDeserializer deserializer = new ModelSnapshotDeserializer(registry);
            for (ConsumerRecord<byte[], byte[]> record : reader.records("models")) {
                ForecastModel model = record.value() == null
                        ? null
                        : deserializer
                                .deserialize(record.topic(), record.value())
                                .model();
                if (model != null && new String(record.key(), StandardCharsets.UTF_8).equals(model.group())) {
                    models.add(model);
                }
            }
        }
        return models;
    }

    List<TrainingRecord> trainings() {
        try (SchemaRegistryClient registry = deployment.registry()) {
            return decoded("trainings", new TrainingRecordDeserializer(registry));
        }
    }

    List<Forecast> forecasts() {
        try (SchemaRegistryClient registry = deployment.registry()) {
            return decoded("forecasts", new ForecastDeserializer(registry));
        }
    }

    private <T> List<T> decoded(String kind, Deserializer<T> deserializer) {
        return reader.records(kind).stream()
                .map(record -> deserializer.deserialize(record.topic(), record.value()))
                .toList();
    }

    /** The versions behind the forecasts of each series, in their order. */
    Map<String, List<Long>> versionsBySeries() {
        Map<String, List<Long>> versions = new HashMap<>();
        for (Forecast forecast : forecasts()) {
            versions.computeIfAbsent(forecast.origin().seriesId(), name -> new ArrayList<>())
                    .add(forecast.origin().modelVersion());
        }
        return versions;
    }

    /** Stops every instance in good order. */
    void stopAll() {
        services.values().stream()
                .filter(ServiceProcess::isAlive)
                .forEach(service -> assertThat(service.stop()).isZero());
    }

    /**
     * Lets it come to rest and stops it, then holds all that came to the rules: each reading has one forecast and each but
     * a series' first one score; version numbers rise; and all of it is, bit for bit, what a backtest that follows gives.
     */
    void requireSound(Path dir) throws Exception {
        awaitForecasts();
        reader.readToRest(PATIENCE);
        stopAll();
        reader.readCommitted();
        List<Reading> taken = readings.subList(0, (int) published());
        assertThat(reader.records("dead-letters")).isEmpty();
        assertThat(reader.outputs().forecastCount()).isEqualTo(published());
        assertThat(reader.outputs().scoreCount()).isEqualTo(published() - series);
        requireVersionsRise();
        versionsBySeries().values().forEach(used -> assertThat(used).isSorted());
        System.out.println(deployment.name() + ": readings: " + published() + ", trainings: "
                + reader.records("trainings").size() + ", versions published: "
                + incumbents().size()
                + ", versions used: " + used().size());
        FollowedRun.requireEqual(dir, settings, taken, forecasts(), incumbents());
        if (incumbents().stream().allMatch(model -> model.group().equals(GROUP))) {
            requireReplayed(taken);
        }
    }

    /** The bytes of scores and all that is in a forecast beside what a backtest writes. */
    private void requireReplayed(List<Reading> taken) {
        Map<Long, ForecastModel> models =
                incumbents().stream().collect(Collectors.toMap(ForecastModel::version, model -> model));
        ForecastPlan plan = new ForecastPlan(QuantileLevels.DEFAULT, WINDOW, Support.AUTO);
        Outputs expected = Replay.of(deployment, plan, new Replay.Models(models, versionsBySeries()), taken);
        assertThat(expected.firstDifference(reader.outputs())).isEmpty();
    }

    /** In the order of the topic each version of a group is higher than the one before: none repeats or goes back. */
    void requireVersionsRise() {
        Map<String, List<Long>> byGroup = incumbents().stream()
                .collect(Collectors.groupingBy(
                        ForecastModel::group, Collectors.mapping(ForecastModel::version, Collectors.toList())));
        byGroup.forEach(
                (group, versions) -> assertThat(versions).as(group).isSorted().doesNotHaveDuplicates());
        Map<ByteBuffer, ByteBuffer> archive = new HashMap<>();
        for (ConsumerRecord<byte[], byte[]> record : reader.records("models")) {
            String key = new String(record.key(), StandardCharsets.UTF_8);
            if (record.value() != null && key.contains("/")) {
                ByteBuffer before = archive.put(ByteBuffer.wrap(record.key()), ByteBuffer.wrap(record.value()));
                assertThat(before).as("published twice: " + key).isNull();
            }
        }
    }

    /** The versions that forecasts were made by. */
    Set<Long> used() {
        Set<Long> used = new TreeSet<>();
        versionsBySeries().values().forEach(used::addAll);
        return used;
    }

    @Override
    public void close() {
        services.values().forEach(ServiceProcess::close);
        reader.close();
        commanding.close();
        publishing.close();
    }
}
