package io.rillcast.streams;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.rillcast.forecast.Score;
import io.rillcast.forecast.SkipReason;
import io.rillcast.serde.DeadLetterCause;
import io.rillcast.training.TrainingRecord;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/**
 * What one instance counts and measures for Prometheus, named {@code rillcast_*}; shared by its threads. The counts of
 * {@link ForecastMetrics} go here too, over all tasks and for as long as the process lives.
 *
 * <p>Everything is counted when it is done, not when it is committed: what a transaction that is aborted has counted is
 * counted again when it is done again.
 */
final class ServiceMeters {
    /** A quarter of the time between commits, up to what makes people call. */
    private static final Duration[] LATENCIES = {
        Duration.ofMillis(5),
        Duration.ofMillis(10),
        Duration.ofMillis(25),
        Duration.ofMillis(50),
        Duration.ofMillis(100),
        Duration.ofMillis(250),
        Duration.ofMillis(500),
        Duration.ofSeconds(1),
        Duration.ofMillis(2500),
        Duration.ofSeconds(5),
        Duration.ofSeconds(10),
        Duration.ofSeconds(60),
        Duration.ofMinutes(10)
    };

    private final Counter admitted;
    private final Counter revised;
    private final Counter rebuilt;
    private final Counter forgotten;
    private final Map<SkipReason, Counter> skipped;
    private final Map<DeadLetterCause, Counter> refused;
    private final Map<TrainingRecord.Decision, Counter> trainings;
    private final Timer latency;
    private final Timer training;
    private final GroupQuality quality;

    ServiceMeters(MeterRegistry registry) {
        admitted = readings(registry, "admitted", "none");
        revised = readings(registry, "revised", "none");
        skipped = counters(SkipReason.class, reason -> readings(registry, "skipped", reason.text()));
        refused = counters(DeadLetterCause.class, cause -> readings(registry, "refused", cause.text()));
        trainings = counters(
                TrainingRecord.Decision.class,
                decision -> Counter.builder("rillcast.trainings")
                        .description("Trainings that have ended, by what became of the candidate")
                        .tag("decision", decision.name().toLowerCase(Locale.ROOT))
                        .register(registry));
        rebuilt = Counter.builder("rillcast.states.rebuilt")
                .description("Hidden states made anew under a new model")
                .register(registry);
        forgotten = Counter.builder("rillcast.series.forgotten")
                .description("Series that ended or were idle for too long")
                .register(registry);
        latency = Timer.builder("rillcast.forecast.latency")
                .description("From the time of a reading's record, which is its arrival at the broker, to its forecast")
                .serviceLevelObjectives(LATENCIES)
                .register(registry);
        training = Timer.builder("rillcast.training.duration")
                .description("How long trainings took")
                .register(registry);
        quality = new GroupQuality(registry);
    }

    private static Counter readings(MeterRegistry registry, String outcome, String reason) {
        return Counter.builder("rillcast.readings")
                .description("Readings, and model commands that were refused, by what became of them")
                .tag("outcome", outcome)
                .tag("reason", reason)
                .register(registry);
    }

    private static <E extends Enum<E>> Map<E, Counter> counters(Class<E> type, Function<E, Counter> counter) {
        Map<E, Counter> all = new EnumMap<>(type);
        for (E one : type.getEnumConstants()) {
            all.put(one, counter.apply(one));
        }
        return all;
    }

    /** A reading advanced its series. */
    void admitted() {
        admitted.increment();
    }

    /** A reading took the place of the one before it. */
    void revised() {
        revised.increment();
    }

    /** A reading was not admitted. */
    void skipped(SkipReason reason) {
        skipped.get(reason).increment();
    }

    /** A reading or a model command became a dead letter. */
    void refused(DeadLetterCause cause) {
        refused.get(cause).increment();
    }

    /** A hidden state was made anew. */
    void rebuilt() {
        rebuilt.increment();
    }

    /** A series was forgotten. */
    void forgotten() {
        forgotten.increment();
    }

    /** A forecast was made so long after its reading's record; clocks that differ may make it negative, which is 0. */
    void forecast(long latencyMs) {
        latency.record(Math.max(0, latencyMs), TimeUnit.MILLISECONDS);
    }

    /** A forecast was scored. */
    void score(Score score) {
        quality.observe(score);
    }

    /** A training has ended. */
    TrainingRecord trained(TrainingRecord record) {
        trainings.get(record.decision()).increment();
        // A rollback or a command that was refused was no training, and took no time.
        if (record.effort().steps() > 0) {
            training.record(record.effort().tookMs(), TimeUnit.MILLISECONDS);
        }
        return record;
    }
}
