package io.rillcast.config;

import io.rillcast.forecast.SeriesWindow;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiPredicate;

/** The rules that bind one setting to another; each is checked where both could be read. */
final class SettingsRules {
    private static final List<SettingKey<String>> TOPICS = List.of(
            SettingKeys.READINGS_TOPIC,
            SettingKeys.FORECASTS_TOPIC,
            SettingKeys.SCORES_TOPIC,
            SettingKeys.MODELS_TOPIC,
            SettingKeys.MODEL_COMMANDS_TOPIC,
            SettingKeys.TRAININGS_TOPIC,
            SettingKeys.DEAD_LETTERS_TOPIC);

    /** Below the size up to which producers send and brokers take records by default. */
    private static final long MOST_WINDOW_BYTES = 1_000_000;

    private static final List<SettingKey<String>> FIELDS = List.of(
            SettingKeys.READINGS_SERIES_FIELD, SettingKeys.READINGS_TIMESTAMP_FIELD, SettingKeys.READINGS_VALUE_FIELD);

    private final Map<SettingKey<?>, Object> values;
    private final List<SettingsProblem> problems = new ArrayList<>();

    private SettingsRules(Map<SettingKey<?>, Object> values) {
        this.values = values;
    }

    /** All rules that these values break; keys without a value were wrong already and break none. */
    static List<SettingsProblem> broken(Map<SettingKey<?>, Object> values) {
        SettingsRules rules = new SettingsRules(values);
        rules.different(TOPICS, "two topics must not have the same name");
        rules.different(FIELDS, "two parts of a reading must not be read from the same field");
        FIELDS.forEach(field -> rules.both(
                SettingKeys.READINGS_COVARIATE_FIELDS,
                field,
                (covariates, name) -> !covariates.names().contains(name),
                "a covariate must not be read from the field of another part of the reading"));
        rules.both(
                SettingKeys.TRAINING_WINDOW,
                SettingKeys.READINGS_COVARIATE_FIELDS,
                (window, covariates) -> SeriesWindow.mostBytes(window, covariates) <= MOST_WINDOW_BYTES,
                "a training window with its covariates must fit into one record; have fewer of either");
        rules.both(
                SettingKeys.HISTORY_READINGS,
                SettingKeys.TRAINING_WINDOW,
                (history, window) -> history >= 2 * window,
                "history.readings must be at least twice training.window");
        rules.both(
                SettingKeys.TRAINING_TRUNCATION_LENGTH,
                SettingKeys.TRAINING_WINDOW,
                (truncation, window) -> truncation <= window,
                "training.truncation.length must be at most training.window");
        rules.both(
                SettingKeys.TRAINING_RESERVOIR_WINDOWS,
                SettingKeys.TRAINING_BATCH,
                (reservoir, batch) -> reservoir >= batch,
                "training.reservoir.windows must be at least training.batch");
        rules.both(
                SettingKeys.READINGS_DESERIALIZER,
                SettingKeys.READINGS_FORMAT,
                (deserializer, format) -> deserializer.isEmpty() || format.equals("avro"),
                "readings.deserializer must be empty unless readings.format is avro");
        return rules.problems;
    }

    private <A, B> void both(SettingKey<A> first, SettingKey<B> second, BiPredicate<A, B> rule, String sentence) {
        Object a = values.get(first);
        Object b = values.get(second);
        if (a == null || b == null) {
            return;
        }
        if (!rule.test(first.type().javaType().cast(a), second.type().javaType().cast(b))) {
            problems.add(new SettingsProblem(
                    first.name(), sentence + ": " + first.name() + "=" + a + ", " + second.name() + "=" + b));
        }
    }

    private void different(List<SettingKey<String>> keys, String sentence) {
        Map<Object, SettingKey<String>> seen = new HashMap<>();
        for (SettingKey<String> key : keys) {
            Object value = values.get(key);
            SettingKey<String> other = value == null ? null : seen.putIfAbsent(value, key);
            if (other != null) {
                problems.add(new SettingsProblem(
                        key.name(), sentence + ": " + other.name() + "=" + value + ", " + key.name() + "=" + value));
            }
        }
    }
}
