package io.rillcast.app;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.rillcast.forecast.ForecastModel;
import io.rillcast.rnn.NetworkShape;
import io.rillcast.rnn.Tensor;
import io.rillcast.training.TrainingRecord;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** What two models of a group differ in. */
final class ModelDiff {
    private final GroupModels.Version first;
    private final GroupModels.Version second;

    ModelDiff(GroupModels.Version first, GroupModels.Version second) {
        this.first = first;
        this.second = second;
    }

    /** As JSON: {@code same} is false where sizes, levels, features or a weight differ. */
    ObjectNode json() {
        ForecastModel a = first.snapshot().model();
        ForecastModel b = second.snapshot().model();
        ObjectNode node = new JsonMapper().createObjectNode();
        node.put("group", a.group());
        put(node.putObject("a"), first);
        put(node.putObject("b"), second);
        minus(a.features(), b.features()).forEach(node.putArray("featuresOnlyInA")::add);
        minus(b.features(), a.features()).forEach(node.putArray("featuresOnlyInB")::add);
        double farthest = 0;
        ObjectNode tensors = node.putObject("tensors");
        Map<String, Tensor> others = b.network().tensors();
        for (Map.Entry<String, Tensor> entry : new TreeMap<>(a.network().tensors()).entrySet()) {
            Tensor other = others.get(entry.getKey());
            if (other == null || !Arrays.equals(other.shape(), entry.getValue().shape())) {
                continue;
            }
            double distance = distance(entry.getValue().values(), other.values());
            farthest = Math.max(farthest, distance);
            tensors.putObject(entry.getKey())
                    .put("normA", norm(entry.getValue().values()))
                    .put("normB", norm(other.values()))
                    .put("normOfDifference", distance);
        }
        boolean same = farthest == 0
                && a.network().shape().equals(b.network().shape())
                && a.levels().equals(b.levels())
                && a.features().equals(b.features());
        return node.put("same", same);
    }

    private static void put(ObjectNode node, GroupModels.Version version) {
        ForecastModel model = version.snapshot().model();
        NetworkShape shape = model.network().shape();
        TrainingRecord.Losses losses = version.snapshot().training().losses();
        node.put("version", model.version())
                .put("cell", shape.cell().text())
                .put("hidden", shape.hidden())
                .put("layers", shape.layers())
                .put("features", model.features().size())
                .put("levels", model.levels().toString())
                .put("candidateLoss", Double.isNaN(losses.candidate()) ? null : losses.candidate())
                .put("naiveLoss", Double.isNaN(losses.naive()) ? null : losses.naive());
    }

    private static List<String> minus(List<String> from, List<String> what) {
        List<String> rest = new ArrayList<>(from);
        rest.removeAll(what);
        return rest;
    }

    private static double norm(float[] values) {
        return distance(values, new float[values.length]);
    }

    private static double distance(float[] a, float[] b) {
        double sum = 0;
        for (int i = 0; i < a.length; i++) {
            double difference = (double) a[i] - b[i];
            sum += difference * difference;
        }
        return Math.sqrt(sum);
    }

    /** The same as lines: what differs, then the tensors. */
    String text() {
        ObjectNode json = json();
        StringBuilder text = new StringBuilder();
        for (String field :
                List.of("version", "cell", "hidden", "layers", "features", "levels", "candidateLoss", "naiveLoss")) {
            text.append(String.format(
                    Locale.ROOT,
                    "%-14s  %s  %s%n",
                    field,
                    json.get("a").get(field).asText(),
                    json.get("b").get(field).asText()));
        }
        text.append("features only in a: ").append(json.get("featuresOnlyInA")).append('\n');
        text.append("features only in b: ").append(json.get("featuresOnlyInB")).append('\n');
        text.append(String.format("%-24s %12s %12s %12s%n", "tensor", "norm of a", "norm of b", "of b - a"));
        json.get("tensors")
                .properties()
                .forEach(entry -> text.append(String.format(
                        Locale.ROOT,
                        "%-24s %12.5f %12.5f %12.5f%n",
                        entry.getKey(),
                        entry.getValue().get("normA").asDouble(),
                        entry.getValue().get("normB").asDouble(),
                        entry.getValue().get("normOfDifference").asDouble())));
        text.append(json.get("same").asBoolean() ? "the same weights\n" : "");
        return text.toString();
    }
}
