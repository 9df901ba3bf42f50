package io.rillcast.web;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.rillcast.forecast.Forecast;
import io.rillcast.forecast.Score;
import io.rillcast.forecast.Standing;
import io.rillcast.serde.MalformedRecord;
import io.rillcast.streams.SeriesView;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The last readings of a series beside what was forecast of them, as far as the feed has seen it. */
final class SeriesHistory {
    private static final Logger LOG = LoggerFactory.getLogger(SeriesHistory.class);

    /** For a feed that has just begun; what is not there then is shown without bands. */
    private static final Duration PATIENCE = Duration.ofSeconds(1);

    private static final List<String> BAND = List.of("point", "lower80", "upper80", "lower95", "upper95");

    private final Feed feed;
    private final OutputJson json;

    SeriesHistory(Feed feed, OutputJson json) {
        this.feed = feed;
        this.json = json;
    }

    /** The last score of a series that the feed has seen. */
    Optional<Score> lastScore(String series) {
        feed.want();
        List<FeedRecord> records = feed.ring().of(series);
        for (int i = records.size() - 1; i >= 0; i--) {
            if (records.get(i).kind() == FeedRecord.Kind.SCORE) {
                try {
                    return Optional.of(json.score(records.get(i)));
                } catch (MalformedRecord unreadable) {
                    LOG.debug("record cannot be read: cause={}", unreadable.getMessage());
                }
            }
        }
        return Optional.empty();
    }

    /** At most so many readings, oldest first, and what comes next. */
    ObjectNode of(SeriesView view, int limit) {
        feed.want(PATIENCE);
        Map<Long, Forecast> byOrigin = new HashMap<>();
        ObjectNode node = Json.object();
        node.put("series", view.seriesId());
        ArrayNode points = node.putArray("points");
        ObjectNode next = node.putObject("next");
        ArrayNode weights = node.putArray("weights");
        ArrayNode coverage = node.putArray("coverage");
        for (FeedRecord record : feed.ring().of(view.seriesId())) {
            try {
                if (record.kind() == FeedRecord.Kind.FORECAST) {
                    Forecast forecast = json.forecast(record);
                    byOrigin.put(forecast.origin().originMs(), forecast);
                    add(weights, forecast);
                } else if (record.kind() == FeedRecord.Kind.SCORE) {
                    add(coverage, json.score(record));
                }
            } catch (MalformedRecord unreadable) {
                LOG.debug("record cannot be read: cause={}", unreadable.getMessage());
            }
        }
        addPoints(points, view, limit, byOrigin);
        putNext(next, view.standing().map(Standing::forecast));
        node.put("stale", view.isStale());
        return node;
    }

    private static void add(ArrayNode weights, Forecast forecast) {
        ObjectNode at = weights.addObject();
        at.put("timestamp", Json.time(forecast.origin().originMs()));
        at.set("weights", Json.numbers(forecast.parts().weights()));
    }

    private static void add(ArrayNode coverage, Score score) {
        ObjectNode at = coverage.addObject();
        at.put("timestamp", Json.time(score.timestampMs()));
        at.put("covered80", score.covered80());
        Json.put(at, "coverage80", score.rolling().coverage80());
        Json.put(at, "mase", score.rolling().mase());
    }

    private static void addPoints(ArrayNode points, SeriesView view, int limit, Map<Long, Forecast> byOrigin) {
        List<SeriesView.Point> all = view.points();
        int first = Math.max(0, all.size() - limit);
        for (int i = first; i < all.size(); i++) {
            ObjectNode point = points.addObject();
            point.put("timestamp", Json.time(all.get(i).timestampMs()));
            Json.put(point, "value", all.get(i).value());
            Forecast forecast = i == 0 ? null : byOrigin.get(all.get(i - 1).timestampMs());
            if (forecast == null) {
                BAND.forEach(point::putNull);
            } else {
                OutputJson.putBand(point, forecast);
            }
        }
    }

    private static void putNext(ObjectNode next, Optional<Forecast> forecast) {
        if (forecast.isPresent()) {
            next.put("target", Json.time(forecast.get().origin().targetMs()));
            OutputJson.putBand(next, forecast.get());
        } else {
            next.putNull("target");
            BAND.forEach(next::putNull);
        }
    }
}
