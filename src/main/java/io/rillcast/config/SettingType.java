package io.rillcast.config;

import io.rillcast.forecast.CovariateNames;
import io.rillcast.forecast.QuantileLevels;
import io.rillcast.forecast.Seasons;
import io.rillcast.streams.GroupRule;
import java.net.URI;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.common.utils.Utils;

/**
 * How the text of a setting becomes a value.
 *
 * @param name what the type is called in the table of settings
 * @param range what is allowed, in words; empty where everything is
 * @param javaType the class of the value
 * @param parser throws {@link IllegalArgumentException} with the rule, which begins with "must", where text breaks it
 */
record SettingType<T>(String name, String range, Class<T> javaType, Function<String, T> parser) {
    private static final Pattern TOPIC = Pattern.compile("[a-zA-Z0-9._-]{1,249}");
    private static final Pattern HOST = Pattern.compile("[a-zA-Z0-9._:%-]{1,255}");
    private static final Pattern SERVER =
            Pattern.compile("([A-Z_]+://)?(\\[[0-9a-fA-F:.]+]|[^\\s:,\\[\\]/]+):[0-9]{1,5}");

    /** Where in a record something stands: names parted by dots. */
    static SettingType<String> field(boolean mayBeEmpty) {
        String rule = "must be a field's name, or names parted by single dots";
        String range = mayBeEmpty ? "a.b, or empty" : "a.b";
        return new SettingType<>("field", range, String.class, text -> {
            boolean isPath = !Arrays.asList(text.split("\\.", -1)).contains("");
            require(isPath || (mayBeEmpty && text.isEmpty()), rule);
            return text;
        });
    }

    /** One of a few words. */
    static SettingType<String> choice(String... words) {
        List<String> choices = List.of(words);
        String range = String.join(", ", words);
        return new SettingType<>("word", range, String.class, text -> {
            require(choices.contains(text), "must be one of " + range);
            return text;
        });
    }

    /** A whole number between two bounds, both allowed. */
    static SettingType<Integer> integer(int least, int most) {
        String range = least + " to " + most;
        String rule = "must be a whole number from " + range;
        return new SettingType<>("int", range, Integer.class, text -> {
            long value = parseLong(text, rule);
            require(value >= least && value <= most, rule);
            return Math.toIntExact(value);
        });
    }

    /** A whole number between two bounds, both allowed. */
    static SettingType<Long> longInteger(long least, long most) {
        String range = least + " to " + most;
        String rule = "must be a whole number from " + range;
        return new SettingType<>("long", range, Long.class, text -> {
            long value = parseLong(text, rule);
            require(value >= least && value <= most, rule);
            return value;
        });
    }

    /** A number between two bounds, both allowed. */
    static SettingType<Double> decimal(double least, double most) {
        String range = least + " to " + most;
        String rule = "must be a number from " + range;
        return new SettingType<>("double", range, Double.class, text -> {
            double value = parseDouble(text, rule);
            require(value >= least && value <= most, rule);
            return value;
        });
    }

    /** Yes or no. */
    static SettingType<Boolean> yesNo() {
        return new SettingType<>("boolean", "true, false", Boolean.class, text -> {
            require(text.equals("true") || text.equals("false"), "must be true or false");
            return text.equals("true");
        });
    }

    /** The name of a Kafka topic, or what may be part of one. */
    static SettingType<String> topicName() {
        String rule = "must be 1 to 249 letters, digits, dots, underscores or dashes";
        return new SettingType<>("topic", "letters, digits, . _ -", String.class, text -> {
            boolean isDots = text.equals(".") || text.equals("..");
            require(TOPIC.matcher(text).matches() && !isDots, rule);
            return text;
        });
    }

    /** One or more brokers, host:port. */
    static SettingType<String> servers() {
        return new SettingType<>("list", "host:port, ...", String.class, text -> {
            boolean isList = Arrays.stream(text.split(",", -1))
                    .allMatch(server -> SERVER.matcher(server.strip()).matches());
            require(isList, "must be a comma-separated list of host:port");
            return text;
        });
    }

    /** One or more addresses of the same HTTP service. */
    static SettingType<String> urls() {
        return new SettingType<>("list", "http://... or https://...", String.class, text -> {
            boolean isList = Arrays.stream(text.split(",", -1)).allMatch(url -> isHttpUrl(url.strip()));
            require(isList, "must be a comma-separated list of http:// or https:// addresses");
            return text;
        });
    }

    /** Increasing probabilities with 0.5 among them. */
    static SettingType<QuantileLevels> quantileLevels() {
        String rule = "must be 1 to " + QuantileLevels.MOST + " increasing numbers between 0 and 1 with 0.5 among them";
        return new SettingType<>("list", "within (0, 1), with 0.5", QuantileLevels.class, text -> {
            double[] levels = Arrays.stream(text.split(",", -1))
                    .mapToDouble(level -> parseDouble(level.strip(), rule))
                    .toArray();
            try {
                return QuantileLevels.of(levels);
            } catch (IllegalArgumentException broken) {
                throw new IllegalArgumentException(rule, broken);
            }
        });
    }

    /** A few fields, parted by commas, or none. */
    static SettingType<CovariateNames> covariates() {
        String rule = "must be at most " + CovariateNames.MOST + " different names of fields, parted by commas";
        String range = "at most " + CovariateNames.MOST + ": a, b.c";
        return new SettingType<>("list", range, CovariateNames.class, text -> {
            List<String> names = text.isEmpty()
                    ? List.of()
                    : Arrays.stream(text.split(",", -1)).map(String::strip).toList();
            require(
                    names.stream()
                            .noneMatch(name -> List.of(name.split("\\.", -1)).contains("")),
                    rule);
            try {
                return new CovariateNames(names);
            } catch (IllegalArgumentException broken) {
                throw new IllegalArgumentException(rule, broken);
            }
        });
    }

    /** Seasons to be found, none, or up to two lengths. */
    static SettingType<Seasons> seasons() {
        String lengths = "increasing lengths from " + Seasons.SHORTEST + " to " + Seasons.LONGEST + " readings";
        String rule = "must be auto, none, or 1 or " + Seasons.MOST + " " + lengths + ", parted by a comma";
        String range = "auto, none, or 24,168";
        return new SettingType<>("list", range, Seasons.class, text -> {
            if (text.equals("auto") || text.equals("none")) {
                return text.equals("auto") ? Seasons.AUTO : Seasons.NONE;
            }
            List<Integer> parts = Arrays.stream(text.split(",", -1))
                    .map(length -> (int) Math.min(Seasons.LONGEST + 1, Math.max(0, parseLong(length.strip(), rule))))
                    .toList();
            try {
                return new Seasons(false, parts);
            } catch (IllegalArgumentException broken) {
                throw new IllegalArgumentException(rule, broken);
            }
        });
    }

    /** Which series share a model. */
    static SettingType<GroupRule> modelGroup() {
        return new SettingType<>("word", "all, series, prefix:SEPARATOR", GroupRule.class, GroupRule::parse);
    }

    /** The name of a deserializer's class, or nothing. */
    static SettingType<String> optionalDeserializer() {
        String rule = "must be the full name of a class, such as org.example.MyDeserializer";
        return new SettingType<>("class", "a Kafka Deserializer", String.class, text -> {
            boolean isName = Arrays.stream(text.split("\\.", -1)).allMatch(SettingType::isIdentifier);
            require(text.isEmpty() || isName, rule);
            if (isName) {
                requireDeserializer(text);
            }
            return text;
        });
    }

    /** An address to listen on, or a name of one. */
    static SettingType<String> host() {
        return new SettingType<>("host", "a name or an address", String.class, text -> {
            require(HOST.matcher(text).matches(), "must be a name or an address of this machine, without a port");
            return text;
        });
    }

    /** A file with one secret in it, or nothing. */
    static SettingType<String> secretFile() {
        String rule = "must be a file that can be read, with one token of 16 to 1024 printable characters";
        return new SettingType<>("file", "a file, or empty", String.class, text -> {
            require(text.isEmpty() || SecretFile.read(Path.of(text)).isPresent(), rule);
            return text;
        });
    }

    private static void requireDeserializer(String className) {
        String rule = "must be a Kafka Deserializer with a public constructor without parameters";
        try {
            Class<?> type = Utils.loadClass(className, Deserializer.class);
            require(Arrays.stream(type.getConstructors()).anyMatch(one -> one.getParameterCount() == 0), rule);
        } catch (ClassNotFoundException missing) {
            throw new IllegalArgumentException("must be a class on the class path", missing);
        } catch (ClassCastException unfit) {
            throw new IllegalArgumentException(rule, unfit);
        }
    }

    private static boolean isIdentifier(String word) {
        return !word.isEmpty()
                && Character.isJavaIdentifierStart(word.charAt(0))
                && word.chars().allMatch(Character::isJavaIdentifierPart);
    }

    private static boolean isHttpUrl(String text) {
        try {
            URI uri = URI.create(text);
            return ("http".equals(uri.getScheme()) || "https".equals(uri.getScheme())) && uri.getHost() != null;
        } catch (IllegalArgumentException notUri) {
            return false;
        }
    }

    private static long parseLong(String text, String rule) {
        try {
            return Long.parseLong(text);
        } catch (NumberFormatException notNumber) {
            throw new IllegalArgumentException(rule, notNumber);
        }
    }

    private static double parseDouble(String text, String rule) {
        try {
            return Double.parseDouble(text);
        } catch (NumberFormatException notNumber) {
            throw new IllegalArgumentException(rule, notNumber);
        }
    }

    private static void require(boolean holds, String rule) {
        if (!holds) {
            throw new IllegalArgumentException(rule);
        }
    }
}
