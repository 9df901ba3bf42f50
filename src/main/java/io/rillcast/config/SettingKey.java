package io.rillcast.config;

import java.util.Locale;

/**
 * One setting that an operator can choose.
 *
 * @param name as written in the properties file
 * @param type how its text is read
 * @param isRequired whether it must be given, having no default
 * @param defaultText what holds where it is not given, empty for a required one
 * @param sentence what it is for
 */
public record SettingKey<T>(String name, SettingType<T> type, boolean isRequired, String defaultText, String sentence) {
    private static final String ENVIRONMENT_PREFIX = "RILLCAST_";

    /** A setting with a default. */
    static <T> SettingKey<T> optional(String name, SettingType<T> type, String defaultText, String sentence) {
        return new SettingKey<>(name, type, false, defaultText, sentence);
    }

    /** A setting without a default. */
    static <T> SettingKey<T> required(String name, SettingType<T> type, String sentence) {
        return new SettingKey<>(name, type, true, "", sentence);
    }

    /** The environment variable that sets a key: RILLCAST_ and the key in capitals with underscores for dots. */
    static String environmentName(String keyName) {
        return ENVIRONMENT_PREFIX + keyName.replace('.', '_').toUpperCase(Locale.ROOT);
    }
}
