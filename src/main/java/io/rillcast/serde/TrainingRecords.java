package io.rillcast.serde;

import io.rillcast.avro.TrainingDecision;
import io.rillcast.training.TrainingRecord;
import java.time.Instant;

/** Training records as the records of their schema, and back; a loss that there is none of is null there, NaN here. */
final class TrainingRecords {
    private TrainingRecords() {}

    /** The record of a training. */
    static io.rillcast.avro.TrainingRecord toAvro(TrainingRecord training) {
        TrainingRecord.Data data = training.data();
        TrainingRecord.Effort effort = training.effort();
        io.rillcast.avro.TrainingRecord out = new io.rillcast.avro.TrainingRecord();
        out.setGroup(training.group());
        out.setDecision(TrainingDecision.valueOf(training.decision().name()));
        out.setReason(training.reason());
        out.setCandidateVersion(training.candidateVersion());
        out.setIncumbentVersion(training.incumbentVersion());
        out.setCandidateLoss(orNull(training.losses().candidate()));
        out.setIncumbentLoss(orNull(training.losses().incumbent()));
        out.setNaiveLoss(orNull(training.losses().naive()));
        out.setReadings(data.readings());
        out.setSeries(data.series());
        out.setWindows(data.windows());
        out.setHeldOut(data.heldOut());
        out.setFrom(Instant.ofEpochMilli(data.fromMs()));
        out.setTo(Instant.ofEpochMilli(data.toMs()));
        out.setSteps(effort.steps());
        out.setEpochs(effort.epochs());
        out.setSeed(effort.seed());
        out.setStarted(Instant.ofEpochMilli(effort.startedMs()));
        out.setTookMs(effort.tookMs());
        out.setCpuMs(effort.cpuMs());
        return out;
    }

    /**
     * The training in a record.
     *
     * @throws IllegalArgumentException if its decision is one that this release does not know
     */
    static TrainingRecord fromAvro(io.rillcast.avro.TrainingRecord in) {
        if (in.getDecision() == TrainingDecision.UNKNOWN) {
            throw new IllegalArgumentException(
                    "decision must be known: group=" + in.getGroup() + "; upgrade to the writer's release");
        }
        return new TrainingRecord(
                in.getGroup(),
                TrainingRecord.Decision.valueOf(in.getDecision().name()),
                in.getReason(),
                in.getCandidateVersion(),
                in.getIncumbentVersion(),
                new TrainingRecord.Losses(
                        orNaN(in.getCandidateLoss()), orNaN(in.getIncumbentLoss()), orNaN(in.getNaiveLoss())),
                new TrainingRecord.Data(
                        in.getReadings(),
                        in.getSeries(),
                        in.getWindows(),
                        in.getHeldOut(),
                        in.getFrom().toEpochMilli(),
                        in.getTo().toEpochMilli()),
                new TrainingRecord.Effort(
                        in.getSteps(),
                        in.getEpochs(),
                        in.getSeed(),
                        in.getStarted().toEpochMilli(),
                        in.getTookMs(),
                        in.getCpuMs()));
    }

    private static Double orNull(double loss) {
        return Double.isNaN(loss) ? null : loss;
    }

    private static double orNaN(Double loss) {
        return loss == null ? Double.NaN : loss;
    }
}
