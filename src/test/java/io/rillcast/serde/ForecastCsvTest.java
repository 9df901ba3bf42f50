package io.rillcast.serde;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rillcast.forecast.Forecast;
import io.rillcast.forecast.QuantileLevels;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ForecastCsvTest {
    private static final QuantileLevels LEVELS = QuantileLevels.of(0.025, 0.5, 0.975);
    private static final String HEADER =
            "series,timestamp,actual,origin,point,q0.025,q0.5,q0.975,naive,network,model_version\n";

    @TempDir
    private Path dir;

    private Path file;

    @BeforeEach
    void name() {
        file = dir.resolve("forecasts.csv");
    }

    private static ForecastRow row(String series, double actual, double... quantiles) {
        Forecast forecast = new Forecast(
                new Forecast.Origin(series, -1, 5, 0, "all", 3, 9, true),
                LEVELS,
                quantiles,
                new Forecast.Parts(1, 0.1, 1 / 3.0, Map.of("naive", 1.0)));
        return ForecastRow.of(forecast, 1_000, actual);
    }

    private ForecastRow written(ForecastRow row) throws Exception {
        try (ForecastCsvWriter writer = ForecastCsvWriter.create(file, LEVELS)) {
            writer.write(row);
        }
        try (ForecastCsvReader reader = ForecastCsvReader.open(file)) {
            assertThat(reader.quantileLevels()).isEqualTo(LEVELS);
            ForecastRow read = reader.next().orElseThrow();
            assertThat(reader.next()).isEmpty();
            return read;
        }
    }

    @Test
    void writesALineAForecast() throws Exception {
        written(row("a", 2, 1, 1.5, 7));

        assertThat(Files.readString(file))
                .isEqualTo(HEADER
                        + "a,1970-01-01T00:00:01Z,2.0,1969-12-31T23:59:59.999Z,1.5,1.0,1.5,7.0,0.1,"
                        + "0.3333333333333333,3\n");
    }

    @ParameterizedTest
    @ValueSource(doubles = {0.1, -0.0, 4.9e-324, 1.7976931348623157e308, 1e21, 123456789.12345679, 1.0 / 3})
    void readsTheVeryBitsBack(double value) throws Exception {
        ForecastRow read = written(row("a", value, value, value, value));

        assertThat(List.of(read.actual(), read.point(), read.quantile(0), read.quantile(2)))
                .allMatch(number -> Double.doubleToRawLongBits(number) == Double.doubleToRawLongBits(value));
        assertThat(read.naive()).isEqualTo(0.1);
        assertThat(read.network()).isEqualTo(1 / 3.0);
        assertThat(read.modelVersion()).isEqualTo(3);
        assertThat(read.timestampMs()).isEqualTo(1_000);
        assertThat(read.originMs()).isEqualTo(-1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"a,b", "say \"when\"", " blank ", "\u00fcber", "two\nlines", "#1"})
    void keepsAnyName(String series) throws Exception {
        assertThat(written(row(series, 1, 1, 1, 1)).seriesId()).isEqualTo(series);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    x,0,1,0,1,1,1,1,1,1         | line must have as many fields as the header line: file=forecasts.csv, line=2, fields=10, header=11
                    x,0,1,0,1,1,one,1,1,1,0     | value must be a number: file=forecasts.csv, line=2, column=q0.5, text="one"
                    x,noon,1,0,1,1,1,1,1,1,0    | timestamp must be ISO-8601: file=forecasts.csv, line=2, column=timestamp, text="noon"
                    x,0,1,0,1,1,1,1,1,1,-1      | version must be a whole number, 0 for none: file=forecasts.csv, line=2, column=model_version, text="-1"
                    """)
    void saysWhatIsWrongWithALine(String line, String sentence) throws Exception {
        Files.writeString(file, HEADER + line + "\n");

        try (ForecastCsvReader reader = ForecastCsvReader.open(file)) {
            assertThatThrownBy(reader::next).isInstanceOf(BadLine.class).hasMessage(sentence);
        }
    }

    @Test
    void refusesAFileOfReadings() throws Exception {
        Files.writeString(file, "series,timestamp,value\na,0,1\n");

        assertThatThrownBy(() -> ForecastCsvReader.open(file))
                .isInstanceOf(BadLine.class)
                .hasMessage("file must be one of forecasts, as `rillcast backtest` writes them: file=forecasts.csv,"
                        + " line=1, missing=actual, header=[series, timestamp, value]");
    }

    @Test
    void refusesAFileThatIsNotThere() {
        assertThatThrownBy(() -> ForecastCsvReader.open(file))
                .isInstanceOf(BadLine.class)
                .hasMessage("file must exist: file=" + file);
    }
}
