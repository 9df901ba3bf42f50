package io.rillcast.web;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.rillcast.forecast.Explanation;
import io.rillcast.forecast.Forecast;
import io.rillcast.forecast.Score;
import io.rillcast.forecast.Standing;
import io.rillcast.streams.SeriesView;
import java.time.Duration;
import java.time.Period;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A series as the list of series and its own page show it. */
final class SeriesJson {
    /** Before so many readings figures of how good forecasts were are chance. */
    private static final int YOUNG = 10;

    private SeriesJson() {}

    /** A line of the list. */
    static ObjectNode line(SeriesView view) {
        ObjectNode node = Json.object();
        node.put("series", view.seriesId());
        node.put("group", view.group());
        Optional<Forecast> forecast = view.standing().map(Standing::forecast);
        putLast(node, view);
        if (forecast.isPresent()) {
            node.put("target", Json.time(forecast.get().origin().targetMs()));
            Json.put(node, "point", forecast.get().point());
            Json.put(node, "lower80", OutputJson.level(forecast.get(), 0.1));
            Json.put(node, "upper80", OutputJson.level(forecast.get(), 0.9));
        } else {
            List.of("target", "point", "lower80", "upper80").forEach(node::putNull);
        }
        node.put("readings", view.readings());
        Json.put(node, "mase", mase(view));
        Json.put(node, "coverage80", coverage(view));
        Json.put(node, "skill", 1 - mase(view));
        node.put(
                "modelVersion", forecast.map(one -> one.origin().modelVersion()).orElse(0L));
        ArrayNode spark = node.putArray("spark");
        view.points().forEach(point -> spark.add(point.value()));
        return node;
    }

    private static void putLast(ObjectNode node, SeriesView view) {
        if (view.points().isEmpty()) {
            node.putNull("timestamp").putNull("value");
        } else {
            SeriesView.Point last = view.points().get(view.points().size() - 1);
            node.put("timestamp", Json.time(last.timestampMs()));
            Json.put(node, "value", last.value());
        }
    }

    private static double mase(SeriesView view) {
        return view.readings() < YOUNG
                ? Double.NaN
                : view.standing().map(one -> one.rolling().mase()).orElse(Double.NaN);
    }

    private static double coverage(SeriesView view) {
        return view.readings() < YOUNG
                ? Double.NaN
                : view.standing().map(one -> one.rolling().coverage80()).orElse(Double.NaN);
    }

    /** The page of one series. */
    static ObjectNode whole(SeriesView view, Optional<Score> lastScore) {
        ObjectNode node = Json.object();
        node.put("series", view.seriesId());
        node.put("group", view.group());
        node.put("readings", view.readings());
        if (view.standing().isPresent()) {
            node.put("since", Json.time(view.standing().get().firstMs()));
        } else {
            node.putNull("since");
        }
        putLast(node.putObject("last"), view);
        Optional<Forecast> forecast = view.standing().map(Standing::forecast);
        node.set("forecast", forecast.map(SeriesJson::forecast).orElse(null));
        node.set("score", score(view, lastScore));
        node.set("why", forecast.map(SeriesJson::why).orElse(null));
        node.put("stale", view.isStale());
        return node;
    }

    private static ObjectNode forecast(Forecast forecast) {
        Forecast.Origin origin = forecast.origin();
        ObjectNode node = Json.object();
        node.put("origin", Json.time(origin.originMs()));
        node.put("target", Json.time(origin.targetMs()));
        Json.put(node, "point", forecast.point());
        Json.put(node, "mean", forecast.parts().mean());
        Json.put(node, "naive", forecast.parts().naive());
        Json.put(node, "network", forecast.parts().network());
        ArrayNode quantiles = node.putArray("quantiles");
        for (int i = 0; i < forecast.levels().count(); i++) {
            ObjectNode quantile = quantiles.addObject();
            quantile.put("level", forecast.levels().level(i));
            Json.put(quantile, "value", forecast.quantile(i));
        }
        node.put("modelVersion", origin.modelVersion());
        node.put("warm", origin.warm());
        node.put("revision", origin.revision());
        return node;
    }

    private static ObjectNode score(SeriesView view, Optional<Score> last) {
        ObjectNode node = Json.object();
        Json.put(node, "mase", mase(view));
        Json.put(node, "coverage80", coverage(view));
        Json.put(node, "absoluteError", last.map(Score::absoluteError).orElse(Double.NaN));
        Json.put(node, "naiveAbsoluteError", last.map(Score::naiveAbsoluteError).orElse(Double.NaN));
        Json.put(node, "pinball", last.map(score -> score.losses().pinball()).orElse(Double.NaN));
        Json.put(
                node,
                "naivePinball",
                last.map(score -> score.losses().naivePinball()).orElse(Double.NaN));
        return node;
    }

    private static ObjectNode why(Forecast forecast) {
        Explanation why = forecast.parts().why();
        ObjectNode node = Json.object();
        ArrayNode experts = node.putArray("experts");
        forecast.parts().weights().entrySet().stream()
                .sorted(Map.Entry.<String, Double>comparingByValue(Comparator.reverseOrder())
                        .thenComparing(Map.Entry.comparingByKey()))
                .forEach(weight -> {
                    ObjectNode expert = experts.addObject();
                    expert.put("name", weight.getKey());
                    Json.put(expert, "weight", weight.getValue());
                    Json.put(expert, "point", why.experts().getOrDefault(weight.getKey(), Double.NaN));
                });
        Json.put(node, "scale", why.scale());
        ArrayNode seasons = node.putArray("seasons");
        why.seasons().forEach(seasons::add);
        node.put("cadence", cadence(why));
        node.put("support", why.support());
        Json.put(node, "correction", why.correction());
        return node;
    }

    /** ISO-8601, null while it is not known. */
    private static String cadence(Explanation why) {
        if (why.cadenceMonths() > 0) {
            return Period.ofMonths(why.cadenceMonths()).toString();
        }
        return why.cadenceMs() > 0 ? Duration.ofMillis(why.cadenceMs()).toString() : null;
    }
}
