package io.rillcast.app;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.rillcast.training.TrainingRecord;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Locale;

/**
 * A line of the list of models: a version, or a training that gave none.
 *
 * @param group the model group
 * @param version 0 for none
 * @param isInUse whether it is the incumbent
 * @param whenMs it was written, epoch ms
 * @param training how it came to be
 */
record ModelRow(String group, long version, boolean isInUse, long whenMs, TrainingRecord training) {
    private static final String LINE = "%-20s %8s  %-8s  %-20s  %-11s  %10s %10s %10s  %s";

    /** Names the columns of {@link #line}. */
    static final String HEADING = String.format(
            Locale.ROOT,
            LINE,
            "group",
            "version",
            "state",
            "when",
            "decision",
            "candidate",
            "incumbent",
            "naive",
            "why");

    /** For a person. */
    String line() {
        TrainingRecord.Losses losses = training.losses();
        return String.format(
                Locale.ROOT,
                LINE,
                group,
                version == 0 ? "-" : version,
                state(),
                when(),
                training.decision().name().toLowerCase(Locale.ROOT),
                loss(losses.candidate()),
                loss(losses.incumbent()),
                loss(losses.naive()),
                training.reason());
    }

    private String state() {
        if (version == 0) {
            return "none";
        }
        return isInUse ? "in use" : "archived";
    }

    private Instant when() {
        return Instant.ofEpochMilli(whenMs).truncatedTo(ChronoUnit.SECONDS);
    }

    private static String loss(double loss) {
        return Double.isNaN(loss) ? "-" : String.format(Locale.ROOT, "%.4f", loss);
    }

    /** For a program. */
    String json() {
        ObjectNode node = new JsonMapper()
                .createObjectNode()
                .put("group", group)
                .put("version", version)
                .put("inUse", isInUse)
                .put("when", Instant.ofEpochMilli(whenMs).toString());
        TrainingJson.put(node.putObject("training"), training);
        return node.toString();
    }
}
