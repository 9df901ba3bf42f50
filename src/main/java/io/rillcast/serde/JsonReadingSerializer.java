package io.rillcast.serde;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.rillcast.forecast.Reading;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.kafka.common.serialization.Serializer;

/**
 * Writes readings as JSON objects with the fields that a mapping names, so that {@link JsonReadingDecoder} with the same
 * mapping gives the same readings back; safe for use by several threads.
 */
public final class JsonReadingSerializer implements Serializer<Reading> {
    private final ObjectMapper mapper = new ObjectMapper();
    private final ReadingMapping mapping;

    /** A dot in a field's name makes a nested object. */
    public JsonReadingSerializer(ReadingMapping mapping) {
        this.mapping = mapping;
    }

    /** UTF-8 text, the timestamp in epoch milliseconds; null for null. */
    @Override
    public byte[] serialize(String topic, Reading value) {
        return value == null ? null : serialize(value, Map.of());
    }

    /** The same for lines of a file, their covariates by name in an object of their own. */
    public Serializer<CsvRow> ofRows() {
        return (topic, row) -> serialize(row.reading(), row.covariates());
    }

    private byte[] serialize(Reading value, Map<String, Double> covariates) {
        ObjectNode root = mapper.createObjectNode();
        if (!mapping.seriesIsKey()) {
            parent(root, mapping.seriesField()).put(leaf(mapping.seriesField()), value.seriesId());
        }
        parent(root, mapping.timestampField()).put(leaf(mapping.timestampField()), value.timestampMs());
        parent(root, mapping.valueField()).put(leaf(mapping.valueField()), value.value());
        if (!covariates.isEmpty()) {
            ObjectNode byName = root.withObjectProperty(ReadingMapping.COVARIATES);
            new TreeMap<>(covariates).forEach(byName::put);
        }
        try {
            return mapper.writeValueAsBytes(root);
        } catch (JsonProcessingException impossible) {
            throw new AssertionError(impossible);
        }
    }

    private static ObjectNode parent(ObjectNode root, String field) {
        List<String> path = ReadingMapping.path(field);
        ObjectNode node = root;
        for (String name : path.subList(0, path.size() - 1)) {
            node = node.withObjectProperty(name);
        }
        return node;
    }

    private static String leaf(String field) {
        List<String> path = ReadingMapping.path(field);
        return path.get(path.size() - 1);
    }
}
