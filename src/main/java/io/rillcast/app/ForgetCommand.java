package io.rillcast.app;

import io.rillcast.config.SettingKeys;
import io.rillcast.config.Settings;
import io.rillcast.config.SettingsException;
import io.rillcast.serde.SeriesEnd;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.errors.RetriableException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Ends series: has whoever runs forget them. */
@Command(
        name = "forget",
        description =
                "Ends series: sends their tombstones (the series as key, no value) to the readings topic, at which"
                        + " `rillcast run` deletes what it keeps of them, state and history. A reading that comes later begins"
                        + " the series anew.")
final class ForgetCommand implements Callable<Integer> {
    @Parameters(paramLabel = "SERIES", arity = "1..*", description = "The series to end.")
    private List<String> series;

    @Mixin
    private SettingsOptions options;

    @Spec
    private CommandSpec spec;

    /** Sends one tombstone a series. */
    @Override
    public Integer call() throws SettingsException, InterruptedException {
        Map<String, byte[]> keys = new HashMap<>();
        for (String one : series) {
            keys.put(one, WrongUsage.unlessMade(spec, () -> SeriesEnd.keyOf(one)));
        }
        Settings settings = options.read();
        String topic = settings.value(SettingKeys.READINGS_TOPIC);
        new ClusterCheck(settings).requireTopics(List.of(topic), "`rillcast run` creates it");
        List<String> distinct = List.copyOf(new LinkedHashSet<>(series));
        try (Producer<byte[], byte[]> producer = producer(settings)) {
            List<Future<?>> sent = new ArrayList<>();
            for (String one : distinct) {
                sent.add(producer.send(new ProducerRecord<>(topic, keys.get(one), null)));
            }
            for (Future<?> one : sent) {
                one.get();
            }
        } catch (ExecutionException failure) {
            throw refused(topic, failure.getCause());
        } catch (RetriableException failure) {
            throw refused(topic, failure);
        }
        PrintWriter out = spec.commandLine().getOut();
        out.println("tombstones sent: " + distinct.size() + ", topic=" + topic + ", series=" + distinct);
        out.flush();
        return 0;
    }

    private static CommandFailure refused(String topic, Throwable cause) {
        return new CommandFailure(
                "the brokers must take every tombstone: topic=" + topic + ", found=" + cause.getMessage()
                        + "; send them again, which does no harm",
                cause);
    }

    private static Producer<byte[], byte[]> producer(Settings settings) {
        Map<String, Object> properties = new HashMap<>(settings.producerProperties());
        properties.put(ProducerConfig.ACKS_CONFIG, "all");
        properties.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, "true");
        return new KafkaProducer<>(properties, new ByteArraySerializer(), new ByteArraySerializer());
    }
}
