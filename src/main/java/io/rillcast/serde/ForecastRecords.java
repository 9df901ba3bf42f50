package io.rillcast.serde;

import io.rillcast.avro.Quantile;
import io.rillcast.forecast.Explanation;
import io.rillcast.forecast.Forecast;
import io.rillcast.forecast.QuantileLevels;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.TreeMap;

/** Forecasts as the records of their schema, and back. */
final class ForecastRecords {
    /** Every forecast is for the next reading. */
    private static final int HORIZON = 1;

    private ForecastRecords() {}

    /** Weights by name, so that equal forecasts have equal bytes. */
    static io.rillcast.avro.Forecast toAvro(Forecast forecast) {
        Forecast.Origin origin = forecast.origin();
        Forecast.Parts parts = forecast.parts();
        io.rillcast.avro.Forecast out = new io.rillcast.avro.Forecast();
        out.setSeries(origin.seriesId());
        out.setOrigin(Instant.ofEpochMilli(origin.originMs()));
        out.setTarget(Instant.ofEpochMilli(origin.targetMs()));
        out.setHorizon(HORIZON);
        out.setRevision(origin.revision());
        out.setPoint(forecast.point());
        out.setMean(parts.mean());
        out.setQuantiles(quantiles(forecast));
        out.setNaive(parts.naive());
        out.setNetwork(parts.network());
        out.setWeights(new TreeMap<>(parts.weights()));
        out.setModelGroup(origin.modelGroup());
        out.setModelVersion(origin.modelVersion());
        out.setReadingsSeen(origin.readingsSeen());
        out.setWarm(origin.warm());
        explain(out, parts.why());
        return out;
    }

    private static void explain(io.rillcast.avro.Forecast out, Explanation why) {
        out.setExperts(new TreeMap<>(why.experts()));
        out.setScale(Double.isNaN(why.scale()) ? null : why.scale());
        out.setSeasons(why.seasons());
        out.setCadence(why.cadenceMs() == 0 ? null : why.cadenceMs());
        out.setCadenceMonths(why.cadenceMonths() == 0 ? null : why.cadenceMonths());
        out.setSupport(why.support().isEmpty() ? null : why.support());
        out.setCorrection(Double.isNaN(why.correction()) ? null : why.correction());
    }

    /**
     * The forecast in a record.
     *
     * @throws IllegalArgumentException if its levels or quantiles break a rule
     */
    static Forecast fromAvro(io.rillcast.avro.Forecast in) {
        Forecast.Origin origin = new Forecast.Origin(
                in.getSeries(),
                in.getOrigin().toEpochMilli(),
                in.getTarget().toEpochMilli(),
                in.getRevision(),
                in.getModelGroup(),
                in.getModelVersion(),
                in.getReadingsSeen(),
                in.getWarm());
        double[] levels =
                in.getQuantiles().stream().mapToDouble(Quantile::getLevel).toArray();
        double[] values =
                in.getQuantiles().stream().mapToDouble(Quantile::getValue).toArray();
        Forecast.Parts parts =
                new Forecast.Parts(in.getMean(), in.getNaive(), in.getNetwork(), in.getWeights(), why(in));
        return new Forecast(origin, QuantileLevels.of(levels), values, parts);
    }

    private static Explanation why(io.rillcast.avro.Forecast in) {
        return new Explanation(
                in.getExperts(),
                Objects.requireNonNullElse(in.getScale(), Double.NaN),
                in.getSeasons(),
                Objects.requireNonNullElse(in.getCadence(), 0L),
                Objects.requireNonNullElse(in.getCadenceMonths(), 0),
                Objects.requireNonNullElse(in.getSupport(), ""),
                Objects.requireNonNullElse(in.getCorrection(), Double.NaN));
    }

    private static List<Quantile> quantiles(Forecast forecast) {
        int count = forecast.levels().count();
        List<Quantile> quantiles = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            quantiles.add(new Quantile(forecast.levels().level(i), forecast.quantile(i)));
        }
        return quantiles;
    }
}
