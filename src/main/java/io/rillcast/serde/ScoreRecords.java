package io.rillcast.serde;

import io.rillcast.forecast.Score;
import java.time.Instant;

/** Scores as the records of their schema, and back. */
final class ScoreRecords {
    private ScoreRecords() {}

    /** The record of a score. */
    static io.rillcast.avro.Score toAvro(Score score) {
        io.rillcast.avro.Score out = new io.rillcast.avro.Score();
        out.setSeries(score.seriesId());
        out.setTimestamp(Instant.ofEpochMilli(score.timestampMs()));
        out.setActual(score.values().actual());
        out.setPoint(score.values().point());
        out.setNaive(score.values().naive());
        out.setAbsoluteError(score.absoluteError());
        out.setNaiveAbsoluteError(score.naiveAbsoluteError());
        out.setPinball(score.losses().pinball());
        out.setNetworkPinball(score.losses().networkPinball());
        out.setNaivePinball(score.losses().naivePinball());
        out.setCrps(score.losses().crps());
        out.setCovered80(score.covered80());
        out.setCovered95(score.covered95());
        out.setAfterGap(score.afterGap());
        out.setModelGroup(score.model().group());
        out.setModelVersion(score.model().version());
        out.setRevision(score.model().revision());
        out.setRollingReadings(Score.ROLLING_READINGS);
        out.setRollingMase(score.rolling().mase());
        out.setRollingCoverage80(score.rolling().coverage80());
        return out;
    }

    /** The score in a record; its absolute errors follow from its values. */
    static Score fromAvro(io.rillcast.avro.Score in) {
        return new Score(
                in.getSeries(),
                in.getTimestamp().toEpochMilli(),
                new Score.Values(in.getActual(), in.getPoint(), in.getNaive()),
                new Score.Losses(in.getPinball(), in.getNetworkPinball(), in.getNaivePinball(), in.getCrps()),
                in.getCovered80(),
                in.getCovered95(),
                in.getAfterGap(),
                new Score.ModelUsed(in.getModelGroup(), in.getModelVersion(), in.getRevision()),
                new Score.Rolling(in.getRollingMase(), in.getRollingCoverage80()));
    }
}
