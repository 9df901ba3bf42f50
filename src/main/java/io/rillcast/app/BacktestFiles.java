package io.rillcast.app;

import io.rillcast.forecast.ForecastModel;
import io.rillcast.forecast.QuantileLevels;
import io.rillcast.serde.BadLine;
import io.rillcast.serde.ForecastCsvWriter;
import io.rillcast.serde.ForecastRow;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/**
 * The directory that a backtest writes: {@code forecasts.csv}, {@code metrics.json}, {@code report.html} and, where it
 * trains, {@code models}. Owned by one thread.
 *
 * <p>Forecasts and models get their names when they are complete; until then those of a run before stand there.
 */
final class BacktestFiles implements Backtest.Output, AutoCloseable {
    private static final String FORECASTS = "forecasts.csv";

    private static final String METRICS = "metrics.json";
    private static final String MODELS = "models";
    private static final String PARTIAL = ".partial";

    private final Path dir;
    private final boolean isTraining;
    private final ForecastCsvWriter forecasts;
    private boolean isFinished;

    private BacktestFiles(Path dir, boolean isTraining, ForecastCsvWriter forecasts) {
        this.dir = dir;
        this.isTraining = isTraining;
        this.forecasts = forecasts;
    }

    /** Makes the directory, so that a wrong path is known before the work is done. */
    static void prepare(Path dir) {
        try {
            Files.createDirectories(dir);
        } catch (IOException refused) {
            throw new CommandFailure(
                    "the directory must be one that can be made: out=" + dir + ", found="
                            + refused.getClass().getSimpleName() + "; name another, or mend its permissions",
                    refused);
        }
    }

    /**
     * Begins to write.
     *
     * @param isTraining whether there will be models, in the place of those of a run before
     */
    static BacktestFiles open(Path dir, QuantileLevels levels, boolean isTraining) throws IOException {
        requireOwnModels(dir, isTraining);
        if (isTraining) {
            Files.createDirectories(dir.resolve(MODELS + PARTIAL));
            ModelDirectory.clear(dir.resolve(MODELS + PARTIAL));
        }
        return new BacktestFiles(dir, isTraining, ForecastCsvWriter.create(dir.resolve(FORECASTS + PARTIAL), levels));
    }

    /** Models of a run before are replaced; those of anybody else, or beside forecasts of other models, never. */
    private static void requireOwnModels(Path dir, boolean isTraining) throws IOException {
        Path models = dir.resolve(MODELS);
        boolean isOwn = isTraining && Files.exists(dir.resolve(METRICS));
        if (Files.isDirectory(models) && !isOwn && ModelDirectory.holdsModels(models)) {
            throw new CommandFailure(
                    "the directory must hold no models but those that a backtest would replace: models=" + models
                            + "; name another with --out");
        }
    }

    /** The file of forecasts in a directory. */
    static Path forecasts(Path dir) {
        return dir.resolve(FORECASTS);
    }

    @Override
    public void forecast(ForecastRow row) {
        forecasts.write(row);
    }

    @Override
    public void model(ForecastModel model) throws IOException {
        ModelDirectory.write(dir.resolve(MODELS + PARTIAL), model);
    }

    /** Ends the forecasts, and writes figures and page. */
    void finish(String metrics, BacktestFigures figures, String intro) throws IOException, BadLine {
        forecasts.close();
        isFinished = true;
        Files.move(dir.resolve(FORECASTS + PARTIAL), forecasts(dir), StandardCopyOption.REPLACE_EXISTING);
        if (isTraining) {
            Path models = dir.resolve(MODELS);
            Files.createDirectories(models);
            ModelDirectory.clear(models);
            ModelDirectory.moveAll(dir.resolve(MODELS + PARTIAL), models);
        }
        Files.writeString(dir.resolve(METRICS), metrics, StandardCharsets.UTF_8);
        BacktestReport.write(dir.resolve("report.html"), figures, forecasts(dir), intro);
    }

    /** Leaves nothing half written. */
    @Override
    public void close() throws IOException {
        if (!isFinished) {
            forecasts.close();
            Files.deleteIfExists(dir.resolve(FORECASTS + PARTIAL));
        }
        Path models = dir.resolve(MODELS + PARTIAL);
        if (isTraining && Files.isDirectory(models)) {
            ModelDirectory.clear(models);
            Files.delete(models);
        }
    }
}
