package io.rillcast.forecast;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.function.Function;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the forecaster as a whole promises of its blend. */
class BlendLawsTest {
    private static final ForecastModel MODEL = SampleModels.random(1, 8, 1, 5);

    @ParameterizedTest
    @EnumSource
    void isNeverWorseThanTheLastValueInTheLongRun(Streams stream) {
        for (int seed = 0; seed < 3; seed++) {
            assertNotWorseThanNaive(Replay.byDefault().feed(stream.values(seed, 3000)));
        }
    }

    /** A network of random weights, which is wrong about everything, costs next to nothing. */
    @ParameterizedTest
    @EnumSource
    void isNotSpoiltByANetworkThatKnowsNothing(Streams stream) {
        assertNotWorseThanNaive(Replay.byDefault().swap(MODEL).feed(stream.values(7, 3000)));
    }

    /** What one series leaves in the scratch of its forecaster must reach no other one. */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void servesEachSeriesAsIfItWereAlone(boolean isBlended) {
        ForecastPlan plan = ForecastPlan.DEFAULT.withBlend(isBlended);
        OnlineForecaster shared = new OnlineForecaster(plan);
        Streams[] streams = Streams.values();
        SeriesState[] states = new SeriesState[streams.length];
        Arrays.fill(states, shared.empty());
        for (int t = 0; t < 400; t++) {
            for (int i = 0; i < states.length; i++) {
                Reading reading =
                        new Reading("s", SampleSeries.timeMs(t), streams[i].values(3, 400)[t]);
                // One after another they begin, so that each finds what others left.
                if (t >= 20 * i
                        && shared.step("g", Optional.empty(), states[i], reading) instanceof Step.Advanced step) {
                    states[i] = step.state();
                }
            }
        }

        for (int i = 0; i < states.length; i++) {
            OnlineForecaster own = new OnlineForecaster(plan);
            SeriesState alone = own.empty();
            for (int t = 20 * i; t < 400; t++) {
                Reading reading =
                        new Reading("s", SampleSeries.timeMs(t), streams[i].values(3, 400)[t]);
                if (own.step("g", Optional.empty(), alone, reading) instanceof Step.Advanced step) {
                    alone = step.state();
                }
            }
            assertThat(states[i].sealedView()).isEqualTo(alone.sealedView());
        }
    }

    private static void assertNotWorseThanNaive(Replay replay) {
        List<Score> scores = replay.scores().subList(200, replay.scores().size());
        double blend = scores.stream().mapToDouble(s -> s.losses().pinball()).sum();
        double naive =
                scores.stream().mapToDouble(s -> s.losses().naivePinball()).sum();

        assertThat(blend / naive).isLessThanOrEqualTo(1.01);
    }

    @ParameterizedTest
    @EnumSource
    void coversWhatItSays(Streams stream) {
        Coverage coverage = new Coverage(1);
        for (int seed = 0; seed < 3; seed++) {
            coverage.add(Replay.byDefault().feed(stream.values(10 + seed, 3000)), 500);
        }

        assertHonest(coverage);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void coversWhatItSays200ReadingsAfterTheNoiseHasTripled(boolean isWalk) {
        Coverage coverage = new Coverage(1);
        for (int seed = 0; seed < 15; seed++) {
            Random random = new Random(seed);
            double[] values = new double[1600];
            double last = 100;
            for (int t = 0; t < values.length; t++) {
                last = (isWalk ? last : 100) + (t < 1000 ? 1 : 3) * random.nextGaussian();
                values[t] = last;
            }
            coverage.add(Replay.byDefault().feed(values), 1199);
        }

        assertHonest(coverage);
    }

    private static void assertHonest(Coverage coverage) {
        assertThat(coverage.share80()).isCloseTo(0.8, Offset.offset(coverage.band(0.8, 0.01)));
        assertThat(coverage.share95()).isCloseTo(0.95, Offset.offset(coverage.band(0.95, 0.005)));
    }

    /** Forecasts of one series, one after each reading, as text without the loss of a bit. */
    private static List<String> honest(List<Reading> readings) {
        Replay replay = Replay.byDefault().swap(MODEL).feed(readings.subList(0, 100));
        replay.swap(SampleModels.random(2, 8, 1, 6)).feed(readings.subList(100, readings.size()));
        return replay.forecasts().stream()
                .map(f -> Arrays.toString(f.quantiles()) + f.parts())
                .toList();
    }

    /** The same by one who peeks: each value is told with a thousandth of the next in it. */
    private static List<String> cheating(List<Reading> readings) {
        List<Reading> peeked = new ArrayList<>(readings);
        for (int t = 0; t + 1 < readings.size(); t++) {
            double value = readings.get(t).value();
            peeked.set(
                    t,
                    readings.get(t)
                            .withValue(value + 1e-3 * (readings.get(t + 1).value() - value)));
        }
        return honest(peeked);
    }

    /** Whatever comes after a reading, the forecasts up to it are the same. */
    private static void assertSeesNoFuture(Function<List<Reading>, List<String>> forecaster) {
        List<Reading> readings = SampleSeries.readings(Streams.DAILY.values(1, 400));
        List<String> forecasts = forecaster.apply(readings);
        Random random = new Random(2);
        for (int cut : new int[] {1, 9, 50, 101, 192, 193, 256, 399}) {
            double[] later = readings.subList(cut, 400).stream()
                    .mapToDouble(Reading::value)
                    .toArray();
            for (int i = later.length - 1; i > 0; i--) {
                int j = random.nextInt(i + 1);
                double swapped = later[i];
                later[i] = later[j];
                later[j] = swapped;
            }
            List<Reading> other = new ArrayList<>(readings.subList(0, cut));
            for (int i = 0; i < later.length; i++) {
                other.add(new Reading("s", SampleSeries.timeMs(cut + i), later[i] + random.nextGaussian() * 100));
            }
            assertThat(forecaster.apply(other).subList(0, cut)).isEqualTo(forecasts.subList(0, cut));
        }
    }

    @Test
    void seesNoFuture() {
        assertSeesNoFuture(BlendLawsTest::honest);
    }

    @Test
    void oneWhoPeeksOneReadingAheadIsCaught() {
        assertThatThrownBy(() -> assertSeesNoFuture(BlendLawsTest::cheating)).isInstanceOf(AssertionError.class);
    }

    @Test
    void aReadingThatEndsAGapIsMarkedAndTeachesNothingOfErrors() {
        double[] values = Streams.DAILY.values(1, 300);
        Replay gapped = Replay.byDefault().swap(MODEL).feed(values);
        SeriesState before = gapped.state();
        Map<String, double[]> said = new ExpertQuantiles(QuantileLevels.DEFAULT).of(before);

        gapped.step(new Reading("s", SampleSeries.timeMs(310), 150));

        assertThat(said).containsKeys("volatility", "smoothing", "regression");
        assertThat(gapped.lastScore().afterGap()).isTrue();
        assertThat(gapped.state().sameBytes(before, StatePart.CALIBRATION)).isTrue();
        int k = Expert.COUNT;
        int q = QuantileLevels.DEFAULT.count();
        assertThat(gapped.state().sameBytes(before, StatePart.BLEND, 0, 8 * k * q))
                .isTrue(); // regrets, squares
        int largest = 12 * k * q + 4 * q;
        assertThat(gapped.state().sameBytes(before, StatePart.BLEND, largest, 4 * k + 4 * q))
                .isTrue();
        assertThat(gapped.state().sameBytes(before, StatePart.EXPERTS, 40, 520)).isTrue(); // errors
    }

    @Test
    void forecastsAfterAGapAreWiderForAWhile() {
        double[] values = Streams.NOISE.values(1, 500);
        Replay gapped = Replay.byDefault().feed(values);
        double usual = width(gapped.last());
        List<Double> after = new ArrayList<>();
        for (int t = 0; t < 30; t++) {
            gapped.step(new Reading("s", SampleSeries.timeMs(520 + t), values[t]));
            after.add(width(gapped.last()));
        }

        assertThat(after.get(0)).isGreaterThan(1.3 * usual);
        assertThat(after.get(29)).isBetween(0.7 * usual, 1.15 * usual);
    }

    private static double width(Forecast forecast) {
        return forecast.quantile(5) - forecast.quantile(1);
    }

    @Test
    void withoutABlendTheNetworkOrTheLastValueSpeaksAlone() {
        ForecastPlan alone = ForecastPlan.DEFAULT.withBlend(false);
        double[] values = Streams.DAILY.values(1, 600);
        Replay cold = new Replay(alone).feed(values);
        Replay warm = new Replay(alone)
                .swap(SampleModels.random(1, alone.features(), new int[] {32, 1}, 5))
                .feed(values);

        assertThat(cold.last().parts().weights()).isEqualTo(Map.of("naive", 1.0));
        assertThat(warm.last().parts().weights()).isEqualTo(Map.of("network", 1.0));
        assertThat(warm.state().sizeBytes()).isLessThan(1100);
        assertThat(warm.hints()).allMatch(Hints::areNone);
        assertHonest(new Coverage(1).add(cold, 200));
        assertThat(new ExpertQuantiles(QuantileLevels.DEFAULT).of(warm.state())).containsOnlyKeys("naive", "network");
    }

    /** The operator may change his mind: what the experts learnt is gone, all else goes on. */
    @Test
    void goesOnWhereTheBlendIsTurnedOffAndOn() {
        OnlineForecaster with = new OnlineForecaster(ForecastPlan.DEFAULT);
        OnlineForecaster without = new OnlineForecaster(ForecastPlan.DEFAULT.withBlend(false));
        SeriesState state = with.empty();
        List<Reading> readings = SampleSeries.readings(Streams.DAILY.values(1, 600));
        for (Reading reading : readings) {
            boolean isOff = state.readingsSeen() / 200 == 1;
            Step.Advanced step = (Step.Advanced) (isOff ? without : with).step("g", Optional.empty(), state, reading);
            state = SeriesState.of(step.state().sealedView().clone());
            assertThat(state.length(StatePart.EXPERTS) == 0).isEqualTo(isOff);
            assertThat(step.forecast().parts().weights().size() == 1).isEqualTo(isOff || state.readingsSeen() < 4);
        }
        assertThat(state.readingsSeen()).isEqualTo(600);
        assertThat(state.length(StatePart.SEASON_SECOND)).isPositive();
    }

    @Test
    void weightsAreSharesThatComeToOne() {
        for (Streams stream : Streams.values()) {
            for (Forecast forecast :
                    Replay.byDefault().swap(MODEL).feed(stream.values(1, 300)).forecasts()) {
                double sum = forecast.parts().weights().values().stream()
                        .mapToDouble(w -> w)
                        .sum();
                assertThat(sum).isCloseTo(1, Offset.offset(1e-9));
                assertThat(forecast.parts().weights().values()).allMatch(w -> w > 0);
            }
        }
    }
}
