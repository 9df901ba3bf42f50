package io.rillcast.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.rillcast.forecast.CovariateNames;
import io.rillcast.forecast.QuantileLevels;
import io.rillcast.forecast.SameTime;
import io.rillcast.forecast.Seasons;
import io.rillcast.forecast.Support;
import io.rillcast.serde.AvroReadingDecoder;
import io.rillcast.serde.GenericReadingDecoder;
import io.rillcast.serde.JsonReadingDecoder;
import io.rillcast.serde.SchemaRegistryClient;
import io.rillcast.serde.SchemaRegistrySettings;
import io.rillcast.streams.GroupRule;
import io.rillcast.streams.RocksDbMemory;
import io.rillcast.streams.StreamPlan;
import io.rillcast.streams.StreamSerdes;
import io.rillcast.streams.Topics;
import io.rillcast.training.TrainingPlan;
import io.rillcast.training.TrainingSchedule;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Stream;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class ServicePlanTest {
    private static ServicePlan plan(Map<String, String> chosen) throws SettingsException {
        Map<String, String> all = new HashMap<>(chosen);
        all.put("bootstrap.servers", "localhost:9092");
        all.put("schema.registry.url", "http://localhost:8081");
        return new ServicePlan(SettingsReader.read(List.of(SettingsSource.commandLine(all))));
    }

    private static StreamSerdes serdes(Map<String, String> chosen) throws SettingsException {
        SchemaRegistryClient unasked = new SchemaRegistryClient(
                SchemaRegistrySettings.of(Map.of("schema.registry.url", "http://127.0.0.1:1")));
        return plan(chosen).serdes(unasked, () -> 0);
    }

    @Test
    void hasTheDefaultsOfTheRecordsThatTheyAreFor() throws Exception {
        StreamPlan plan = plan(Map.of()).streams();

        assertThat(plan)
                .isEqualTo(new StreamPlan(
                        Topics.DEFAULT,
                        GroupRule.ALL,
                        TrainingPlan.DEFAULT,
                        TrainingSchedule.DEFAULT,
                        new StreamPlan.Placement(true, 1),
                        512,
                        0));
    }

    private static Arguments key(String key, String text, Function<StreamPlan, Object> field, Object value) {
        return Arguments.of(key, text, field, value);
    }

    static Stream<Arguments> keysOfTopics() {
        return Stream.of(
                key("readings.topic", "t", plan -> plan.topics().readings(), "t"),
                key("forecasts.topic", "t", plan -> plan.topics().forecasts(), "t"),
                key("scores.topic", "t", plan -> plan.topics().scores(), "t"),
                key("models.topic", "t", plan -> plan.topics().models(), "t"),
                key("model.commands.topic", "t", plan -> plan.topics().modelCommands(), "t"),
                key("trainings.topic", "t", plan -> plan.topics().trainings(), "t"),
                key("dead.letters.topic", "t", plan -> plan.topics().deadLetters(), "t"),
                key("topics.partitions", "7", plan -> plan.topics().creation().partitions(), 7),
                key("topics.replication", "3", plan -> plan.topics().creation().replication(), (short) 3),
                key("readings.repartition", "false", plan -> plan.placement().repartition(), false),
                key("history.readings", "999", StreamPlan::historyReadings, 999),
                key("model.group", "prefix:/", StreamPlan::groups, new GroupRule(GroupRule.Kind.PREFIX, "/")));
    }

    static Stream<Arguments> keysOfTraining() {
        return Stream.of(
                key("retrain.every.readings", "0", plan -> plan.schedule().everyReadings(), 0L),
                key("training.reservoir.windows", "99", plan -> plan.schedule().reservoirWindows(), 99),
                key("training.cpu.share", "0.25", plan -> plan.schedule().cpuShare(), 0.25),
                key("training.max.seconds", "7", plan -> plan.schedule().maxSeconds(), 7L),
                key("training.seed", "-5", plan -> plan.training().seed(), -5L),
                key("promotion.margin", "0.1", plan -> plan.training().promotionMargin(), 0.1),
                key("network.hidden", "5", plan -> plan.training().size().hidden(), 5),
                key("network.layers", "2", plan -> plan.training().size().layers(), 2),
                key("training.window", "64", plan -> plan.training().forecast().window(), 64),
                key(
                        "readings.same.time",
                        "mean",
                        plan -> plan.training().forecast().sameTime(),
                        SameTime.MEAN),
                key("support", "nonnegative", plan -> plan.training().forecast().support(), Support.NONNEGATIVE),
                key("season", "auto", plan -> plan.training().forecast().seasons(), Seasons.AUTO),
                key("season", "none", plan -> plan.training().forecast().seasons(), Seasons.NONE),
                key("season", "7", plan -> plan.training().forecast().seasons(), Seasons.of(7)),
                key("season", "24, 168", plan -> plan.training().forecast().seasons(), Seasons.of(24, 168)),
                key("blend", "false", plan -> plan.training().forecast().blend(), false),
                key(
                        "quantile.levels",
                        "0.1,0.5,0.9",
                        plan -> plan.training().forecast().levels(),
                        QuantileLevels.of(0.1, 0.5, 0.9)),
                key(
                        "training.truncation.length",
                        "9",
                        plan -> plan.training().descent().truncationLength(),
                        9),
                key("training.batch", "4", plan -> plan.training().descent().batch(), 4),
                key(
                        "training.steps",
                        "77",
                        plan -> plan.training().descent().optimiser().rate().steps(),
                        77));
    }

    @ParameterizedTest(name = "{0}={1}")
    @MethodSource({"keysOfTopics", "keysOfTraining"})
    void bringsEachKeyToItsField(String key, String text, Function<StreamPlan, Object> field, Object value)
            throws Exception {
        StreamPlan plan = plan(Map.of(key, text)).streams();

        assertThat(field.apply(plan)).isEqualTo(value);
    }

    @ParameterizedTest
    @MethodSource("keysAtTheirBounds")
    void takesEveryNumberThatItsKeyAllows(Map<String, String> chosen) throws Exception {
        assertThat(plan(chosen).streams()).isNotNull();
    }

    static Stream<Map<String, String>> keysAtTheirBounds() {
        return Stream.of(
                Map.of("training.window", "8", "training.truncation.length", "8", "history.readings", "16"),
                Map.of("training.window", "4096", "history.readings", "8192"),
                Map.of("training.reservoir.windows", "8", "training.batch", "8"),
                Map.of("network.hidden", "1024", "network.layers", "8"),
                Map.of("promotion.margin", "0.99", "training.cpu.share", "0.01"));
    }

    @Test
    void refusesNumbersWithTheirKeyThatTheRecordsWouldRefuse() {
        Map<String, String> chosen = Map.of(
                "training.window", "7",
                "training.reservoir.windows", "7",
                "promotion.margin", "1");

        SettingsException refusal = catchThrowableOfType(SettingsException.class, () -> plan(chosen));

        assertThat(refusal.sentences())
                .anyMatch(sentence -> sentence.startsWith("training.window must be"))
                .anyMatch(sentence -> sentence.startsWith("training.reservoir.windows must be"))
                .anyMatch(sentence -> sentence.startsWith("promotion.margin must be"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "weekly", "1", "401", "24,", "24,24", "168,24", "7,30,365", "99999999999", "auto,7"})
    void refusesSeasonsThatCannotBeFollowed(String text) {
        SettingsException refusal = catchThrowableOfType(SettingsException.class, () -> plan(Map.of("season", text)));

        assertThat(refusal.sentences())
                .containsExactly("season must be auto, none, or 1 or 2 increasing lengths from 2 to 400 readings,"
                        + " parted by a comma: season=" + text + ", source=-D");
    }

    @Test
    void bringsTheMemoryOfTheStoresToRocksDb() throws Exception {
        assertThat(plan(Map.of("state.memory.mb", "64")).kafka()).containsEntry(RocksDbMemory.BYTES_CONFIG, 64L << 20);
    }

    @Test
    void passesKafkasOwnSettingsOn() throws Exception {
        assertThat(plan(Map.of("num.stream.threads", "3", "application.id", "mine"))
                        .kafka())
                .containsEntry("num.stream.threads", "3")
                .containsEntry("application.id", "mine")
                .containsEntry("bootstrap.servers", "localhost:9092");
    }

    @Test
    void looksAtTheCovariatesThatAreNamed() throws Exception {
        Map<String, String> chosen = Map.of("readings.covariate.fields", "heat, station.wind");

        assertThat(plan(chosen).streams().training().forecast().covariates().names())
                .containsExactly("heat", "station.wind");
        assertThat(plan(Map.of()).streams().training().forecast().covariates()).isEqualTo(CovariateNames.NONE);
    }

    @Test
    void decodesByFormatAndByTheOperatorsDeserializer() throws Exception {
        String foreign = StringDeserializer.class.getName();

        assertThat(serdes(Map.of()).readings().get()).isInstanceOf(AvroReadingDecoder.class);
        assertThat(serdes(Map.of("readings.format", "json")).readings().get()).isInstanceOf(JsonReadingDecoder.class);
        assertThat(serdes(Map.of("readings.deserializer", foreign)).readings().get())
                .isInstanceOf(GenericReadingDecoder.class);
    }

    @Test
    void refusesADeserializerThatIsNotThere() {
        assertThat(refusalOf("org.example.Missing"))
                .containsExactly("readings.deserializer must be a class on the class path:"
                        + " readings.deserializer=org.example.Missing, source=-D");
    }

    @Test
    void refusesAClassThatIsNoDeserializer() {
        assertThat(refusalOf("java.lang.String"))
                .containsExactly("readings.deserializer must be a Kafka Deserializer with a public constructor without"
                        + " parameters: readings.deserializer=java.lang.String, source=-D");
    }

    private static List<String> refusalOf(String className) {
        Map<String, String> chosen = Map.of("readings.deserializer", className);
        return catchThrowableOfType(SettingsException.class, () -> plan(chosen)).sentences();
    }
}
