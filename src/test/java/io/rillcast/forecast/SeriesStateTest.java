package io.rillcast.forecast;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
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
    void is3840BytesAndTheSeasonsAtTheDefaults() {
        Replay replay = Replay.byDefault().swap(SampleModels.random(1, 32, 1, 5));

        assertThat(replay.state().sizeBytes()).isEqualTo(1016);
        assertThat(replay.feed(1).bytes()).hasSize(3840 + 16 + 4 * 8);
        assertThat(replay.feed(SampleSeries.daily(1, 1000)).bytes()).hasSize(3840 + 16 + 4 * 402 + 4 * 168);
    }

    @Test
    void is1016BytesWithoutABlend() {
        ForecastPlan alone = ForecastPlan.DEFAULT.withBlend(false);
        Replay replay = new Replay(alone).swap(SampleModels.random(1, alone.features(), new int[] {32, 1}, 5));

        assertThat(replay.feed(SampleSeries.daily(1, 1000)).bytes()).hasSize(1016);
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
        "ROLLING, 984, 32",
        "EXPERTS, 1016, 1888",
        "BLEND, 2904, 936",
        "SEASON_FIRST, 3840, 48",
        "SEASON_SECOND, 3888, 0",
        "LATE_REPAIR, 3888, 0",
        "COVARIATES, 3888, 0",
        "SPARE_15, 3888, 0"
    })
    void laysItsPartsWhereTheTableSays(StatePart part, int start, int length) {
        SeriesState state = Replay.byDefault()
                .swap(SampleModels.random(1, 32, 1, 5))
                .feed(1, 2, 3)
                .state();

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
        assertThat(SeriesState.of(goldenBytes("series-state-1-covariates.hex")).covariates())
                .isEqualTo(2);
    }

    @Test
    void writesTheBytesOfFormat1() {
        Replay replay = new Replay(SMALL);
        for (int t = 0; t < 20; t++) {
            replay.feed(t * 7 % 10 + (t % 2) / 2.0);
        }

        assertThat(HexFormat.of().formatHex(replay.bytes()))
                .isEqualTo(HexFormat.of().formatHex(goldenBytes("series-state-1-blend.hex")));
    }

    /** Experts begin with the next reading, and what is pending is scored as it was made. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "series-state-1.hex",
                "series-state-1-gaps.hex",
                "series-state-1-covariates.hex",
                "series-state-1-gaps-covariates.hex"
            })
    void goesOnFromAStateWithoutExperts(String name) {
        SeriesState golden = SeriesState.of(goldenBytes(name));
        OnlineForecaster forecaster = new OnlineForecaster(golden.covariates() > 0 ? WITH_COVARIATES : SMALL);
        SeriesState state = golden;
        double[] values = SampleSeries.daily(1, 120);
        for (int t = 20; t < values.length; t++) {
            Reading reading = new Reading("s", SampleSeries.timeMs(t), values[t]);
            Step.Advanced step = (Step.Advanced) forecaster.step("g", Optional.empty(), state, reading);
            assertThat(step.score()).isPresent();
            assertThat(step.forecast().parts().weights()).containsKey("naive");
            state = SeriesState.of(step.state().sealedView().clone());
        }

        assertThat(golden.length(StatePart.EXPERTS)).isZero();
        assertThat(state.length(StatePart.EXPERTS)).isPositive();
        assertThat(state.readingsSeen()).isEqualTo(120);
        ExpertQuantiles experts = new ExpertQuantiles(SMALL.levels());
        assertThat(experts.of(state)).containsKeys("seasonal-naive", "regression", "smoothing");
    }

    /** What the first rules of cadence made is not what those of today come to: only the last reading is compared. */
    @Test
    void rebuildsAStateThatTheFirstRulesMade() {
        OnlineForecaster forecaster = new OnlineForecaster(new ForecastPlan(QuantileLevels.DEFAULT, 8, Support.AUTO));
        SeriesState golden = forecaster.ofTheseLevels(SeriesState.of(goldenBytes("series-state-1.hex")));
        ForecastModel model = SampleModels.random(1, 8, 1, 5);
        double[] values = new double[20];
        List<short[]> hints = new ArrayList<>();
        for (int t = 0; t < 20; t++) {
            values[t] = t * 7 % 10 + (t % 2) / 2.0;
            hints.add(new short[Hints.COUNT]); // none were kept then
        }

        SeriesState rebuilt =
                forecaster.rebuild(model, golden, SampleSeries.window(golden, SampleSeries.readings(values), hints));

        assertThat(rebuilt.modelVersion()).isEqualTo(1);
        Reading next = new Reading("s", SampleSeries.timeMs(20), 4.5);
        Step.Advanced step = (Step.Advanced) forecaster.step("g", Optional.of(model), rebuilt, next);
        SeriesState state = step.state();
        hints.add(step.hints());
        List<Reading> right = SampleSeries.readings(append(values, 4.5));
        assertThat(forecaster.rebuild(model, state, SampleSeries.window(state, right, hints)))
                .matches(again -> again.sameBytes(state, StatePart.NETWORK));
        List<Reading> wrong = SampleSeries.readings(append(values, 4.25));
        assertThatThrownBy(() -> forecaster.rebuild(model, state, SampleSeries.window(state, wrong, hints)))
                .isInstanceOf(CorruptState.class);
    }

    private static double[] append(double[] values, double last) {
        double[] longer = Arrays.copyOf(values, values.length + 1);
        longer[values.length] = last;
        return longer;
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
        byte[] golden = goldenBytes("series-state-1-blend-covariates.hex");

        assertThat(HexFormat.of().formatHex(replay.bytes()))
                .isEqualTo(HexFormat.of().formatHex(golden));
        assertThat(SeriesState.of(golden).covariates()).isEqualTo(2);
        assertThat(SeriesState.of(golden).olderCheckpoint())
                .isEqualTo(replay.window().checkpointView())
                .hasSize(144 + 8 + 2 * 24);
    }

    @ParameterizedTest
    @ValueSource(ints = {12, 16, 79, 80, 300, 1007, 2000, 3887})
    void refusesAFlippedBit(int at) {
        byte[] bytes = Replay.byDefault()
                .swap(SampleModels.random(1, 32, 1, 5))
                .feed(1, 2, 3)
                .bytes();
        bytes[at] ^= 4;

        assertRefused(
                bytes,
                "a series state must match its checksum; delete the state directory of this instance, so that it is"
                        + " restored from the changelog: length=3888");
    }

    @Test
    void refusesTruncatedBytes() {
        byte[] bytes = Replay.byDefault().feed(1, 2, 3).bytes();

        assertRefused(
                Arrays.copyOf(bytes, 800),
                "a series state must be as long as its header says: header=3760, length=800, parts=16");
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

        assertRefused(bytes, "a series state must begin with its magic: length=3760");
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

        assertThat(resized.sizeBytes()).isEqualTo(state.sizeBytes() - 1888 + 40);
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
