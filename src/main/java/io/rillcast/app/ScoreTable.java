package io.rillcast.app;

import io.rillcast.evaluation.SeriesMetrics;
import io.rillcast.training.TrainingRecord;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Puts figures into a table that a person understands. */
final class ScoreTable {
    private ScoreTable() {}

    /** One line a series, a line of means, and what they say. */
    static String of(Map<String, Long> readings, Map<String, SeriesMetrics> metrics) {
        int width = Math.max(
                6, metrics.keySet().stream().mapToInt(String::length).max().orElse(0));
        StringBuilder table = new StringBuilder();
        table.append(String.format(
                Locale.ROOT,
                "%-" + width + "s %9s %10s %15s %13s %8s%n",
                "series",
                "readings",
                "MAE",
                "skill vs naive",
                "80% covered",
                "model"));
        metrics.forEach((series, one) -> table.append(String.format(
                Locale.ROOT,
                "%-" + width + "s %,9d %10.4g %14.1f%% %12.1f%% %8s%n",
                series,
                readings.getOrDefault(series, 0L),
                one.meanAbsoluteError(),
                100 * one.skill(),
                100 * one.coverage80(),
                one.modelVersion() == 0 ? "-" : "v" + one.modelVersion())));
        return table.append(means(metrics)).toString();
    }

    private static String means(Map<String, SeriesMetrics> metrics) {
        double pinball = mean(metrics.values().stream()
                .mapToDouble(SeriesMetrics::scaledPinball)
                .toArray());
        double naive = mean(metrics.values().stream()
                .mapToDouble(SeriesMetrics::naiveScaledPinball)
                .toArray());
        return String.format(
                Locale.ROOT,
                "%nmean scaled pinball loss over the series, every forecast counted from the first:%n"
                        + "  Rillcast %.4f, naive with empirical quantiles %.4f: %s by %.1f%%%n",
                pinball,
                naive,
                pinball < naive ? "better" : "worse",
                100 * Math.abs(1 - pinball / naive));
    }

    /** The mean of those that are numbers: a constant series has no scale. */
    private static double mean(double[] values) {
        return java.util.Arrays.stream(values)
                .filter(Double::isFinite)
                .average()
                .orElse(Double.NaN);
    }

    /** One line about a training. */
    static String of(TrainingRecord training) {
        return String.format(
                Locale.ROOT,
                "training of %s: %s (%d series, %.1f s)",
                training.group(),
                training.reason()
                        + (training.candidateVersion() > 0 ? ", now version " + training.candidateVersion() : ""),
                training.data().series(),
                training.effort().tookMs() / 1000.0);
    }

    /** How many trainings ended how, and whether a model was rolled back. */
    static String of(List<TrainingRecord> trainings) {
        long promoted = count(trainings, TrainingRecord.Decision.PROMOTED);
        long rolledBack = count(trainings, TrainingRecord.Decision.ROLLED_BACK);
        long ended = trainings.size() - rolledBack;
        return String.format(
                Locale.ROOT,
                "trainings with a recorded decision: %d (%d promoted, %d kept what was in use)%s",
                ended,
                promoted,
                ended - promoted,
                rolledBack == 0 ? "" : ", models rolled back: " + rolledBack);
    }

    private static long count(List<TrainingRecord> trainings, TrainingRecord.Decision decision) {
        return trainings.stream()
                .filter(training -> training.decision() == decision)
                .count();
    }
}
