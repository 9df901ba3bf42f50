package io.rillcast.app;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.rillcast.serde.ForecastCsvReader;
import io.rillcast.serde.ForecastRow;
import java.io.OutputStreamWriter;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** The command as a person runs it, on small files; what is wrong with its use is in {@code wrong-uses}. */
class BacktestCommandTest {
    private static final String HEADER = "series,timestamp,value\n";
    private static final List<String> QUICK = List.of(
            "-Dtraining.window=32",
            "-Dtraining.truncation.length=16",
            "-Dtraining.steps=60",
            "-Dtraining.batch=16",
            "-Dtraining.reservoir.windows=16",
            "-Dnetwork.hidden=6",
            "-Dretrain.every.readings=400");

    @TempDir
    private Path dir;

    private String out;
    private String err;

    private int run(String... arguments) {
        List<String> words = new ArrayList<>(List.of("backtest"));
        words.addAll(QUICK);
        words.addAll(List.of(arguments));
        StringWriter printed = new StringWriter();
        StringWriter complained = new StringWriter();
        StopSignal stop = new StopSignal();
        CommandLine program = Rillcast.commandLine(stop);
        program.setOut(new PrintWriter(printed, true));
        program.setErr(new PrintWriter(complained, true));
        int status = program.execute(words.toArray(String[]::new));
        stop.finished(status);
        out = printed.toString();
        err = complained.toString();
        return status;
    }

    private void requireRun(String... arguments) {
        int status = run(arguments);
        assertThat(err).isEmpty();
        assertThat(status).isZero();
    }

    /** Hour by hour, the series in turn: lines without the header. */
    private static List<String> lines(int hours, String... series) {
        Random random = new Random(5);
        List<String> lines = new ArrayList<>();
        for (int t = 0; t < hours; t++) {
            for (int s = 0; s < series.length; s++) {
                double value = 20 + 8 * Math.sin((t + 3 * s) * Math.PI / 12) + random.nextGaussian();
                lines.add(series[s] + "," + Instant.ofEpochMilli(3_600_000L * t) + "," + value);
            }
        }
        return lines;
    }

    private Path file(String name, List<String> lines) throws Exception {
        return Files.writeString(dir.resolve(name), HEADER + String.join("\n", lines) + "\n");
    }

    private static Map<String, List<ForecastRow>> forecasts(Path outDir) throws Exception {
        Map<String, List<ForecastRow>> bySeries = new LinkedHashMap<>();
        try (ForecastCsvReader reader = ForecastCsvReader.open(outDir.resolve("forecasts.csv"))) {
            Optional<ForecastRow> row = reader.next();
            while (row.isPresent()) {
                bySeries.computeIfAbsent(row.get().seriesId(), s -> new ArrayList<>())
                        .add(row.get());
                row = reader.next();
            }
        }
        return bySeries;
    }

    private static JsonNode metrics(Path outDir) throws Exception {
        return new JsonMapper().readTree(outDir.resolve("metrics.json").toFile());
    }

    @Test
    void writesEveryForecastFromTheFirstOn() throws Exception {
        requireRun(
                file("two.csv", lines(300, "a", "b")).toString(),
                "--out",
                dir.resolve("out").toString());

        Map<String, List<ForecastRow>> rows = forecasts(dir.resolve("out"));
        assertThat(rows.keySet()).containsExactly("a", "b");
        assertThat(rows.get("a")).hasSize(299);
        assertThat(rows.get("a").get(0).originMs()).isZero();
        assertThat(rows.get("a").get(0).timestampMs()).isEqualTo(3_600_000);
        assertThat(rows.get("a").stream().map(ForecastRow::modelVersion))
                .isSorted()
                .contains(0L, 1L);
        assertThat(out).contains("backtested 600 readings of 2 series (bad lines: 0, missing values: 0");
        assertThat(dir.resolve("out/forecasts.csv.partial")).doesNotExist();
    }

    @Test
    void followsWhatItWroteToEqualBits() throws Exception {
        String csv = file("two.csv", lines(500, "a", "b")).toString();
        Path first = dir.resolve("first");
        requireRun(csv, "--out", first.toString());

        requireRun(
                csv,
                "--out",
                dir.resolve("second").toString(),
                "--models",
                first.resolve("models").toString(),
                "--follow",
                first.resolve("forecasts.csv").toString());

        assertThat(forecasts(first).get("b")).anyMatch(row -> row.modelVersion() >= 1);
        assertThat(Files.mismatch(first.resolve("forecasts.csv"), dir.resolve("second/forecasts.csv")))
                .isEqualTo(-1);
        assertThat(metrics(dir.resolve("second")).get("series"))
                .isEqualTo(metrics(first).get("series"));
        assertThat(out).contains("trainings: 0");
    }

    @Test
    void forecastsAlikeInWhateverOrderTheLinesStand() throws Exception {
        List<String> lines = lines(300, "a", "b", "c");
        requireRun(
                file("in-order.csv", lines).toString(),
                "--out",
                dir.resolve("first").toString());
        // "a" in a file of its own, gzipped, and the others one after another, backwards.
        Path alone = dir.resolve("a.csv.gz");
        try (Writer gzipped = new OutputStreamWriter(new GZIPOutputStream(Files.newOutputStream(alone)), UTF_8)) {
            gzipped.write(HEADER
                    + String.join(
                            "\n",
                            lines.stream().filter(line -> line.startsWith("a")).toList()));
        }
        List<String> others = new ArrayList<>(
                lines.stream().filter(line -> !line.startsWith("a")).sorted().toList());
        Collections.reverse(others);

        requireRun(
                alone.toString(),
                file("others.csv", others).toString(),
                "--out",
                dir.resolve("second").toString());

        Map<String, List<ForecastRow>> expected = forecasts(dir.resolve("first"));
        Map<String, List<ForecastRow>> found = forecasts(dir.resolve("second"));
        // Which series comes first within an hour decides which windows a training has met: up to it all is alike.
        for (String series : List.of("a", "b", "c")) {
            assertThat(found.get(series).stream().map(ForecastRow::timestampMs))
                    .isEqualTo(expected.get(series).stream()
                            .map(ForecastRow::timestampMs)
                            .toList());
            List<Double> before = untrained(expected.get(series));
            List<Double> again = untrained(found.get(series));
            int both = Math.min(before.size(), again.size());
            assertThat(again.subList(0, both)).hasSizeGreaterThan(50).isEqualTo(before.subList(0, both));
        }
    }

    private static List<Double> untrained(List<ForecastRow> rows) {
        return rows.stream()
                .limit(100)
                .filter(row -> row.modelVersion() == 0)
                .map(row -> row.quantile(1))
                .toList();
    }

    @Test
    void measuresWhatItsForecastsSay() throws Exception {
        requireRun(
                file("two.csv", lines(400, "a", "b")).toString(),
                "--out",
                dir.resolve("out").toString(),
                "--test-max",
                "50");

        List<ForecastRow> rows = forecasts(dir.resolve("out")).get("a");
        JsonNode figures = metrics(dir.resolve("out")).get("series").get(0);
        double error = 0;
        for (ForecastRow row : rows.subList(349, 399)) {
            error += Math.abs(row.actual() - row.point()) / 50;
        }
        double steps = 0;
        for (ForecastRow row : rows.subList(0, 349)) {
            steps += Math.abs(row.actual() - row.naive()) / 349;
        }
        assertThat(figures.get("series").textValue()).isEqualTo("a");
        assertThat(figures.get("n").intValue()).isEqualTo(50);
        assertThat(figures.get("mae").doubleValue()).isCloseTo(error, within(1e-12));
        assertThat(figures.get("mase").doubleValue()).isCloseTo(error / steps, within(1e-12));
    }

    @Test
    void namesEveryFigureOfTheProtocolForItselfAndEachExpert() throws Exception {
        requireRun(
                file("two.csv", lines(300, "a", "b")).toString(),
                "--out",
                dir.resolve("out").toString());

        JsonNode root = metrics(dir.resolve("out"));
        List<JsonNode> places = new ArrayList<>(List.of(root.get("series").get(0), root.get("mean")));
        assertThat(root.get("mean").get("experts").fieldNames()).toIterable().contains("naive", "network");
        root.get("mean").get("experts").forEach(places::add);
        assertThat(places)
                .allSatisfy(figures -> assertThat(figures.fieldNames())
                        .toIterable()
                        .contains(
                                "n",
                                "mae",
                                "rmse",
                                "mase",
                                "smape",
                                "pinball",
                                "scaled_pinball",
                                "coverage80",
                                "coverage95",
                                "width80",
                                "crps"));
        assertThat(root.get("mean").get("mae").doubleValue())
                .isCloseTo(
                        (root.get("series").get(0).get("mae").doubleValue()
                                        + root.get("series").get(1).get("mae").doubleValue())
                                / 2,
                        within(1e-12));
        assertThat(root.get("protocol").get("test_max").intValue()).isEqualTo(1000);
    }

    @Test
    void countsWhatItLeavesOut() throws Exception {
        List<String> lines = new ArrayList<>(lines(60, "a"));
        lines.add(10, "a,yesterday,3");
        lines.add(20, "a,1970-02-01T00:00:00Z,");
        lines.add(30, lines.get(29));
        Path csv = file("rough.csv", lines);

        assertThat(run(csv.toString())).isEqualTo(1);
        assertThat(err).contains("timestamp must be an ISO-8601 date").contains("file=rough.csv, line=12");
        assertThat(run(csv.toString(), "--skip-bad-lines")).isZero();

        assertThat(err).contains("skipped: timestamp must be").contains("line=12");
        assertThat(out)
                .contains(
                        "backtested 60 readings of 1 series (bad lines: 1, missing values: 1, not taken in: 1 duplicate,");
    }

    @Test
    void countsEveryLineThatAnOpenQuoteTakesAlong() throws Exception {
        List<String> lines = new ArrayList<>(lines(60, "a"));
        lines.set(10, "\"a" + lines.get(10).substring(1));
        lines.set(14, "a\"" + lines.get(14).substring(1));
        Path csv = file("open.csv", lines);

        assertThat(run(csv.toString(), "--skip-bad-lines")).isZero();

        assertThat(err).contains("file=open.csv, line=12").contains("linesWithinQuotes=5; is a quote left open?");
        assertThat(out).contains("backtested 55 readings of 1 series (bad lines: 5,");
    }

    @Test
    void putsNoControlCharacterOfAFileOnTheTerminal() throws Exception {
        Path csv = file("bell.csv", List.of("a,1970-01-01,1", "a,\u001b[2J\u0007,2"));

        assertThat(run(csv.toString())).isEqualTo(1);
        assertThat(err).contains("text=\"\\u001b[2J\\u0007\"").doesNotContain("\u001b", "\u0007");
        assertThat(run(csv.toString(), "--skip-bad-lines")).isZero();

        assertThat(err).contains("skipped: ").doesNotContain("\u001b", "\u0007");
    }

    @Test
    void doubtsEpochSeconds() throws Exception {
        List<String> seconds = new ArrayList<>(List.of("a,1960-01-01,0"));
        List<String> milliseconds = new ArrayList<>();
        for (int t = 0; t < 40; t++) {
            seconds.add("a," + (1_700_000_000L + 60L * t) + "," + t);
            milliseconds.add("a," + 1000 * (1_700_000_000L + 60L * t) + "," + t);
        }

        assertThat(run(file("seconds.csv", seconds).toString())).isZero();
        assertThat(err)
                .containsOnlyOnce("note: timestamps are read as epoch milliseconds: file=seconds.csv, line=3,"
                        + " text=1700000000, read=1970-01-20T16:13:20Z, asSeconds=2023-11-14T22:13:20Z");
        requireRun(file("milliseconds.csv", milliseconds).toString());
    }

    @Test
    void saysWhichCovariatesHaveNoColumn() throws Exception {
        Path csv = file("plain.csv", lines(40, "a"));

        assertThat(run(csv.toString(), "-Dreadings.covariate.fields=wnid")).isZero();

        assertThat(err)
                .contains(
                        "note: covariates without a column in the file will be missing: readings.covariate.fields=wnid");
    }

    @Test
    void looksAtCovariatesThatTheSettingsName() throws Exception {
        Random random = new Random(6);
        StringBuilder csv = new StringBuilder("series,timestamp,value,next\n");
        double next = 0;
        for (int t = 0; t < 700; t++) {
            double value = next;
            next = random.nextGaussian();
            csv.append("a,")
                    .append(3_600_000L * t)
                    .append(',')
                    .append(value)
                    .append(',')
                    .append(next)
                    .append('\n');
        }
        Path file = Files.writeString(dir.resolve("told.csv"), csv);

        requireRun(file.toString(), "--out", dir.resolve("blind").toString());
        requireRun(
                file.toString(),
                "-Dreadings.covariate.fields=covariates.next",
                "-Dtraining.steps=300",
                "--out",
                dir.resolve("told").toString());

        double blind = metrics(dir.resolve("blind")).get("mean").get("mase").doubleValue();
        double told = metrics(dir.resolve("told")).get("mean").get("mase").doubleValue();
        assertThat(told).isLessThan(0.7 * blind);
    }

    @Test
    void showsNamesInItsPageAsTheyAreAndAsksForNothingElse() throws Exception {
        String name = "<script>alert('&')</script>";
        requireRun(
                file("odd.csv", lines(60, name)).toString(),
                "--out",
                dir.resolve("out").toString());

        String page = Files.readString(dir.resolve("out/report.html"));
        assertThat(page)
                .contains("&lt;script&gt;alert(&#39;&amp;&#39;)&lt;/script&gt;")
                .doesNotContain("<script", "http:", "https:", "url(", "@import", "NaN", "Infinity")
                .containsOnlyOnce("<svg");
    }

    @Test
    void drawsTheFirstAndTheWorstOfManySeries() throws Exception {
        String[] names = new String[130];
        for (int i = 0; i < names.length; i++) {
            names[i] = String.format("s%03d", i);
        }
        List<String> lines = lines(20, names);
        // One that jumps back and forth more wildly at the end than ever before.
        for (int i = 0; i < lines.size(); i++) {
            if (lines.get(i).startsWith("s129,")) {
                lines.set(i, lines.get(i).replaceFirst(",[^,]*$", "," + (i < 15 * 130 ? i % 3 : i * (i % 4 - 1.5))));
            }
        }
        requireRun(
                file("many.csv", lines).toString(), "--out", dir.resolve("out").toString());

        String page = Files.readString(dir.resolve("out/report.html"));
        assertThat(page.split("<svg", -1)).hasSize(101);
        assertThat(page)
                .contains("Drawn are the first 50 series and the 50 that were forecast worst beside naive, of 130.")
                .contains("<summary>s000 ", "<summary>s049 ");
        assertThat(forecasts(dir.resolve("out"))).hasSize(130);
    }

    @Test
    void printsATableAndWritesNothingUnlessAsked() throws Exception {
        Path csv = file("two.csv", lines(100, "a", "b"));

        requireRun(csv.toString());

        assertThat(out).containsPattern("(?m)^a +30 +\\d\\.\\d{4} ").contains("mean over series", "naive alone");
        try (Stream<Path> entries = Files.list(dir)) {
            assertThat(entries).containsExactly(csv);
        }
    }

    @Test
    void refusesToFollowForecastsOfFewerReadings() throws Exception {
        Path first = dir.resolve("first");
        requireRun(file("short.csv", lines(50, "a")).toString(), "--out", first.toString());

        int status = run(
                file("long.csv", lines(60, "a")).toString(),
                "--models",
                first.toString(),
                "--follow",
                first.resolve("forecasts.csv").toString());

        assertThat(status).isEqualTo(1);
        assertThat(err).contains("rillcast: the forecasts that are followed must be of the same readings: series=a");
    }

    @Test
    void refusesToWriteOverWhatItFollows() throws Exception {
        String csv = file("short.csv", lines(50, "a")).toString();
        String first = dir.resolve("first").toString();
        requireRun(csv, "--out", first);

        int status = run(csv, "--out", first, "--models", first, "--follow", first + "/forecasts.csv");

        assertThat(status).isEqualTo(1);
        assertThat(err).contains("rillcast: what is followed must not be written over: follow=");
    }

    @Test
    void refusesToFollowAVersionThatIsNotThere() throws Exception {
        String csv = file("two.csv", lines(300, "a", "b")).toString();
        Path first = dir.resolve("first");
        requireRun(csv, "--out", first.toString());
        Files.delete(first.resolve("models/all-v1.safetensors"));

        int status = run(
                csv,
                "--models",
                first.toString(),
                "--follow",
                first.resolve("forecasts.csv").toString());

        assertThat(status).isEqualTo(1);
        assertThat(err)
                .contains("rillcast: every version that is followed must be among the models: group=all, version=1");
    }

    @Test
    void leavesWhatARunBeforeWroteWhereItFails() throws Exception {
        Path first = dir.resolve("first");
        requireRun(file("two.csv", lines(300, "a", "b")).toString(), "--out", first.toString());
        byte[] forecasts = Files.readAllBytes(first.resolve("forecasts.csv"));
        Path longer = file("longer.csv", lines(310, "a", "b"));
        Path elsewhere = dir.resolve("elsewhere.csv");
        Files.copy(first.resolve("forecasts.csv"), elsewhere);

        int status = run(
                longer.toString(),
                "--out",
                first.toString(),
                "--models",
                first.toString(),
                "--follow",
                elsewhere.toString());

        assertThat(status).isEqualTo(1);
        assertThat(Files.readAllBytes(first.resolve("forecasts.csv"))).isEqualTo(forecasts);
        try (Stream<Path> entries = Files.list(first)) {
            assertThat(entries.map(Path::getFileName).map(Path::toString))
                    .containsExactlyInAnyOrder("forecasts.csv", "metrics.json", "models", "report.html");
        }
        assertThat(first.resolve("models/all-v1.safetensors")).exists();
    }

    @Test
    void replacesTheModelsOfARunBefore() throws Exception {
        Path out1 = dir.resolve("out");
        requireRun(file("two.csv", lines(300, "a", "b")).toString(), "--out", out1.toString());
        requireRun(file("short.csv", lines(30, "a", "b")).toString(), "--out", out1.toString());

        try (Stream<Path> entries = Files.list(out1.resolve("models"))) {
            assertThat(entries).isEmpty();
        }
        assertThat(forecasts(out1).get("a")).hasSize(29);
    }
}
