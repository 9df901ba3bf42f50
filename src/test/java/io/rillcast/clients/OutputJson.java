package io.rillcast.clients;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.rillcast.forecast.Explanation;
import io.rillcast.forecast.Forecast;
import io.rillcast.forecast.Score;

/** Forecasts and scores as a reader of their schemas alone would write them in JSON, with every number a double. */
final class OutputJson {
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    private OutputJson() {}

    /** All fields of {@code Forecast.avsc}. */
    static JsonNode of(Forecast forecast) {
        Forecast.Origin origin = forecast.origin();
        ObjectNode fields = JSON.objectNode()
                .put("series", origin.seriesId())
                .put("origin", (double) origin.originMs())
                .put("target", (double) origin.targetMs())
                .put("horizon", 1.0)
                .put("revision", (double) origin.revision())
                .put("point", forecast.point())
                .put("mean", forecast.parts().mean());
        ArrayNode quantiles = fields.putArray("quantiles");
        for (int i = 0; i < forecast.levels().count(); i++) {
            quantiles.addObject().put("level", forecast.levels().level(i)).put("value", forecast.quantile(i));
        }
        fields.put("naive", forecast.parts().naive())
                .put("network", forecast.parts().network());
        ObjectNode weights = fields.putObject("weights");
        forecast.parts().weights().forEach(weights::put);
        fields.put("modelGroup", origin.modelGroup())
                .put("modelVersion", (double) origin.modelVersion())
                .put("readingsSeen", (double) origin.readingsSeen())
                .put("warm", origin.warm());
        putWhy(fields, forecast.parts().why());
        return fields;
    }

    private static void putWhy(ObjectNode fields, Explanation why) {
        ObjectNode experts = fields.putObject("experts");
        why.experts().forEach(experts::put);
        fields.put("scale", Double.isNaN(why.scale()) ? null : (Double) why.scale());
        ArrayNode seasons = fields.putArray("seasons");
        why.seasons().forEach(length -> seasons.add((double) length));
        fields.put("cadence", why.cadenceMs() == 0 ? null : (Double) (double) why.cadenceMs())
                .put("cadenceMonths", why.cadenceMonths() == 0 ? null : (Double) (double) why.cadenceMonths())
                .put("support", why.support().isEmpty() ? null : why.support())
                .put("correction", Double.isNaN(why.correction()) ? null : (Double) why.correction());
    }

    /** All fields of {@code Score.avsc}. */
    static JsonNode of(Score score) {
        return JSON.objectNode()
                .put("series", score.seriesId())
                .put("timestamp", (double) score.timestampMs())
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
                .put("modelVersion", (double) score.model().version())
                .put("revision", (double) score.model().revision())
                .put("rollingReadings", (double) Score.ROLLING_READINGS)
                .put("rollingMase", score.rolling().mase())
                .put("rollingCoverage80", score.rolling().coverage80());
    }

    /** The same value with every number a double, as numbers are in JavaScript. */
    static JsonNode withDoubles(JsonNode value) {
        if (value.isNumber()) {
            // JSON as JavaScript writes it has no -0.
            return JSON.numberNode(value.doubleValue() + 0.0);
        }
        if (value.isArray()) {
            ArrayNode items = JSON.arrayNode();
            value.forEach(item -> items.add(withDoubles(item)));
            return items;
        }
        if (value.isObject()) {
            ObjectNode fields = JSON.objectNode();
            value.forEachEntry((name, field) -> fields.set(name, withDoubles(field)));
            return fields;
        }
        return value;
    }
}
