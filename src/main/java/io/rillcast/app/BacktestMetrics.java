package io.rillcast.app;

import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.rillcast.evaluation.Figures;
import io.rillcast.evaluation.Measure;
import java.io.IOException;
import java.util.Locale;
import java.util.Map;

/** The figures of a backtest as JSON; a figure without a meaning is null. */
final class BacktestMetrics {
    private static final JsonMapper JSON = new JsonMapper();

    private BacktestMetrics() {}

    /**
     * The text of {@code metrics.json}.
     *
     * @param settings as they were given, secrets hidden
     */
    static String of(Backtest backtest, BacktestFigures figures, Map<String, String> settings) throws IOException {
        ObjectNode root = JSON.createObjectNode();
        root.set("protocol", protocol(backtest, settings));
        ArrayNode series = root.putArray("series");
        figures.bySeries().forEach((name, byForecaster) -> {
            SeriesTrack track = backtest.tracks().get(name);
            ObjectNode one = series.addObject().put("series", name);
            one.put("readings", track.evaluation().readings())
                    .put("model_group", track.group())
                    .put("model_version", track.modelVersion());
            putAll(one, byForecaster);
        });
        putAll(root.putObject("mean"), figures.mean());
        DefaultPrettyPrinter printer = new DefaultPrettyPrinter();
        printer.indentArraysWith(DefaultIndenter.SYSTEM_LINEFEED_INSTANCE);
        return JSON.writer(printer).writeValueAsString(root) + System.lineSeparator();
    }

    private static ObjectNode protocol(Backtest backtest, Map<String, String> settings) {
        ObjectNode protocol = JSON.createObjectNode();
        protocol.put("test_fraction", backtest.plan().test().fraction())
                .put("test_max", backtest.plan().test().most())
                .put("readings", backtest.readings())
                .put("series", backtest.tracks().size());
        ArrayNode levels = protocol.putArray("levels");
        for (double level : backtest.plan().forecast().levels().toArray()) {
            levels.add(level);
        }
        protocol.putArray("pinball_levels").add(0.1).add(0.5).add(0.9);
        protocol.put("horizon", 1)
                .put("scale", "mean absolute one-step difference of the readings before the test part");
        ObjectNode skipped = protocol.putObject("skipped");
        backtest.skipped().forEach((reason, count) -> skipped.put(reason.name().toLowerCase(Locale.ROOT), count));
        ObjectNode trainings = protocol.putObject("trainings");
        backtest.trainings()
                .forEach((decision, count) -> trainings.put(decision.name().toLowerCase(Locale.ROOT), count));
        ObjectNode given = protocol.putObject("settings");
        settings.forEach(given::put);
        return protocol;
    }

    private static void putAll(ObjectNode node, Map<String, Figures> byForecaster) {
        putFigures(node, byForecaster.get(SeriesTrack.FORECAST));
        ObjectNode experts = node.putObject("experts");
        byForecaster.forEach((name, figures) -> {
            if (!name.equals(SeriesTrack.FORECAST)) {
                putFigures(experts.putObject(name), figures);
            }
        });
    }

    private static void putFigures(ObjectNode node, Figures figures) {
        for (Measure measure : Measure.values()) {
            double value = figures.value(measure);
            if (!Double.isFinite(value)) {
                node.putNull(measure.text());
            } else if (measure == Measure.N && value == Math.rint(value)) {
                node.put(measure.text(), (long) value);
            } else {
                node.put(measure.text(), value);
            }
        }
    }
}
