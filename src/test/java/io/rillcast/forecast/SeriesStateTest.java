package io.rillcast.forecast;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SeriesStateTest {
    private static final ForecastPlan SMALL = new ForecastPlan(QuantileLevels.of(0.1, 0.5, 0.9), 8, Support.AUTO);
    private static final ForecastPlan WITH_COVARIATES = new ForecastPlan(
            SMALL.levels(), SMALL.window(), SMALL.support(), new CovariateNames(List.of("heat", "promo")));

    @Test
    void is1008BytesAtTheDefaults() {
        Replay replay = Replay.byDefault().swap(SampleModels.random(1, 32, 1, 5));

        assertThat(replay.state().sizeBytes()).isEqualTo(1008);
        assertThat(replay.bytes()).hasSize(1008);
    }

    /** The table of package-info, at the defaults. */
    @ParameterizedTest
    @CsvSource({
        "CLOCK, 80, 64",
        "STANDARDIZER, 144, 80",
        "NETWORK, 224, 144",
        "CHECKPOINTS, 368, 288",
        "PENDING, 656, 200",
        "CALIBRATION, 856, 128",
        "ROLLING, 984, 24",
        "EXPERTS, 1008, 0",
        "BLEND, 1008, 0",
        "SEASON_FIRST, 1008, 0",
        "SEASON_SECOND, 1008, 0",
        "LATE_REPAIR, 1008, 0",
        "COVARIATES, 1008, 0",
        "SPARE_15, 1008, 0"
    })
    void laysItsPartsWhereTheTableSays(StatePart part, int start, int length) {
        SeriesState state =
                Replay.byDefault().swap(SampleModels.random(1, 32, 1, 5)).state();

        assertThat(state.start(part)).isEqualTo(start);
        assertThat(state.length(part)).isEqualTo(length);
    }

    @Test
    void stillReadsTheBytesOfFormat1() {
        byte[] golden = goldenBytes("series-state-1.hex");
        OnlineForecaster forecaster = new OnlineForecaster(SMALL);

        SeriesState state = SeriesState.of(golden);
        Step step = forecaster.step("g", Optional.empty(), state, new Reading("s", SampleSeries.timeMs(20), 4.5));

        assertThat(state.readingsSeen()).isEqualTo(20);
        assertThat(state.checkpointReadings()).isEqualTo(8);
        Score score = ((Step.Advanced) step).score().orElseThrow();
        assertThat(score.values()).isEqualTo(new Score.Values(4.5, 3.5, 3.5));
        assertThat(((Step.Advanced) step).forecast().origin().targetMs()).isEqualTo(SampleSeries.timeMs(21));
    }

    @Test
    void writesTheBytesOfFormat1() {
        Replay replay = new Replay(SMALL);
        for (int t = 0; t < 20; t++) {
            replay.feed(t * 7 % 10 + (t % 2) / 2.0);
        }

        assertThat(HexFormat.of().formatHex(replay.bytes()))
                .isEqualTo(HexFormat.of().formatHex(goldenBytes("series-state-1.hex")));
    }

    @Test
    void stillReadsTheBytesOfFormat1WhereCovariatesBegin() {
        OnlineForecaster forecaster = new OnlineForecaster(WITH_COVARIATES);
        Covariates covariates = Covariates.of(WITH_COVARIATES.covariates().fingerprint(), new double[] {5, 6});
        Reading reading = new Reading("s", SampleSeries.timeMs(20), 4.5, covariates);

        Step step = forecaster.step("g", Optional.empty(), SeriesState.of(goldenBytes("series-state-1.hex")), reading);

        SeriesState state = ((Step.Advanced) step).state();
        assertThat(((Step.Advanced) step).score().orElseThrow().values()).isEqualTo(new Score.Values(4.5, 3.5, 3.5));
        assertThat(state.covariates()).isEqualTo(2);
        assertThat(state.covariatesSince()).isEqualTo(20);
    }

    @Test
    void readsAndWritesTheBytesOfFormat1WithCovariates() {
        Replay replay = new Replay(WITH_COVARIATES);
        long list = WITH_COVARIATES.covariates().fingerprint();
        for (int t = 0; t < 20; t++) {
            double[] covariates = {t * 3 % 7, t % 4 == 0 ? Double.NaN : t / 4.0};
            double value = t * 7 % 10 + (t % 2) / 2.0;
            replay.step(new Reading("s", SampleSeries.timeMs(t), value, Covariates.of(list, covariates)));
        }
        byte[] golden = goldenBytes("series-state-1-covariates.hex");

        assertThat(HexFormat.of().formatHex(replay.bytes()))
                .isEqualTo(HexFormat.of().formatHex(golden));
        assertThat(SeriesState.of(golden).covariates()).isEqualTo(2);
        assertThat(SeriesState.of(golden).olderCheckpoint())
                .isEqualTo(replay.window().checkpointView())
                .hasSize(144 + 8 + 2 * 24);
    }

    @ParameterizedTest
    @ValueSource(ints = {12, 16, 79, 80, 300, 1007})
    void refusesAFlippedBit(int at) {
        byte[] bytes = Replay.byDefault()
                .swap(SampleModels.random(1, 32, 1, 5))
                .feed(1, 2, 3)
                .bytes();
        bytes[at] ^= 4;

        assertRefused(
                bytes,
                "a series state must match its checksum; delete the state directory of this instance, so that it is"
                        + " restored from the changelog: length=1008");
    }

    @Test
    void refusesTruncatedBytes() {
        byte[] bytes = Replay.byDefault().feed(1, 2, 3).bytes();

        assertRefused(
                Arrays.copyOf(bytes, 800),
                "a series state must be as long as its header says: header=880, length=800, parts=16");
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 3, 79})
    void refusesLessThanAHeader(int length) {
        byte[] bytes = Replay.byDefault().feed(1, 2, 3).bytes();

        assertRefused(Arrays.copyOf(bytes, length), "a series state must begin with its magic: length=" + length);
    }

    @Test
    void refusesForeignBytes() {
        byte[] bytes = Replay.byDefault().feed(1, 2, 3).bytes();
        bytes[0] = 'X';

        assertRefused(bytes, "a series state must begin with its magic: length=880");
    }

    @Test
    void refusesANewerFormat() {
        byte[] bytes = Replay.byDefault().feed(1, 2, 3).bytes();
        bytes[4] = 2;

        assertRefused(
                bytes, "unsupported state format: version=2, supported=[1]; upgrade the forecaster or reset the store");
    }

    @Test
    void beginsWithItsMagicAndFormat() {
        byte[] bytes = Replay.byDefault().bytes();

        assertThat(new String(bytes, 0, 4, StandardCharsets.US_ASCII)).isEqualTo("RSST");
        assertThat(Arrays.copyOfRange(bytes, 4, 8)).containsExactly(1, 0, 16, 0);
    }

    @Test
    void keepsItsOtherPartsWhenOneIsResized() {
        SeriesState state = Replay.byDefault().feed(SampleSeries.walk(1, 100)).state();

        SeriesState resized = state.resized(StatePart.EXPERTS, 40);

        assertThat(resized.sizeBytes()).isEqualTo(state.sizeBytes() + 40);
        assertThat(StatePart.values())
                .filteredOn(part -> part != StatePart.EXPERTS)
                .allMatch(part -> resized.sameBytes(state, part));
        assertThat(SeriesState.of(resized.sealedView()).readingsSeen()).isEqualTo(100);
    }

    @ParameterizedTest
    @CsvSource({"0, 0", "7, 0", "8, 0", "15, 0", "16, 8", "23, 8", "24, 16", "100, 88"})
    void keepsTheLastTwoMultiplesOfTheWindowAsCheckpoints(int readings, long older) {
        Replay replay = new Replay(SMALL).feed(SampleSeries.walk(1, readings));

        assertThat(replay.state().checkpointReadings()).isEqualTo(older);
    }

    private static void assertRefused(byte[] bytes, String sentence) {
        assertThatThrownBy(() -> SeriesState.of(bytes))
                .isInstanceOf(CorruptState.class)
                .hasMessage(sentence);
    }

    private static byte[] goldenBytes(String name) {
        try (InputStream in = SeriesStateTest.class.getResourceAsStream(name)) {
            String text = new String(in.readAllBytes(), StandardCharsets.US_ASCII);
            return HexFormat.of().parseHex(text.replaceAll("\\s", ""));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
