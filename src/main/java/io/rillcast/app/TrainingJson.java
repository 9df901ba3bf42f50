package io.rillcast.app;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.rillcast.training.TrainingRecord;
import java.time.Instant;

/** A training record as JSON, under the names of its schema; what there is none of is null. */
final class TrainingJson {
    private TrainingJson() {}

    /** Puts its fields into an object. */
    static void put(ObjectNode node, TrainingRecord training) {
        TrainingRecord.Losses losses = training.losses();
        TrainingRecord.Data data = training.data();
        TrainingRecord.Effort effort = training.effort();
        node.put("group", training.group())
                .put("decision", training.decision().name())
                .put("reason", training.reason())
                .put("candidateVersion", training.candidateVersion())
                .put("incumbentVersion", training.incumbentVersion())
                .put("candidateLoss", orNull(losses.candidate()))
                .put("incumbentLoss", orNull(losses.incumbent()))
                .put("naiveLoss", orNull(losses.naive()))
                .put("readings", data.readings())
                .put("series", data.series())
                .put("windows", data.windows())
                .put("heldOut", data.heldOut())
                .put("from", time(data.fromMs()))
                .put("to", time(data.toMs()))
                .put("steps", effort.steps())
                .put("epochs", effort.epochs())
                .put("seed", effort.seed())
                .put("started", time(effort.startedMs()))
                .put("tookMs", effort.tookMs())
                .put("cpuMs", effort.cpuMs());
    }

    private static Double orNull(double loss) {
        return Double.isNaN(loss) ? null : loss;
    }

    private static String time(long epochMs) {
        return Instant.ofEpochMilli(epochMs).toString();
    }
}
