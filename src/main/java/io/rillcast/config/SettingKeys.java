package io.rillcast.config;

import static io.rillcast.config.SettingKey.optional;
import static io.rillcast.config.SettingKey.required;

import io.rillcast.forecast.CovariateNames;
import io.rillcast.forecast.QuantileLevels;
import io.rillcast.forecast.Seasons;
import io.rillcast.streams.GroupRule;
import java.util.List;

/** Every setting of Rillcast itself; Kafka's and the registry client's own pass through beside them. */
public final class SettingKeys {
    /** A year beyond any clock that a reading may be ahead of, in ms. */
    private static final long THOUSAND_YEARS_MS = 31_557_600_000_000L;

    public static final SettingKey<String> BOOTSTRAP_SERVERS =
            required("bootstrap.servers", SettingType.servers(), "The Kafka brokers to start from.");
    public static final SettingKey<String> SCHEMA_REGISTRY_URL = required(
            "schema.registry.url",
            SettingType.urls(),
            "The schema registry, Confluent's or one that speaks its protocol.");
    public static final SettingKey<String> APPLICATION_ID = optional(
            "application.id",
            SettingType.topicName(),
            "rillcast",
            "Names this forecaster: instances with the same id share the work, and its internal topics begin with it.");

    public static final SettingKey<String> READINGS_TOPIC =
            optional("readings.topic", SettingType.topicName(), "rillcast.readings", "Where readings come from.");
    public static final SettingKey<String> FORECASTS_TOPIC =
            optional("forecasts.topic", SettingType.topicName(), "rillcast.forecasts", "Where forecasts go.");
    public static final SettingKey<String> SCORES_TOPIC = optional(
            "scores.topic",
            SettingType.topicName(),
            "rillcast.scores",
            "Where scores go: how good each forecast was, once its reading has come.");
    public static final SettingKey<String> MODELS_TOPIC = optional(
            "models.topic", SettingType.topicName(), "rillcast.models", "Where published models are kept (compacted).");
    public static final SettingKey<String> MODEL_COMMANDS_TOPIC = optional(
            "model.commands.topic",
            SettingType.topicName(),
            "rillcast.model-commands",
            "Where a person's wishes about models come from.");
    public static final SettingKey<String> TRAININGS_TOPIC = optional(
            "trainings.topic",
            SettingType.topicName(),
            "rillcast.trainings",
            "Where the record of every training goes, promoted or not.");
    public static final SettingKey<String> DEAD_LETTERS_TOPIC = optional(
            "dead.letters.topic",
            SettingType.topicName(),
            "rillcast.dead-letters",
            "Where readings go that cannot be used, with the cause in their headers.");
    public static final SettingKey<Integer> TOPICS_PARTITIONS = optional(
            "topics.partitions",
            SettingType.integer(1, 10_000),
            "4",
            "Partitions of the topics that Rillcast creates.");
    public static final SettingKey<Integer> TOPICS_REPLICATION = optional(
            "topics.replication",
            SettingType.integer(-1, 100),
            "-1",
            "Copies of the topics that Rillcast creates; -1 is the brokers' default.");

    public static final SettingKey<String> READINGS_FORMAT = optional(
            "readings.format",
            SettingType.choice("avro", "json"),
            "avro",
            "How the values of the readings topic are written.");
    public static final SettingKey<String> READINGS_DESERIALIZER = optional(
            "readings.deserializer",
            SettingType.optionalDeserializer(),
            "",
            "A deserializer of Avro records on the class path to use in place of Rillcast's own.");
    public static final SettingKey<Boolean> READINGS_REPARTITION = optional(
            "readings.repartition",
            SettingType.yesNo(),
            "true",
            "Whether readings are sent through a topic keyed by series; false only if they are already keyed and"
                    + " partitioned so.");
    public static final SettingKey<String> READINGS_SERIES_FIELD = optional(
            "readings.series.field",
            SettingType.field(true),
            "series",
            "The field that names the series; empty takes the record's key.");
    public static final SettingKey<String> READINGS_TIMESTAMP_FIELD = optional(
            "readings.timestamp.field",
            SettingType.field(false),
            "timestamp",
            "The field that says when the value was read.");
    public static final SettingKey<String> READINGS_VALUE_FIELD =
            optional("readings.value.field", SettingType.field(false), "value", "The field that holds the value.");
    public static final SettingKey<String> READINGS_SAME_TIME = optional(
            "readings.same.time",
            SettingType.choice("correct", "last", "mean", "sequence"),
            "correct",
            "What a second reading of a series in one millisecond is: skipped and counted as a correction, or as a"
                    + " duplicate if equal; the one that counts; part of their mean; or the next in sequence.");
    public static final SettingKey<CovariateNames> READINGS_COVARIATE_FIELDS = optional(
            "readings.covariate.fields",
            SettingType.covariates(),
            "",
            "Fields that hold what else was known at that time and may help to forecast; one that is missing is"
                    + " masked.");
    public static final SettingKey<Long> READINGS_MAX_AHEAD_MS = optional(
            "readings.max.ahead.ms",
            SettingType.longInteger(0, THOUSAND_YEARS_MS),
            "604800000",
            "A reading dated further ahead of the clock than this is a dead letter.");

    public static final SettingKey<GroupRule> MODEL_GROUP = optional(
            "model.group",
            SettingType.modelGroup(),
            "all",
            "Which series share a model: all of them, none, or those with the same text before the separator.");
    public static final SettingKey<String> NETWORK_CELL =
            optional("network.cell", SettingType.choice("gru", "lstm", "rnn"), "gru", "The recurrent unit.");
    public static final SettingKey<Integer> NETWORK_HIDDEN =
            optional("network.hidden", SettingType.integer(1, 1024), "32", "Units of each recurrent layer.");
    public static final SettingKey<Integer> NETWORK_LAYERS =
            optional("network.layers", SettingType.integer(1, 8), "1", "Recurrent layers, one on the other.");
    public static final SettingKey<QuantileLevels> QUANTILE_LEVELS = optional(
            "quantile.levels",
            SettingType.quantileLevels(),
            "0.025,0.1,0.25,0.5,0.75,0.9,0.975",
            "The probabilities at which quantiles are forecast.");
    public static final SettingKey<String> SUPPORT = optional(
            "support",
            SettingType.choice("auto", "real", "nonnegative"),
            "auto",
            "Which values a series can take; auto learns it from the readings seen.");
    public static final SettingKey<Seasons> SEASON = optional(
            "season",
            SettingType.seasons(),
            "auto",
            "The seasons of every series in readings, such as 24,168; auto finds those of each by itself.");
    public static final SettingKey<Boolean> BLEND = optional(
            "blend",
            SettingType.yesNo(),
            "true",
            "Whether a forecast blends the network with experts beside it; false is the network alone.");
    public static final SettingKey<Integer> HISTORY_READINGS = optional(
            "history.readings",
            SettingType.integer(16, 1_000_000),
            "512",
            "The latest readings kept of each series, at least twice training.window.");
    public static final SettingKey<Long> SERIES_IDLE_MS = optional(
            "series.idle.ms",
            SettingType.longInteger(0, THOUSAND_YEARS_MS),
            "0",
            "A series to which no reading came for so long, while Rillcast ran, is forgotten: its state and its"
                    + " history; 0 is never.");

    public static final SettingKey<Integer> RETRAIN_EVERY_READINGS = optional(
            "retrain.every.readings",
            SettingType.integer(0, 1_000_000_000),
            "5000",
            "A model group is trained after so many readings of its series, the first times sooner: at 256 and 512,"
                    + " then whenever they have grown by half; 0 is never.");
    public static final SettingKey<Integer> TRAINING_TRUNCATION_LENGTH = optional(
            "training.truncation.length",
            SettingType.integer(1, 4096),
            "32",
            "Most steps that a gradient flows back, at most training.window.");
    public static final SettingKey<Integer> TRAINING_WINDOW = optional(
            "training.window", SettingType.integer(8, 4096), "96", "Readings of a series in one training window.");
    public static final SettingKey<Integer> TRAINING_BATCH =
            optional("training.batch", SettingType.integer(1, 1024), "32", "Windows in one optimiser step.");
    public static final SettingKey<Integer> TRAINING_STEPS = optional(
            "training.steps", SettingType.integer(1, 1_000_000), "400", "Most optimiser steps of one training.");
    public static final SettingKey<Integer> TRAINING_MAX_SECONDS = optional(
            "training.max.seconds",
            SettingType.integer(1, 86_400),
            "600",
            "A training that takes longer is given up, and the model in use is kept.");
    public static final SettingKey<Double> TRAINING_CPU_SHARE = optional(
            "training.cpu.share",
            SettingType.decimal(0.01, 1),
            "0.5",
            "The share of one processor that training may take.");
    public static final SettingKey<Long> TRAINING_SEED = optional(
            "training.seed",
            SettingType.longInteger(Long.MIN_VALUE, Long.MAX_VALUE),
            "1",
            "Seeds all random choices of training.");
    public static final SettingKey<Integer> TRAINING_RESERVOIR_WINDOWS = optional(
            "training.reservoir.windows",
            SettingType.integer(8, 1_000_000),
            "1024",
            "Windows kept to train a model group on, at least training.batch.");
    public static final SettingKey<Double> PROMOTION_MARGIN = optional(
            "promotion.margin",
            SettingType.decimal(0, 0.99),
            "0.0",
            "How much lower a candidate's loss must be than the incumbent's, as a share of it.");

    public static final SettingKey<Integer> SHUTDOWN_TIMEOUT_MS = optional(
            "shutdown.timeout.ms",
            SettingType.integer(0, 3_600_000),
            "30000",
            "Longest time that an orderly stop may take.");
    public static final SettingKey<Integer> STATE_MEMORY_MB = optional(
            "state.memory.mb",
            SettingType.integer(16, 1_048_576),
            "256",
            "Memory outside the heap that all state stores of the process share.");

    public static final SettingKey<String> HTTP_HOST = optional(
            "http.host",
            SettingType.host(),
            "127.0.0.1",
            "The address that the page, the API, metrics and health are served on; 0.0.0.0 is all addresses.");
    public static final SettingKey<Integer> HTTP_PORT = optional(
            "http.port",
            SettingType.integer(-1, 65_535),
            "8080",
            "Their port; 0 is any that is free, -1 serves nothing.");
    public static final SettingKey<String> HTTP_TOKEN_FILE = optional(
            "http.token.file",
            SettingType.secretFile(),
            "",
            "A file with a token of at least 16 characters, to be shown by those who change something; without one"
                    + " nobody can, and reading is open.");
    public static final SettingKey<String> LOG_FORMAT = optional(
            "log.format",
            SettingType.choice("text", "json"),
            "text",
            "How the log of run is written: as lines of text, or of JSON with a field for each key.");

    /** All of them, in the order of the table. */
    public static final List<SettingKey<?>> ALL = List.of(
            BOOTSTRAP_SERVERS,
            SCHEMA_REGISTRY_URL,
            APPLICATION_ID,
            READINGS_TOPIC,
            FORECASTS_TOPIC,
            SCORES_TOPIC,
            MODELS_TOPIC,
            MODEL_COMMANDS_TOPIC,
            TRAININGS_TOPIC,
            DEAD_LETTERS_TOPIC,
            TOPICS_PARTITIONS,
            TOPICS_REPLICATION,
            READINGS_FORMAT,
            READINGS_DESERIALIZER,
            READINGS_REPARTITION,
            READINGS_SERIES_FIELD,
            READINGS_TIMESTAMP_FIELD,
            READINGS_VALUE_FIELD,
            READINGS_SAME_TIME,
            READINGS_COVARIATE_FIELDS,
            READINGS_MAX_AHEAD_MS,
            MODEL_GROUP,
            NETWORK_CELL,
            NETWORK_HIDDEN,
            NETWORK_LAYERS,
            QUANTILE_LEVELS,
            SUPPORT,
            SEASON,
            BLEND,
            HISTORY_READINGS,
            SERIES_IDLE_MS,
            RETRAIN_EVERY_READINGS,
            TRAINING_TRUNCATION_LENGTH,
            TRAINING_WINDOW,
            TRAINING_BATCH,
            TRAINING_STEPS,
            TRAINING_MAX_SECONDS,
            TRAINING_CPU_SHARE,
            TRAINING_SEED,
            TRAINING_RESERVOIR_WINDOWS,
            PROMOTION_MARGIN,
            SHUTDOWN_TIMEOUT_MS,
            STATE_MEMORY_MB,
            HTTP_HOST,
            HTTP_PORT,
            HTTP_TOKEN_FILE,
            LOG_FORMAT);

    private SettingKeys() {}
}
