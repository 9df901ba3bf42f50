package io.rillcast.serde;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.rillcast.forecast.Reading;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CsvReadingsTest {
    private static final long DAY_MS = 86_400_000L;

    @TempDir
    private Path directory;

    @Test
    void readsALine() throws Exception {
        List<CsvRow> rows = read("series,timestamp,value\na,1970-01-02,1.5\n");

        assertThat(rows).containsExactly(new CsvRow(2, new Reading("a", DAY_MS, 1.5), Map.of()));
    }

    @ParameterizedTest
    @CsvSource({
        "1970-01-02, 86400000",
        "1970-01-02T00:00:00Z, 86400000",
        "1970-01-02 00:00:00, 86400000",
        "1970-01-02T01:00:00+01:00, 86400000",
        "1970-01-02T00:00:00.25, 86400250",
        "86400000, 86400000",
        "-1, -1",
        "1749-01-01, -6974035200000",
        "1970-02, 2678400000",
        "1749-01, -6974035200000"
    })
    void readsTimestampsInUtc(String text, long expectedMs) throws Exception {
        List<CsvRow> rows = read("series,timestamp,value\na," + text + ",1\n");

        assertThat(rows.get(0).reading().timestampMs()).isEqualTo(expectedMs);
    }

    @Test
    void countsMissingReadings() throws Exception {
        Path file = write("series,timestamp,value\na,1,\na,2,5\na,3, \n");

        try (CsvReadings readings = CsvReadings.open(file, CsvColumns.DEFAULT)) {
            assertThat(all(readings)).hasSize(1);
            assertThat(readings.missing()).isEqualTo(2);
        }
    }

    @Test
    void keepsOtherNumericColumnsAsCovariates() throws Exception {
        List<CsvRow> rows = read("timestamp,wind,series,sky,value\n1,2.5,a,grey,7\n2,,a,blue,8\n");

        assertThat(rows).extracting(CsvRow::covariates).containsExactly(Map.of("wind", 2.5), Map.of());
    }

    @Test
    void readsQuotesByteOrderMarkAndCarriageReturns() throws Exception {
        List<CsvRow> rows = read("\uFEFFseries,timestamp,value\r\n\"a, \"\"b\"\"\",1,\"2\"\r\n");

        assertThat(rows.get(0).reading()).isEqualTo(new Reading("a, \"b\"", 1, 2));
    }

    @Test
    void readsGzipByItsFirstBytes() throws Exception {
        Path file = directory.resolve("packed.csv");
        try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(file))) {
            out.write("series,timestamp,value\na,1,2\n".getBytes(StandardCharsets.UTF_8));
        }

        try (CsvReadings readings = CsvReadings.open(file, CsvColumns.DEFAULT)) {
            assertThat(all(readings)).hasSize(1);
            assertThat(readings.bytesRead()).isEqualTo(Files.size(file));
        }
    }

    @Test
    void namesASeriesLikeItsFileWhenThereIsNoColumn() throws Exception {
        Path file = Files.writeString(directory.resolve("rain.csv"), "day,mm\n1970-01-01,3\n");

        try (CsvReadings readings = CsvReadings.open(file, new CsvColumns("", "day", "mm"))) {
            assertThat(all(readings).get(0).reading()).isEqualTo(new Reading("rain", 0, 3));
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '\'',
            value = {
                "a,yesterday,1|timestamp must be an ISO-8601 date, date and time, or epoch milliseconds, not before year 1: file=f.csv, line=2, column=timestamp, text=\"yesterday\"",
                "a,2021-02-29,1|timestamp must be an ISO-8601 date, date and time, or epoch milliseconds, not before year 1: file=f.csv, line=2, column=timestamp, text=\"2021-02-29\"",
                "a,1,NaN|value must be a finite number: file=f.csv, line=2, column=value, text=\"NaN\"",
                "a,1,0x10|value must be a finite number: file=f.csv, line=2, column=value, text=\"0x10\"",
                "a,1,1e999|value must be a finite number: file=f.csv, line=2, column=value, text=\"1e999\"",
                ",1,1|series must have 1 to 500 characters: length=0, file=f.csv, line=2, column=series",
                "a,1|line must have as many fields as the header line: file=f.csv, line=2, fields=2, header=3"
            })
    void namesFileLineColumnAndRule(String line, String expected) throws Exception {
        Path file = write("series,timestamp,value\n" + line + "\nb,1,1\n");

        try (CsvReadings readings = CsvReadings.open(file, CsvColumns.DEFAULT)) {
            BadLine bad = catchThrowableOfType(BadLine.class, readings::next);
            assertThat(bad).hasMessage(expected);
            assertThat(bad.mayGoOn()).isTrue();
            assertThat(readings.next())
                    .get()
                    .extracting(row -> row.reading().seriesId())
                    .isEqualTo("b");
        }
    }

    @Test
    void countsLinesWithinQuotes() throws Exception {
        Path file = write("series,timestamp,value,note\na,1,1,\"two\nlines\"\na,x,1,n\n");

        try (CsvReadings readings = CsvReadings.open(file, CsvColumns.DEFAULT)) {
            readings.next();
            assertThat(catchThrowableOfType(BadLine.class, readings::next).line())
                    .isEqualTo(4);
        }
    }

    @Test
    void refusesAHeaderLineWithoutTheColumn() throws Exception {
        Path file = write("station,timestamp,value\n");

        assertThatThrownBy(() -> CsvReadings.open(file, CsvColumns.DEFAULT))
                .isInstanceOf(BadLine.class)
                .hasMessage("header line must name the column once: file=f.csv, line=1, column=series, header=[station,"
                        + " timestamp, value]; name the file's own columns by --series-column, --timestamp-column,"
                        + " --value-column");
    }

    @Test
    void refusesAnEmptyFile() throws Exception {
        Path file = write("");

        assertThatThrownBy(() -> CsvReadings.open(file, CsvColumns.DEFAULT))
                .isInstanceOf(BadLine.class)
                .hasMessage("file must begin with a header line: file=f.csv, line=1, file is empty");
    }

    @Test
    void cannotGoOnAfterAQuoteThatIsNeverClosed() throws Exception {
        Path file = write("series,timestamp,value\n\"a,1,1\n" + "x".repeat(CsvReadings.MOST_LINE_CHARACTERS + 1));

        try (CsvReadings readings = CsvReadings.open(file, CsvColumns.DEFAULT)) {
            BadLine bad = catchThrowableOfType(BadLine.class, readings::next);
            assertThat(bad.mayGoOn()).isFalse();
        }
    }

    @Test
    void namesTheFileWhenGzipIsCutOff() throws Exception {
        Path whole = directory.resolve("whole.gz");
        try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(whole))) {
            out.write(("series,timestamp,value\n" + "a,1,1\n".repeat(1000)).getBytes(StandardCharsets.UTF_8));
        }
        byte[] bytes = Files.readAllBytes(whole);
        Path cut = Files.write(directory.resolve("cut.gz"), Arrays.copyOf(bytes, bytes.length - 9));

        BadLine bad = catchThrowableOfType(BadLine.class, () -> read(cut));

        assertThat(bad.mayGoOn()).isFalse();
        assertThat(bad)
                .hasMessage("file must be readable to its end: file=cut.gz, afterLine=1, problem=EOFException,"
                        + " Unexpected end of ZLIB input stream");
    }

    @Test
    void namesTheFileWhenGzipIsDamagedAtItsBeginning() throws Exception {
        Path damaged = Files.write(directory.resolve("damaged.gz"), new byte[] {0x1f, (byte) 0x8b, 0x55, 0, 0, 0});

        assertThatThrownBy(() -> read(damaged))
                .isInstanceOf(BadLine.class)
                .hasMessageStartingWith("file must be readable to its end: file=damaged.gz, afterLine=0, problem=");
    }

    @Test
    void saysThatADirectoryIsNoFile() {
        assertThatThrownBy(() -> read(directory))
                .isInstanceOf(BadLine.class)
                .hasMessageStartingWith("file must be readable to its end: file=" + directory.getFileName());
    }

    private List<CsvRow> read(String text) throws IOException, BadLine {
        return read(write(text));
    }

    private static List<CsvRow> read(Path file) throws IOException, BadLine {
        try (CsvReadings readings = CsvReadings.open(file, CsvColumns.DEFAULT)) {
            return all(readings);
        }
    }

    private static List<CsvRow> all(CsvReadings readings) throws IOException, BadLine {
        List<CsvRow> rows = new ArrayList<>();
        for (Optional<CsvRow> row = readings.next(); row.isPresent(); row = readings.next()) {
            rows.add(row.get());
        }
        return rows;
    }

    private Path write(String text) throws IOException {
        return Files.writeString(directory.resolve("f.csv"), text);
    }
}
