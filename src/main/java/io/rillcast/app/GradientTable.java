package io.rillcast.app;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.rillcast.training.GradientFlow;
import java.util.List;
import java.util.Locale;
import java.util.TreeSet;

/**
 * Curves of gradients as numbers.
 *
 * @param length steps of a sequence
 * @param steps optimiser steps of the trained cells
 * @param curves of equal length
 */
record GradientTable(int length, int steps, List<GradientFlow.Curve> curves) {
    /** About as many rows as fit a screen beside the rest. */
    private static final int ROWS = 12;

    private static final int COLUMN = 22;

    /** Copies the curves. */
    GradientTable {
        curves = List.copyOf(curves);
    }

    /** Columns for a terminal: norms as multiples of that at the last step, and what each cell learned. */
    String text() {
        StringBuilder text = new StringBuilder();
        text.append(String.format(
                Locale.ROOT,
                "norm of dL/dh by distance from the loss, as a multiple of that at distance 0 (sequences of %d"
                        + " steps)%n%n",
                length));
        text.append(String.format(Locale.ROOT, "%8s", "distance"));
        curves.forEach(curve -> text.append(cell(curve.name())));
        text.append(System.lineSeparator());
        for (int distance : distances()) {
            text.append(String.format(Locale.ROOT, "%8d", distance));
            curves.forEach(curve -> text.append(cell(String.format(Locale.ROOT, "%.1e", curve.relative(distance)))));
            text.append(System.lineSeparator());
        }
        text.append(String.format(Locale.ROOT, "%8s", "right"));
        curves.forEach(curve -> text.append(cell(String.format(Locale.ROOT, "%.0f %%", 100 * curve.accuracy()))));
        text.append(String.format(
                Locale.ROOT,
                "%n%nright: of new sequences, after %,d optimiser steps with clipping; the last column is not trained;"
                        + " guessing gives %.1f %%%n",
                steps,
                100 * GradientFlow.chance()));
        return text.toString();
    }

    /** One JSON object: all norms, by distance. */
    String json() {
        ObjectNode node = new JsonMapper()
                .createObjectNode()
                .put("length", length)
                .put("steps", steps)
                .put("chance", GradientFlow.chance());
        ArrayNode array = node.putArray("curves");
        for (GradientFlow.Curve curve : curves) {
            ArrayNode norms = array.addObject()
                    .put("cell", curve.name())
                    .put("accuracy", curve.accuracy())
                    .putArray("normByDistance");
            curve.norms().forEach(norms::add);
        }
        return node + System.lineSeparator();
    }

    private TreeSet<Integer> distances() {
        TreeSet<Integer> distances = new TreeSet<>();
        int every = Math.max(1, (length - 1) / ROWS);
        for (int distance = 0; distance < length; distance += every) {
            distances.add(distance);
        }
        distances.add(length - 1);
        return distances;
    }

    private static String cell(String text) {
        return String.format(Locale.ROOT, "%" + COLUMN + "s", text);
    }
}
