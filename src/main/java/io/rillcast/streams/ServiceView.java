package io.rillcast.streams;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.kafka.KafkaStreamsMetrics;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.apache.kafka.common.Metric;
import org.apache.kafka.common.MetricName;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.StreamsMetadata;
import org.apache.kafka.streams.state.HostInfo;

/** What can be seen of a running instance from outside: its state, its counts, and what its stores hold. */
public final class ServiceView {
    private final KafkaStreams streams;
    private final StreamPlan plan;
    private final RestoreProgress restores;
    private final Optional<HostInfo> self;
    private final SeriesLookup series;
    private final ModelLookup models;

    ServiceView(
            KafkaStreams streams,
            StreamPlan plan,
            StreamSerdes serdes,
            RestoreProgress restores,
            Map<String, Object> settings) {
        this.streams = streams;
        this.plan = plan;
        this.restores = restores;
        Object server = settings.get(StreamsConfig.APPLICATION_SERVER_CONFIG);
        this.self = server == null || server.toString().isEmpty()
                ? Optional.empty()
                : Optional.of(HostInfo.buildFromEndpoint(server.toString()));
        this.series = new SeriesLookup(streams, plan, self);
        this.models = new ModelLookup(streams, plan.topics().models(), StreamSerdes.sharedReader(serdes.models()));
    }

    /** States and histories. */
    public SeriesLookup series() {
        return series;
    }

    /** The models in use, and those before them. */
    public ModelLookup models() {
        return models;
    }

    /** The names of its topics. */
    public Topics topics() {
        return plan.topics();
    }

    /** Under which name other instances reach it; empty where they do not. */
    public Optional<HostInfo> self() {
        return self;
    }

    /** The instances of the application that can be reached, this one among them, in order. */
    public List<HostInfo> instances() {
        try {
            return streams.metadataForAllStreamsClients().stream()
                    .map(StreamsMetadata::hostInfo)
                    .filter(host -> !host.equals(HostInfo.unavailable()))
                    .distinct()
                    .sorted((a, b) -> a.toString().compareTo(b.toString()))
                    .toList();
        } catch (IllegalStateException notRunning) {
            return List.of();
        }
    }

    /** Kafka Streams' own word for its state, in lower case. */
    public String state() {
        return streams.state().name().toLowerCase(java.util.Locale.ROOT).replace('_', '-');
    }

    /**
     * Why it is not ready; empty when it runs with its stores restored. It comes to run only once the models topic has
     * been read to its end.
     */
    public Optional<String> whyNotReady() {
        KafkaStreams.State now = streams.state();
        if (restores.partitions() > 0) {
            return Optional.of("stores are being restored: partitions=" + restores.partitions() + ", records="
                    + restores.records());
        }
        return now == KafkaStreams.State.RUNNING
                ? Optional.empty()
                : Optional.of("the stream must run: state=" + state());
    }

    /** Whether the stream has not ended. */
    public boolean isAlive() {
        KafkaStreams.State now = streams.state();
        return now == KafkaStreams.State.CREATED || now.isRunningOrRebalancing();
    }

    /** Counts since the start by metric, as {@link ForecastService#totals}. */
    public Map<String, Long> totals() {
        return ForecastMetrics.totals(streams.metrics());
    }

    /** Readings admitted a second, over the last half minute or so. */
    public double admittedPerSecond() {
        return ForecastMetrics.admittedPerSecond(streams.metrics());
    }

    /** How many records wait to be read, over all topics, as the consumers know. */
    public long lag() {
        double lag = 0;
        for (Map.Entry<MetricName, ? extends Metric> entry : streams.metrics().entrySet()) {
            MetricName name = entry.getKey();
            boolean isLag = name.name().equals("records-lag")
                    && name.group().equals("consumer-fetch-manager-metrics")
                    && !isCopying(name.tags().getOrDefault("client-id", ""));
            if (isLag && entry.getValue().metricValue() instanceof Double value && Double.isFinite(value)) {
                lag += value;
            }
        }
        return Math.round(lag);
    }

    /** Whether a consumer fills stores rather than reads what is to be processed, as Kafka Streams names it. */
    static boolean isCopying(String clientId) {
        return clientId.endsWith("-restore-consumer") || clientId.endsWith("-global-consumer");
    }

    /**
     * Shows Kafka Streams' own metrics and what this knows in a registry, until the returned is closed.
     *
     * @param registry where {@code rillcast_*} gauges and all of {@code kafka_*} go
     */
    public AutoCloseable bindTo(MeterRegistry registry) {
        gauge(
                registry,
                "rillcast.ready",
                "1 when it runs with its stores restored",
                () -> whyNotReady().isEmpty() ? 1 : 0);
        gauge(registry, "rillcast.lag.records", "Records that wait to be read by this instance", this::lag);
        gauge(registry, "rillcast.series", "How many series this instance forecasts", series::count);
        gauge(
                registry,
                "rillcast.restoring.partitions",
                "Partitions of stores that are being restored",
                restores::partitions);
        gauge(registry, "rillcast.restoring.records", "Records still to be restored into them", restores::records);
        gauge(registry, "rillcast.state.bytes", "Bytes of all state stores on disk and in memory", this::stateBytes);
        KafkaStreamsMetrics kafka = new KafkaStreamsMetrics(streams);
        kafka.bindTo(registry);
        return kafka;
    }

    private static void gauge(MeterRegistry registry, String name, String description, Supplier<Number> value) {
        Gauge.builder(name, value).description(description).register(registry);
    }

    private double stateBytes() {
        double bytes = 0;
        for (Map.Entry<MetricName, ? extends Metric> entry : streams.metrics().entrySet()) {
            String name = entry.getKey().name();
            boolean isSize = name.equals("total-sst-files-size") || name.equals("size-all-mem-tables");
            if (isSize && entry.getValue().metricValue() instanceof Number value) {
                bytes += value.doubleValue();
            }
        }
        return bytes;
    }

    /** Partitions of stores being restored. */
    public int restoringPartitions() {
        return restores.partitions();
    }

    /** Records still to be restored into them. */
    public long restoringRecords() {
        return restores.records();
    }
}
