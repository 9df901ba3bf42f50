/**
 * What the operator chose: every key, its type, default and range, and what is wrong with a choice.
 *
 * <p>{@link io.rillcast.config.SettingKeys} is the one list; README's table and {@code rillcast settings} are made from
 * it. {@link io.rillcast.config.SettingsReader} merges a properties file, the environment and the command line, the
 * last one winning, and reports all problems at once. It is not for building anything: parameter records live with
 * their users, and no class to the left of this package sees a text or a {@code Properties}.
 *
 * <p>2026-11-21, own table beside Kafka's ConfigDef: ConfigDef stops at the first wrong value and knows neither unknown
 * keys nor rules between two keys. It still judges the values of Kafka's own settings, which pass through.
 *
 * <p>2026-11-21, one unprefixed space of names: a setting of Kafka keeps its name without a prefix of ours, so that what
 * stands in Kafka's documentation can be copied. A name that neither we nor Kafka know is an error, because a silent
 * typing error in a security setting is worse than a start that fails.
 *
 * <p>2026-11-21, environment variables that Kubernetes makes up for a Service named rillcast (RILLCAST_SERVICE_HOST,
 * RILLCAST_PORT and their kin) are not taken for mistyped keys.
 */
package io.rillcast.config;
