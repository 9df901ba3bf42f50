package io.rillcast.app;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.rillcast.forecast.Explanation;
import io.rillcast.forecast.Forecast;
import io.rillcast.forecast.Score;
import java.time.Instant;
import java.util.List;
import java.util.TreeMap;

/**
 * One JSON object a line, with the names of the schemas {@code Forecast} and {@code Score} and which of them it is in
 * {@code kind}; times in ISO-8601, UTC.
 */
final class JsonLines implements OutputLines {
    /** Steps ahead, as the schema has it. */
    private static final int HORIZON = 1;

    private final JsonMapper mapper = new JsonMapper();

    @Override
    public String heading() {
        return "";
    }

    @Override
    public String line(Forecast forecast) {
        Forecast.Origin origin = forecast.origin();
        Forecast.Parts parts = forecast.parts();
        ObjectNode node = mapper.createObjectNode()
                .put("kind", "forecast")
                .put("series", origin.seriesId())
                .put("origin", time(origin.originMs()))
                .put("target", time(origin.targetMs()))
                .put("horizon", HORIZON)
                .put("revision", origin.revision())
                .put("point", forecast.point())
                .put("mean", parts.mean());
        ArrayNode quantiles = node.putArray("quantiles");
        for (int i = 0; i < forecast.levels().count(); i++) {
            quantiles.addObject().put("level", forecast.levels().level(i)).put("value", forecast.quantile(i));
        }
        node.put("naive", parts.naive()).put("network", parts.network());
        ObjectNode weights = node.putObject("weights");
        new TreeMap<>(parts.weights()).forEach(weights::put);
        node.put("modelGroup", origin.modelGroup())
                .put("modelVersion", origin.modelVersion())
                .put("readingsSeen", origin.readingsSeen())
                .put("warm", origin.warm());
        explain(node, parts.why());
        return node.toString();
    }

    /** What is not known is null. */
    private static void explain(ObjectNode node, Explanation why) {
        ObjectNode experts = node.putObject("experts");
        new TreeMap<>(why.experts()).forEach(experts::put);
        node.put("scale", Double.isNaN(why.scale()) ? null : why.scale());
        ArrayNode seasons = node.putArray("seasons");
        why.seasons().forEach(seasons::add);
        node.put("cadence", why.cadenceMs() == 0 ? null : why.cadenceMs())
                .put("cadenceMonths", why.cadenceMonths() == 0 ? null : why.cadenceMonths())
                .put("support", why.support().isEmpty() ? null : why.support())
                .put("correction", Double.isNaN(why.correction()) ? null : why.correction());
    }

    @Override
    public List<String> beneath(Forecast forecast) {
        return List.of();
    }

    @Override
    public String line(Score score) {
        return mapper.createObjectNode()
                .put("kind", "score")
                .put("series", score.seriesId())
                .put("timestamp", time(score.timestampMs()))
                .put("actual", score.values().actual())
                .put("point", score.values().point())
                .put("naive", score.values().naive())
                .put("absoluteError", score.absoluteError())
                .put("naiveAbsoluteError", score.naiveAbsoluteError())
                .put("pinball", score.losses().pinball())
                .put("networkPinball", score.losses().networkPinball())
                .put("naivePinball", score.losses().naivePinball())
                .put("crps", score.losses().crps())
                .put("covered80", score.covered80())
                .put("covered95", score.covered95())
                .put("afterGap", score.afterGap())
                .put("modelGroup", score.model().group())
                .put("modelVersion", score.model().version())
                .put("revision", score.model().revision())
                .put("rollingReadings", Score.ROLLING_READINGS)
                .put("rollingMase", score.rolling().mase())
                .put("rollingCoverage80", score.rolling().coverage80())
                .toString();
    }

    private static String time(long epochMs) {
        return Instant.ofEpochMilli(epochMs).toString();
    }
}
