package io.rillcast.serde;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.rillcast.forecast.Covariates;
import io.rillcast.forecast.Reading;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.OptionalLong;
import java.util.function.LongSupplier;
import org.apache.kafka.common.header.Headers;

/**
 * Readings out of JSON objects, plain or behind the wire header that a JSON Schema serializer writes; owned by one
 * thread.
 *
 * <p>The registry is not asked: JSON names its own fields. A timestamp is a whole number of epoch milliseconds or
 * ISO-8601 text.
 */
public final class JsonReadingDecoder implements ReadingDecoder {
    /** A reading is flat, or nearly. */
    private static final int MOST_NESTING = 64;

    /** From here on a double does not hold every whole number. */
    private static final double MOST_EXACT = 1L << 53;

    private static final ObjectMapper JSON = new ObjectMapper(JsonFactory.builder()
                    .streamReadConstraints(StreamReadConstraints.builder()
                            .maxNestingDepth(MOST_NESTING)
                            .build())
                    .build())
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .enable(DeserializationFeature.FAIL_ON_READING_DUP_TREE_KEY);

    private final ReadingMapping mapping;
    private final ReadingRules rules;
    private final List<String> seriesPath;
    private final List<String> timestampPath;
    private final List<String> valuePath;
    private final List<List<String>> covariatePaths;
    private final long covariateList;

    /**
     * A decoder of objects whose fields a mapping names.
     *
     * @param latestAllowedMs the latest timestamp allowed now, epoch ms
     */
    public JsonReadingDecoder(ReadingMapping mapping, LongSupplier latestAllowedMs) {
        this.mapping = mapping;
        this.rules = new ReadingRules(latestAllowedMs);
        this.seriesPath = ReadingMapping.path(mapping.seriesField());
        this.timestampPath = ReadingMapping.path(mapping.timestampField());
        this.valuePath = ReadingMapping.path(mapping.valueField());
        this.covariatePaths =
                mapping.covariates().names().stream().map(ReadingMapping::path).toList();
        this.covariateList = mapping.covariates().fingerprint();
    }

    @Override
    public Reading decode(String topic, Headers headers, byte[] key, byte[] value) throws UndecodableReading {
        ReadingRules.requireReadable(value);
        JsonNode object = parse(value);
        String series = mapping.seriesIsKey()
                ? ReadingRules.seriesOfKey(key)
                : series(find(object, seriesPath, mapping.seriesField()));
        long timestampMs = timestampMs(find(object, timestampPath, mapping.timestampField()));
        double number = value(find(object, valuePath, mapping.valueField()), mapping.valueField());
        return rules.reading(series, timestampMs, number, covariates(object));
    }

    private Covariates covariates(JsonNode object) throws UndecodableReading {
        if (covariatePaths.isEmpty()) {
            return Covariates.NONE;
        }
        double[] values = new double[covariatePaths.size()];
        for (int i = 0; i < values.length; i++) {
            String name = mapping.covariates().names().get(i);
            List<String> path = covariatePaths.get(i);
            JsonNode node = at(object, isByPath(object, path) ? path : ReadingMapping.pathAmongCovariates(name));
            boolean isThere = !node.isMissingNode() && !node.isNull();
            values[i] = isThere ? ReadingRules.covariate(name, value(node, name)) : Double.NaN;
        }
        return Covariates.of(covariateList, values);
    }

    /** Whether a covariate's path leads anywhere, so that it is not looked for by its whole name. */
    private static boolean isByPath(JsonNode object, List<String> path) {
        JsonNode outermost = object.path(path.get(0));
        return outermost.isObject() || (path.size() == 1 && !outermost.isMissingNode());
    }

    private static JsonNode parse(byte[] value) throws UndecodableReading {
        // No JSON text begins with byte 0.
        int skipped = value[0] == WireHeader.MAGIC ? Math.min(WireHeader.SIZE_BYTES, value.length) : 0;
        try {
            JsonNode node = JSON.readTree(value, skipped, value.length - skipped);
            if (node.isObject()) {
                return node;
            }
            DeadLetterCause cause = node.isMissingNode() ? DeadLetterCause.MALFORMED_JSON : DeadLetterCause.WRONG_TYPE;
            throw new UndecodableReading(cause, "value must be a JSON object: found=" + found(node));
        } catch (IOException e) {
            String sentence = e.getMessage() == null
                    ? ""
                    : e.getMessage().lines().findFirst().orElse("");
            throw new UndecodableReading(
                    DeadLetterCause.MALFORMED_JSON,
                    "value must be one JSON object: bytes=" + value.length + ", problem=" + sentence,
                    e);
        }
    }

    private static JsonNode find(JsonNode object, List<String> path, String field) throws UndecodableReading {
        JsonNode node = at(object, path);
        if (node.isMissingNode() || node.isNull()) {
            throw ReadingRules.missing(field);
        }
        return node;
    }

    private static JsonNode at(JsonNode object, List<String> path) {
        JsonNode node = object;
        for (int from = 0; from < path.size(); ) {
            int to = path.size();
            while (to > from + 1 && !node.has(ReadingMapping.joined(path, from, to))) {
                to--;
            }
            node = node.path(ReadingMapping.joined(path, from, to));
            from = to;
        }
        return node;
    }

    private String series(JsonNode node) throws UndecodableReading {
        if (node.isTextual() || node.isIntegralNumber()) {
            return node.asText();
        }
        throw ReadingRules.wrongType(mapping.seriesField(), "a string or whole number", found(node));
    }

    private static double value(JsonNode node, String field) throws UndecodableReading {
        if (node.isNumber()) {
            return node.doubleValue();
        }
        throw ReadingRules.wrongType(field, "a number", found(node));
    }

    private long timestampMs(JsonNode node) throws UndecodableReading {
        OptionalLong time = OptionalLong.empty();
        if (node.isIntegralNumber() && node.canConvertToLong()) {
            time = OptionalLong.of(node.longValue());
        } else if (node.isFloatingPointNumber() && isWhole(node.doubleValue())) {
            time = OptionalLong.of((long) node.doubleValue());
        } else if (node.isTextual()) {
            time = Timestamps.parseIso(node.asText());
        }
        if (time.isEmpty()) {
            throw ReadingRules.wrongType(
                    mapping.timestampField(), "a whole number of epoch milliseconds or ISO-8601 text", found(node));
        }
        return time.getAsLong();
    }

    private static boolean isWhole(double number) {
        return Math.rint(number) == number && Math.abs(number) < MOST_EXACT;
    }

    private static String found(JsonNode node) {
        return node.getNodeType().name().toLowerCase(Locale.ROOT);
    }
}
