package io.rillcast.config;

/**
 * One thing that is wrong with the settings.
 *
 * @param key the key it is about
 * @param sentence the rule, the key with its value (unless secret), what to do, and where it was set
 */
public record SettingsProblem(String key, String sentence) {}
