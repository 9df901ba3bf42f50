package io.rillcast.web;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.rillcast.forecast.Forecast;
import io.rillcast.forecast.Score;
import io.rillcast.serde.ForecastDeserializer;
import io.rillcast.serde.MalformedRecord;
import io.rillcast.serde.SchemaRegistryClient;
import io.rillcast.serde.ScoreDeserializer;
import io.rillcast.serde.TrainingRecordDeserializer;
import io.rillcast.streams.Topics;
import io.rillcast.training.TrainingRecord;
import java.util.Locale;
import java.util.Optional;

/** Forecasts, scores and trainings as the events of a stream; the deserializers are each thread's own. */
final class OutputJson {
    private final Topics topics;
    private final ThreadLocal<ForecastDeserializer> forecasts;
    private final ThreadLocal<ScoreDeserializer> scores;
    private final ThreadLocal<TrainingRecordDeserializer> trainings;

    OutputJson(Topics topics, SchemaRegistryClient registry) {
        this.topics = topics;
        this.forecasts = ThreadLocal.withInitial(() -> new ForecastDeserializer(registry));
        this.scores = ThreadLocal.withInitial(() -> new ScoreDeserializer(registry));
        this.trainings = ThreadLocal.withInitial(() -> new TrainingRecordDeserializer(registry));
    }

    /** The data of an event; empty for a record that cannot be read. */
    Optional<ObjectNode> data(FeedRecord record) {
        try {
            return Optional.of(
                    switch (record.kind()) {
                        case FORECAST -> data(forecast(record));
                        case SCORE -> data(score(record));
                        case TRAINING ->
                            data(trainings
                                    .get()
                                    .deserialize(
                                            topics.trainings(), record.value().get()));
                    });
        } catch (MalformedRecord unreadable) {
            return Optional.empty();
        }
    }

    /**
     * The forecast in a record.
     *
     * @throws MalformedRecord if there is none
     */
    Forecast forecast(FeedRecord record) {
        return forecasts.get().deserialize(topics.forecasts(), record.value().get());
    }

    /**
     * The score in a record.
     *
     * @throws MalformedRecord if there is none
     */
    Score score(FeedRecord record) {
        return scores.get().deserialize(topics.scores(), record.value().get());
    }

    private static ObjectNode data(Forecast forecast) {
        ObjectNode node = Json.object();
        node.put("series", forecast.origin().seriesId());
        node.put("origin", Json.time(forecast.origin().originMs()));
        node.put("target", Json.time(forecast.origin().targetMs()));
        putBand(node, forecast);
        Json.put(node, "naive", forecast.parts().naive());
        Json.put(node, "network", forecast.parts().network());
        node.put("modelVersion", forecast.origin().modelVersion());
        node.put("revision", forecast.origin().revision());
        node.set("weights", Json.numbers(forecast.parts().weights()));
        return node;
    }

    /** Puts the point and the bounds of the intervals, null for a level that is not forecast. */
    static void putBand(ObjectNode node, Forecast forecast) {
        Json.put(node, "point", forecast.point());
        Json.put(node, "lower80", level(forecast, 0.1));
        Json.put(node, "upper80", level(forecast, 0.9));
        Json.put(node, "lower95", level(forecast, 0.025));
        Json.put(node, "upper95", level(forecast, 0.975));
    }

    /** The quantile of a level, NaN if it is not forecast. */
    static double level(Forecast forecast, double level) {
        int index = forecast.levels().indexOf(level);
        return index < 0 ? Double.NaN : forecast.quantile(index);
    }

    private static ObjectNode data(Score score) {
        ObjectNode node = Json.object();
        node.put("series", score.seriesId());
        node.put("timestamp", Json.time(score.timestampMs()));
        Json.put(node, "actual", score.values().actual());
        Json.put(node, "point", score.values().point());
        Json.put(node, "naive", score.values().naive());
        node.put("covered80", score.covered80());
        Json.put(node, "mase", score.rolling().mase());
        Json.put(node, "coverage80", score.rolling().coverage80());
        return node;
    }

    private static ObjectNode data(TrainingRecord training) {
        ObjectNode node = Json.object();
        node.put("group", training.group());
        node.put("version", training.candidateVersion());
        node.put("decision", decision(training));
        node.put("reason", training.reason());
        return node;
    }

    /** What became of a candidate, in lower case. */
    static String decision(TrainingRecord training) {
        return training.decision().name().toLowerCase(Locale.ROOT);
    }
}
