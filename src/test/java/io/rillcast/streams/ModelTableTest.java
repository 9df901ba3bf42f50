package io.rillcast.streams;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.rillcast.forecast.ForecastModel;
import io.rillcast.training.ModelSnapshot;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.errors.StreamsException;
import org.apache.kafka.streams.processor.api.MockProcessorContext;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueStore;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/** Snapshots stand in the topic as group=version, with a tick for other weights; what has no number cannot be read. */
class ModelTableTest {
    private final AtomicInteger decoded = new AtomicInteger();
    private final Set<Long> unfitting = new HashSet<>();
    private final ModelTable table = new ModelTable("models-topic", this::decode, this::fits, Duration.ofMillis(300));
    private final MockProcessorContext<Void, Void> context = new MockProcessorContext<>(new Properties());
    private final KeyValueStore<Bytes, byte[]> store = MemoryStore.open(ModelTable.STORE, context);
    private final Processor<Bytes, byte[], Void, Void> updater = table.updater();

    @BeforeEach
    void openTheStore() {
        updater.init(context);
    }

    private ModelSnapshot decode(String topic, byte[] bytes) {
        decoded.incrementAndGet();
        String[] parts = new String(bytes, StandardCharsets.UTF_8).split("=", -1);
        if (parts.length != 2) {
            throw new SerializationException("not a snapshot: topic=" + topic);
        }
        long version = Long.parseLong(parts[1].replace("'", ""));
        return ModelExamples.snapshot(parts[0], version, parts[1].hashCode());
    }

    private boolean fits(ForecastModel model) {
        return !unfitting.contains(model.version());
    }

    private void publish(Bytes key, String text) {
        updater.process(new Record<>(key, text == null ? null : text.getBytes(StandardCharsets.UTF_8), 0));
    }

    private long version(String group) {
        return table.serving(group, store).map(ForecastModel::version).orElse(0L);
    }

    @Test
    void hasNoModelForAGroupThatWasNeverTrained() {
        assertThat(table.serving("all", store)).isEmpty();
    }

    @Test
    void hasTheIncumbentAndNotTheArchive() {
        publish(ModelKeys.archive("all", 2), "all=2");
        publish(ModelKeys.incumbent("all"), "all=1");

        assertThat(version("all")).isEqualTo(1);
    }

    @Test
    void decodesAModelOnceAtItsFirstUseAfterAChange() {
        publish(ModelKeys.incumbent("all"), "all=1");
        publish(ModelKeys.incumbent("all"), "all=2");
        int unasked = decoded.get();

        Optional<ForecastModel> first = table.serving("all", store);
        Optional<ForecastModel> second = table.serving("all", store);

        assertThat(unasked).isZero();
        assertThat(decoded).hasValue(1);
        assertThat(first).containsSame(second.orElseThrow());
    }

    @Test
    void readsAModelThatARestoreWrotePastIt() {
        store.put(ModelKeys.incumbent("all"), "all=4".getBytes(StandardCharsets.UTF_8));

        assertThat(version("all")).isEqualTo(4);
    }

    @Test
    void keepsTheModelBeforeWhereTheNewOneCannotBeRead() {
        publish(ModelKeys.incumbent("all"), "all=1");
        version("all");

        publish(ModelKeys.incumbent("all"), "torn");

        assertThat(version("all")).isEqualTo(1);
    }

    @Test
    void servesTheArchivedCopyWhereTheIncumbentCannotBeReadAfterARestart() {
        publish(ModelKeys.archive("all", 9), "all=9");
        publish(ModelKeys.archive("all", 10), "all=10");
        publish(ModelKeys.archive("all", 11), "torn");
        publish(ModelKeys.archive("all/12", 13), "all/12=13");
        publish(ModelKeys.incumbent("all/x"), "all/x=14");

        publish(ModelKeys.incumbent("all"), "torn");

        assertThat(version("all")).isEqualTo(10);
        assertThat(table.newestVersion("all", store)).isEqualTo(10);
    }

    @Test
    void servesTheNewestThatFitsAndStillCountsTheNewest() {
        unfitting.addAll(Set.of(2L, 3L));
        publish(ModelKeys.archive("all", 1), "all=1");
        publish(ModelKeys.archive("all", 2), "all=2");
        publish(ModelKeys.archive("all", 3), "all=3");

        publish(ModelKeys.incumbent("all"), "all=3");

        assertThat(version("all")).isEqualTo(1);
        assertThat(table.newestVersion("all", store)).isEqualTo(3);
    }

    @Test
    void servesNoneWhereNoneFits() {
        unfitting.addAll(Set.of(1L, 2L));
        publish(ModelKeys.archive("all", 1), "all=1");

        publish(ModelKeys.incumbent("all"), "all=2");

        assertThat(table.serving("all", store)).isEmpty();
        assertThat(table.newestVersion("all", store)).isEqualTo(2);
    }

    @Test
    void takesTheNextModelAfterOneThatCouldNotBeRead() {
        publish(ModelKeys.incumbent("all"), "torn");
        version("all");

        publish(ModelKeys.incumbent("all"), "all=2");

        assertThat(version("all")).isEqualTo(2);
    }

    @Test
    void refusesAModelThatLiesUnderAnotherGroup() {
        publish(ModelKeys.incumbent("energy"), "rain=3");

        assertThat(table.serving("energy", store)).isEmpty();
        assertThat(refused()).isEqualTo(Map.of("models-refused-other-group", 1L));
    }

    private Map<String, Long> refused() {
        return ForecastMetrics.totals(context.metrics().metrics());
    }

    @Test
    void countsWhatItRefusedOnceWhereTheReasonIs() {
        unfitting.add(3L);
        publish(ModelKeys.incumbent("all"), "torn");
        publish(ModelKeys.incumbent("other"), "other=3");
        for (int reading = 0; reading < 5; reading++) {
            version("all");
            version("other");
        }

        assertThat(refused()).isEqualTo(Map.of("models-refused-unreadable", 1L, "models-refused-other-inputs", 1L));
    }

    @Test
    void warnsOfRefusedModelsAtMostOnceAMinute() {
        Logger logger = (Logger) LoggerFactory.getLogger(ModelRefusals.class);
        ListAppender<ILoggingEvent> lines = new ListAppender<>();
        lines.start();
        logger.addAppender(lines);
        try {
            for (int group = 0; group < 100; group++) {
                publish(ModelKeys.incumbent("g" + group), "torn");
                version("g" + group);
            }
        } finally {
            logger.detachAppender(lines);
        }

        assertThat(lines.list)
                .extracting(ILoggingEvent::getFormattedMessage)
                .containsExactly("model refused, another stays in use: reason=unreadable, group=g0, serving=0,"
                        + " othersSinceLastSaid=0, problem=not a snapshot: topic=models-topic");
    }

    @Test
    void keepsGroupsApartWhoseNamesLookLikeArchives() {
        publish(ModelKeys.incumbent("a"), "a=1");
        publish(ModelKeys.archive("a", 1), "a=1");
        publish(ModelKeys.incumbent("a/1"), "a/1=7");
        publish(ModelKeys.incumbent("a%2F1"), "a%2F1=9");

        assertThat(version("a")).isEqualTo(1);
        assertThat(version("a/1")).isEqualTo(7);
        assertThat(version("a%2F1")).isEqualTo(9);
    }

    @Test
    void givesBackAnArchivedVersionUntilItIsTakenOut() {
        publish(ModelKeys.archive("all", 3), "all=3");
        Optional<ModelSnapshot> there = table.archived("all", 3, store);

        publish(ModelKeys.archive("all", 3), null);

        assertThat(there.orElseThrow().model().version()).isEqualTo(3);
        assertThat(table.archived("all", 3, store)).isEmpty();
    }

    @Test
    void hasNoArchivedVersionWhereItCannotBeRead() {
        publish(ModelKeys.archive("all", 3), "torn");

        assertThat(table.archived("all", 3, store)).isEmpty();
    }

    @Test
    void hasNoArchivedVersionWhereAnotherLiesUnderItsKey() {
        publish(ModelKeys.archive("all", 3), "other=3");
        publish(ModelKeys.archive("all", 4), "all=2");

        assertThat(table.archived("all", 3, store)).isEmpty();
        assertThat(table.archived("all", 4, store)).isEmpty();
    }

    @Test
    void stopsWhereOneVersionIsPublishedWithWeightsOfTwoKinds() {
        publish(ModelKeys.incumbent("all"), "all=4");
        version("all");
        publish(ModelKeys.incumbent("all"), "all=4");
        version("all");

        publish(ModelKeys.incumbent("all"), "all=4'");

        // Each stream thread asks: the first that is told must not make the next one think that all is well.
        for (int thread = 0; thread < 2; thread++) {
            assertThatThrownBy(() -> version("all"))
                    .isInstanceOf(StreamsException.class)
                    .hasMessage("a models topic must have one application at a time: topic=models-topic, group=all,"
                            + " publishedTwice=4; the hidden states of this one may be of either: give it a new"
                            + " application.id, and each a models.topic of its own");
        }
    }

    @Test
    void waitsForAVersionUntilItComes() throws Exception {
        publish(ModelKeys.incumbent("all"), "all=1");
        ModelTable patient = new ModelTable("models-topic", this::decode, this::fits, Duration.ofSeconds(60));
        Processor<Bytes, byte[], Void, Void> patientUpdater = patient.updater();
        patientUpdater.init(context);
        CompletableFuture<Long> awaited = new CompletableFuture<>();
        Thread task = new Thread(
                () -> {
                    patient.await("all", 2, store);
                    awaited.complete(patient.newestVersion("all", store));
                },
                "task");
        task.start();
        await().until(() -> task.getState() == Thread.State.TIMED_WAITING);

        patientUpdater.process(new Record<>(ModelKeys.incumbent("all"), "all=2".getBytes(StandardCharsets.UTF_8), 0));

        assertThat(awaited.get(30, SECONDS)).isEqualTo(2);
    }

    @Test
    void doesNotWaitForAVersionThatIsThere() {
        publish(ModelKeys.incumbent("all"), "all=5");

        table.await("all", 4, store);

        assertThat(table.newestVersion("all", store)).isEqualTo(5);
    }

    @Test
    void failsWhereTheVersionDoesNotCome() {
        publish(ModelKeys.incumbent("all"), "all=1");

        assertThatThrownBy(() -> table.await("all", 2, store))
                .isInstanceOf(StreamsException.class)
                .hasMessage("a state names a model version that the models topic does not have; restore the topic or"
                        + " reset the application: topic=models-topic, group=all, state=2, topicHas=1");
    }
}
