package io.rillcast.serde;

import io.rillcast.forecast.Covariates;
import io.rillcast.forecast.Reading;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.apache.avro.Conversions;
import org.apache.avro.LogicalType;
import org.apache.avro.LogicalTypes;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericEnumSymbol;
import org.apache.avro.generic.GenericFixed;
import org.apache.avro.generic.IndexedRecord;

/**
 * Finds a reading in any Avro record, by names of fields; immutable.
 *
 * <p>Takes fields as they were written and as Avro's conversions give them: a timestamp as long or as Instant, a
 * decimal as bytes or as BigDecimal.
 */
final class AvroFields {
    /** More than the 34 digits of any decimal in use; turning bytes to digits takes the square of their number. */
    private static final int MOST_DECIMAL_BYTES = 64;

    private static final int UUID_BYTES = 16;

    private final ReadingMapping mapping;
    private final ReadingRules rules;
    private final List<String> seriesPath;
    private final List<String> timestampPath;
    private final List<String> valuePath;
    private final List<List<String>> covariatePaths;
    private final long covariateList;

    /** A field's content beside its schema, which for a union is that of the content's branch. */
    private record Found(Object content, Schema schema) {
        LogicalType logicalType() {
            return schema.getLogicalType();
        }

        String description() {
            return schema.getLogicalType() == null
                    ? schema.getType().getName()
                    : schema.getLogicalType().getName();
        }
    }

    AvroFields(ReadingMapping mapping, ReadingRules rules) {
        this.mapping = mapping;
        this.rules = rules;
        this.seriesPath = ReadingMapping.path(mapping.seriesField());
        this.timestampPath = ReadingMapping.path(mapping.timestampField());
        this.valuePath = ReadingMapping.path(mapping.valueField());
        this.covariatePaths =
                mapping.covariates().names().stream().map(ReadingMapping::path).toList();
        this.covariateList = mapping.covariates().fingerprint();
    }

    /** The reading in a record, which may be anything that a deserializer gave. */
    Reading reading(Object datum, byte[] key) throws UndecodableReading {
        if (!(datum instanceof IndexedRecord record)) {
            throw new UndecodableReading(
                    DeadLetterCause.WRONG_TYPE,
                    "value must be an Avro record: found="
                            + (datum == null ? "null" : datum.getClass().getSimpleName()));
        }
        String series = mapping.seriesIsKey()
                ? ReadingRules.seriesOfKey(key)
                : series(find(record, seriesPath, mapping.seriesField()));
        long timestampMs = timestampMs(find(record, timestampPath, mapping.timestampField()));
        double value = value(find(record, valuePath, mapping.valueField()), mapping.valueField());
        return rules.reading(series, timestampMs, value, covariates(record));
    }

    private Covariates covariates(IndexedRecord record) throws UndecodableReading {
        if (covariatePaths.isEmpty()) {
            return Covariates.NONE;
        }
        double[] values = new double[covariatePaths.size()];
        for (int i = 0; i < values.length; i++) {
            String name = mapping.covariates().names().get(i);
            List<String> path = covariatePaths.get(i);
            Optional<Found> found =
                    findIfThere(record, isByPath(record, path) ? path : ReadingMapping.pathAmongCovariates(name), name);
            values[i] = found.isPresent() ? ReadingRules.covariate(name, value(found.get(), name)) : Double.NaN;
        }
        return Covariates.of(covariateList, values);
    }

    /** Whether a covariate's path leads anywhere, so that it is not looked for by its whole name. */
    private static boolean isByPath(IndexedRecord record, List<String> path) {
        Schema.Field outermost = record.getSchema().getField(path.get(0));
        Object content = outermost == null ? null : record.get(outermost.pos());
        return content instanceof IndexedRecord || content instanceof Map || (path.size() == 1 && outermost != null);
    }

    private static Found find(IndexedRecord record, List<String> path, String field) throws UndecodableReading {
        return findIfThere(record, path, field).orElseThrow(() -> ReadingRules.missing(field));
    }

    /** The field at a path, empty if it, or one on the way to it, is absent or null. */
    private static Optional<Found> findIfThere(IndexedRecord record, List<String> path, String field)
            throws UndecodableReading {
        Object content = record;
        Schema schema = record.getSchema();
        int from = 0;
        while (from < path.size()) {
            int to = from + 1;
            if (content instanceof IndexedRecord inner) {
                Schema.Field found = inner.getSchema().getField(path.get(from));
                content = found == null ? null : inner.get(found.pos());
                schema = found == null ? null : branch(found.schema(), content);
            } else if (content instanceof Map<?, ?> map) {
                to = longestName(map, path, from);
                Object key = keyOf(map, ReadingMapping.joined(path, from, to));
                content = key == null ? null : map.get(key);
                schema = schema.getType() == Schema.Type.MAP ? branch(schema.getValueType(), content) : schema;
            } else {
                throw ReadingRules.wrongType(
                        field,
                        "reached through records and maps",
                        schema.getType().getName());
            }
            if (content == null) {
                return Optional.empty();
            }
            from = to;
        }
        return Optional.of(new Found(content, schema));
    }

    /** Where the longest name that a map has ends on the path; the next one alone if it has none. */
    private static int longestName(Map<?, ?> map, List<String> path, int from) {
        int to = path.size();
        while (to > from + 1 && keyOf(map, ReadingMapping.joined(path, from, to)) == null) {
            to--;
        }
        return to;
    }

    /** The key that reads as a name, or null. Keys are Utf8 or String, which are never equal. */
    private static Object keyOf(Map<?, ?> map, String name) {
        for (Object key : map.keySet()) {
            if (key instanceof CharSequence text && name.contentEquals(text)) {
                return key;
            }
        }
        return null;
    }

    /** The branch of a union that a content is in, by its class; a union has each plain type at most once. */
    private static Schema branch(Schema schema, Object content) {
        if (schema.getType() != Schema.Type.UNION) {
            return schema;
        }
        for (Schema branch : schema.getTypes()) {
            boolean isIt = switch (branch.getType()) {
                case LONG -> content instanceof Long;
                case INT -> content instanceof Integer;
                case BYTES -> content instanceof ByteBuffer;
                case FIXED -> content instanceof GenericFixed fixed && isOf(fixed, branch);
                case MAP -> content instanceof Map;
                default -> false;
            };
            if (isIt) {
                return branch;
            }
        }
        return schema;
    }

    /** A union may hold several fixed types, told apart by their names. */
    private static boolean isOf(GenericFixed fixed, Schema branch) {
        return fixed.getSchema() == null
                || branch.getFullName().equals(fixed.getSchema().getFullName());
    }

    private String series(Found found) throws UndecodableReading {
        Object content = found.content();
        if (found.logicalType() instanceof LogicalTypes.Uuid
                && content instanceof GenericFixed fixed
                && fixed.bytes().length == UUID_BYTES) {
            ByteBuffer bits = ByteBuffer.wrap(fixed.bytes());
            return new UUID(bits.getLong(), bits.getLong()).toString();
        }
        if (content instanceof CharSequence
                || content instanceof GenericEnumSymbol
                || content instanceof Enum
                || content instanceof Long
                || content instanceof Integer
                || content instanceof UUID) {
            return content.toString();
        }
        throw ReadingRules.wrongType(mapping.seriesField(), "a string or whole number", found.description());
    }

    private static double value(Found found, String field) throws UndecodableReading {
        Object content = found.content();
        boolean isShort = !(content instanceof BigDecimal decimal)
                || decimal.unscaledValue().bitLength() <= Byte.SIZE * MOST_DECIMAL_BYTES;
        boolean isNumber = content instanceof BigDecimal || (content instanceof Number && found.logicalType() == null);
        if (isNumber && isShort) {
            return ((Number) content).doubleValue();
        }
        byte[] bytes = bytes(content);
        if (bytes.length > 0 && bytes.length <= MOST_DECIMAL_BYTES) {
            if (found.logicalType() instanceof LogicalTypes.Decimal decimal) {
                return new BigDecimal(new BigInteger(bytes), decimal.getScale()).doubleValue();
            }
            if (found.logicalType() instanceof LogicalTypes.BigDecimal) {
                return bigDecimal(field, bytes);
            }
        }
        throw ReadingRules.wrongType(field, "a number", found.description());
    }

    /** A decimal that brings its own scale. */
    private static double bigDecimal(String field, byte[] bytes) throws UndecodableReading {
        try {
            BigDecimal decimal = new Conversions.BigDecimalConversion().fromBytes(ByteBuffer.wrap(bytes), null, null);
            return decimal.doubleValue();
        } catch (RuntimeException malformed) {
            throw new UndecodableReading(
                    DeadLetterCause.MALFORMED_AVRO,
                    "field must hold a whole decimal: field=" + field + ", bytes=" + bytes.length,
                    malformed);
        }
    }

    private static byte[] bytes(Object content) {
        if (content instanceof GenericFixed fixed) {
            return fixed.bytes();
        }
        if (content instanceof ByteBuffer buffer && buffer.remaining() <= MOST_DECIMAL_BYTES) {
            byte[] bytes = new byte[buffer.remaining()];
            buffer.duplicate().get(bytes);
            return bytes;
        }
        return new byte[0];
    }

    private long timestampMs(Found found) throws UndecodableReading {
        Object content = found.content();
        OptionalLong time = OptionalLong.empty();
        if (content instanceof Long number) {
            time = ofLong(number, found.logicalType());
        } else if (content instanceof Integer days && found.logicalType() instanceof LogicalTypes.Date) {
            time = OptionalLong.of(TimeUnit.DAYS.toMillis(days));
        } else if (content instanceof CharSequence text) {
            time = Timestamps.parseIso(text.toString());
        } else if (content instanceof Instant instant) {
            time = OptionalLong.of(Timestamps.epochMs(instant));
        } else if (content instanceof LocalDateTime local) {
            time = OptionalLong.of(Timestamps.epochMs(local.toInstant(ZoneOffset.UTC)));
        } else if (content instanceof LocalDate date) {
            time = OptionalLong.of(
                    Timestamps.epochMs(date.atStartOfDay(ZoneOffset.UTC).toInstant()));
        }
        if (time.isEmpty()) {
            throw ReadingRules.wrongType(
                    mapping.timestampField(),
                    "a timestamp, a date, a long of epoch milliseconds or ISO-8601 text",
                    found.description());
        }
        return time.getAsLong();
    }

    private static OptionalLong ofLong(long number, LogicalType type) {
        if (type == null
                || type instanceof LogicalTypes.TimestampMillis
                || type instanceof LogicalTypes.LocalTimestampMillis) {
            return OptionalLong.of(number);
        }
        if (type instanceof LogicalTypes.TimestampMicros || type instanceof LogicalTypes.LocalTimestampMicros) {
            return OptionalLong.of(Math.floorDiv(number, 1_000L));
        }
        if (type instanceof LogicalTypes.TimestampNanos || type instanceof LogicalTypes.LocalTimestampNanos) {
            return OptionalLong.of(Math.floorDiv(number, 1_000_000L));
        }
        return OptionalLong.empty();
    }
}
