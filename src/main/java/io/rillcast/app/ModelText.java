package io.rillcast.app;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.rillcast.forecast.ForecastModel;
import io.rillcast.rnn.NetworkShape;
import io.rillcast.serde.ModelFile;
import io.rillcast.training.TrainingRecord;
import java.util.Arrays;
import java.util.Map;

/** One model for a person and for a program. */
final class ModelText {
    private final GroupModels.Version version;

    ModelText(GroupModels.Version version) {
        this.version = version;
    }

    /** As JSON. */
    ObjectNode json() {
        ForecastModel model = version.snapshot().model();
        NetworkShape shape = model.network().shape();
        ObjectNode node = new JsonMapper()
                .createObjectNode()
                .put("group", model.group())
                .put("version", model.version())
                .put("published", version.published().toString())
                .put("cell", shape.cell().text())
                .put("hidden", shape.hidden())
                .put("layers", shape.layers())
                .put("weights", shape.weightCount());
        Arrays.stream(model.levels().toArray()).forEach(node.putArray("levels")::add);
        model.features().forEach(node.putArray("features")::add);
        node.put("checksum", ModelFile.checksum(model));
        TrainingRecord training = version.snapshot().training();
        TrainingJson.put(node.putObject("training"), training);
        return node;
    }

    /** A line a field; those of the training are set in. */
    String text() {
        StringBuilder text = new StringBuilder();
        append(text, json(), "");
        return text.toString();
    }

    private static void append(StringBuilder text, ObjectNode node, String indent) {
        for (Map.Entry<String, com.fasterxml.jackson.databind.JsonNode> field : node.properties()) {
            text.append(indent).append(field.getKey());
            if (field.getValue() instanceof ObjectNode object) {
                text.append('\n');
                append(text, object, indent + "  ");
            } else {
                String value =
                        field.getValue().isNull() ? "-" : field.getValue().asText();
                text.append(": ")
                        .append(field.getValue().isArray() ? field.getValue().toString() : value)
                        .append('\n');
            }
        }
    }
}
