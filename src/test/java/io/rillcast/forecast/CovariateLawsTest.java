package io.rillcast.forecast;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rillcast.rnn.NetworkStepper;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What holds of every series holds with covariates: nothing of them is lost, seen twice, or seen by others. */
class CovariateLawsTest {
    private static final int W = 16;
    private static final CovariateNames TWO = new CovariateNames(List.of("heat", "promo"));
    private static final ForecastPlan PLAN = plan(TWO);
    private static final ForecastPlan ALONE = plan(CovariateNames.NONE);

    @Test
    void chunksThroughTheStoredBytesEqualTheWhole() {
        List<Reading> readings = readings(TWO, 100);
        Replay whole = new Replay(PLAN).swap(model(PLAN, 1)).feed(readings);
        OnlineForecaster forecaster = new OnlineForecaster(PLAN);
        SeriesState state = new Replay(PLAN).swap(model(PLAN, 1)).state();

        for (Reading reading : readings) {
            SeriesState stored = SeriesState.of(state.sealedView().clone());
            state = advanced(new OnlineForecaster(PLAN).step("g", Optional.of(model(PLAN, 1)), stored, reading))
                    .state();
        }

        assertThat(state.sealedView()).isEqualTo(whole.bytes());
        assertThat(forecaster.ofThisPlan(state)).isSameAs(state);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 9, 15, 16, 17, 31, 32, 33, 47, 48, 49, 111})
    void aRebuiltStateIsTheServedOne(int readings) {
        // Served under the model from the beginning of the older checkpoint on, as a rebuild does it.
        List<Reading> all = readings(TWO, readings);
        Replay replay = new Replay(PLAN).feed(all);
        int first = (int) replay.state().checkpointReadings();
        ForecastModel model = model(PLAN, 2);
        Replay served = new Replay(PLAN).feed(all.subList(0, first)).beginHere(model);
        served.feed(all.subList(first, readings));

        replay.swap(model);

        assertThat(part(replay.state(), StatePart.NETWORK)).isEqualTo(part(served.state(), StatePart.NETWORK));
        assertThat(part(replay.state(), StatePart.COVARIATES)).isEqualTo(part(served.state(), StatePart.COVARIATES));
    }

    @Test
    void trainingSeesWhatServingSaw() {
        Replay replay = new Replay(PLAN).feed(readings(TWO, 55));
        ForecastModel model = model(PLAN, 1);
        float[] hidden = new float[8];
        NetworkStepper stepper = model.network().newStepper();

        replay.swap(model);

        for (float[] x : WindowInputs.of(replay.window(), PLAN).inputsView()) {
            stepper.step(new float[7], hidden, x);
        }
        float[] kept = new float[8];
        for (int i = 0; i < kept.length; i++) {
            kept[i] = replay.state()
                    .float32(replay.state().start(StatePart.NETWORK) + Recurrence.HIDDEN_AT + Float.BYTES * i);
        }
        assertThat(kept).isEqualTo(hidden);
    }

    @Test
    void aHistoryWithOtherCovariatesIsRefused() {
        List<Reading> readings = new ArrayList<>(readings(TWO, 40));
        Replay replay = new Replay(PLAN).feed(readings);
        readings.set(25, withCovariates(readings.get(25), TWO, 1, 999));
        SeriesWindow wrong = SampleSeries.window(replay.state(), readings, replay.hints());
        ForecastModel model = model(PLAN, 1);

        assertThatThrownBy(() -> replay.forecaster().rebuild(model, replay.state(), wrong))
                .isInstanceOf(CorruptState.class)
                .hasMessageStartingWith("a series' history must lead to its state");
    }

    @Test
    void aMissingCovariateIsNotAZero() {
        List<Reading> readings = readings(TWO, 40);
        Reading next = SampleSeries.readings(new double[41]).get(40);

        Forecast missing = next(readings, withCovariates(next, TWO, Double.NaN, 1));
        Forecast zero = next(readings, withCovariates(next, TWO, 0, 1));

        assertThat(missing.quantiles()).isNotEqualTo(zero.quantiles());
    }

    @Test
    void theUnitOfACovariateDoesNotMatter() {
        List<Reading> readings = readings(TWO, 100);
        List<Reading> other = new ArrayList<>();
        for (Reading reading : readings) {
            Covariates known = reading.covariates();
            other.add(
                    known.count() == 0
                            ? reading
                            : withCovariates(reading, TWO, known.value(0) * 0x1p-60, known.value(1) * 0x1p+9));
        }

        Replay one = new Replay(PLAN).swap(model(PLAN, 1)).feed(readings);
        Replay two = new Replay(PLAN).swap(model(PLAN, 1)).feed(other);

        assertThat(two.last().quantiles()).isEqualTo(one.last().quantiles());
        assertThat(part(two.state(), StatePart.NETWORK)).isEqualTo(part(one.state(), StatePart.NETWORK));
    }

    @Test
    void aPlanWithoutCovariatesDoesNotSeeThem() {
        List<Reading> readings = readings(TWO, 100);
        ForecastModel model = SampleModels.random(1, 8, 1, 5);

        Replay with = new Replay(ALONE).swap(model).feed(readings);
        Replay without = new Replay(ALONE)
                .swap(model)
                .feed(readings.stream().map(Reading::withoutCovariates).toList());

        assertThat(with.bytes()).isEqualTo(without.bytes());
        assertThat(with.state().length(StatePart.COVARIATES)).isZero();
    }

    @Test
    void aModelOfFewerInputsForecastsAsBefore() {
        List<Reading> readings = readings(TWO, 100);
        ForecastModel older = SampleModels.random(1, 8, 1, 5);

        Replay before = new Replay(ALONE).swap(older).feed(readings);
        Replay after = new Replay(PLAN).swap(older).feed(readings);

        assertThat(after.last().quantiles()).isEqualTo(before.last().quantiles());
        assertThat(part(after.state(), StatePart.NETWORK)).isEqualTo(part(before.state(), StatePart.NETWORK));
    }

    @Test
    void aModelFindsItsInputsWhateverTheirOrder() {
        ForecastModel turned = model(plan(new CovariateNames(List.of("promo", "heat"))), 1);

        assertThat(new OnlineForecaster(PLAN).fits(turned)).isTrue();
        float[] one = new float[7];
        float[] other = new float[7];
        List<String> names = turned.features();
        List<String> plans = PLAN.features();
        float[] x = new float[plans.size()];
        float[] ordered = new float[plans.size()];
        for (int i = 0; i < x.length; i++) {
            x[i] = i / 10f;
            ordered[names.indexOf(plans.get(i))] = x[i];
        }
        Recurrence recurrence = new Recurrence(PLAN);
        recurrence.step(turned, new Replay(PLAN).swap(turned).state().copy(), x);
        turned.network().newStepper().step(other, new float[8], ordered);
        for (int i = 0; i < 7; i++) {
            one[i] = (float) recurrence.output(i);
            other[i] = (float) Hints.fromBase(other[i], x);
        }

        assertThat(one).isEqualTo(other);
    }

    @Test
    void aModelOfACovariateThatIsNoLongerThereDoesNotFit() {
        OnlineForecaster fewer = new OnlineForecaster(plan(new CovariateNames(List.of("heat"))));

        assertThat(fewer.fits(model(PLAN, 1))).isFalse();
        assertThat(new OnlineForecaster(ALONE).fits(model(PLAN, 1))).isFalse();
        assertThat(new OnlineForecaster(PLAN).fits(model(PLAN, 1))).isTrue();
        assertThat(PLAN.features()
                        .subList(ALONE.features().size(), PLAN.features().size()))
                .containsExactly(
                        "covariate:heat", "covariate-present:heat", "covariate:promo", "covariate-present:promo");
    }

    /** Covariates that begin, change or end in a running application begin anew there, and a rebuild knows it. */
    @ParameterizedTest
    @ValueSource(ints = {0, 1, 15, 16, 17, 31, 32, 40, 50})
    void aChangedListBeginsAnew(int changedAt) {
        CovariateNames turned = new CovariateNames(List.of("promo", "heat"));
        for (CovariateNames before : List.of(CovariateNames.NONE, turned)) {
            List<Reading> readings = new ArrayList<>(readings(before, changedAt));
            readings.addAll(readings(TWO, 55).subList(changedAt, 55));
            OnlineForecaster first = new OnlineForecaster(plan(before));
            OnlineForecaster second = new OnlineForecaster(PLAN);
            SeriesState state = first.empty();
            List<short[]> hints = new ArrayList<>();
            for (int t = 0; t < 55; t++) {
                OnlineForecaster forecaster = t < changedAt ? first : second;
                state = forecaster.ofThisPlan(state);
                Step.Advanced step = advanced(forecaster.step("g", Optional.empty(), state, readings.get(t)));
                state = step.state();
                hints.add(step.hints());
            }

            SeriesState rebuilt = second.rebuild(model(PLAN, 1), state, SampleSeries.window(state, readings, hints));

            assertThat(rebuilt.modelVersion()).isEqualTo(1);
            assertThat(state.covariatesSince()).isEqualTo(changedAt);
            assertThat(state.covariates()).isEqualTo(2);
            assertThat(first.ofThisPlan(state).covariates()).isEqualTo(before.count());
        }
    }

    @Test
    void aWindowOfAnotherListIsTrainedOnWithoutIts() {
        Replay replay = new Replay(PLAN).feed(readings(TWO, 55));

        float[][] inputs = WindowInputs.of(replay.window(), plan(new CovariateNames(List.of("heat"))))
                .inputsView();

        for (float[] x : inputs) {
            assertThat(Arrays.copyOfRange(x, x.length - 2, x.length)).containsOnly(0f);
        }
    }

    @Test
    void takes16AndTheStateIsAsLongAsTheTableSays() {
        List<String> names = new ArrayList<>();
        for (int i = 0; i < 16; i++) {
            names.add("c" + i);
        }
        ForecastPlan plan = plan(new CovariateNames(names));
        Replay replay = new Replay(plan).swap(SampleModels.random(1, plan.features(), new int[] {32, 1}, 5));

        assertThat(replay.state().sizeBytes()).isEqualTo(1016 + 16 + 72 * 16);
        assertThat(replay.feed(readings(plan.covariates(), 40)).forecasts()).hasSize(40);
        assertThat(new Replay(PLAN).state().length(StatePart.COVARIATES)).isEqualTo(160);
    }

    @Test
    void anAbsurdCovariateIsCountedAndChangesNothing() {
        Replay replay = new Replay(PLAN);
        Reading first = SampleSeries.readings(1, 2).get(0);
        Reading second = SampleSeries.readings(1, 2).get(1);
        replay.step(withCovariates(first, TWO, Double.MAX_VALUE, 0));
        byte[] before = replay.bytes();

        assertThat(replay.refusalOf(withCovariates(second, TWO, -Double.MAX_VALUE, 0)))
                .isEqualTo(SkipReason.NOT_FINITE);
        assertThat(replay.bytes()).isEqualTo(before);
    }

    private static Forecast next(List<Reading> readings, Reading next) {
        Replay replay = new Replay(PLAN).swap(model(PLAN, 1)).feed(readings);
        replay.step(next);
        return replay.last();
    }

    private static ForecastPlan plan(CovariateNames covariates) {
        return new ForecastPlan(QuantileLevels.DEFAULT, W, Support.AUTO, covariates);
    }

    private static ForecastModel model(ForecastPlan plan, long version) {
        return SampleModels.random(version, plan.features(), new int[] {8, 1}, 7 + version);
    }

    /** Rain with covariates of which every third is missing. */
    private static List<Reading> readings(CovariateNames names, int length) {
        Random random = new Random(8);
        List<Reading> readings = new ArrayList<>();
        for (Reading reading : SampleSeries.readings(SampleSeries.rain(3, length))) {
            double[] covariates = new double[names.count()];
            for (int i = 0; i < covariates.length; i++) {
                covariates[i] = random.nextInt(3) == 0 ? Double.NaN : 1e6 * i + 50 * random.nextGaussian();
            }
            readings.add(withCovariates(reading, names, covariates));
        }
        return readings;
    }

    private static Reading withCovariates(Reading reading, CovariateNames names, double... covariates) {
        return new Reading(
                reading.seriesId(),
                reading.timestampMs(),
                reading.value(),
                Covariates.of(names.fingerprint(), covariates));
    }

    private static Step.Advanced advanced(Step step) {
        return (Step.Advanced) step;
    }

    private static byte[] part(SeriesState state, StatePart part) {
        int start = state.start(part);
        return Arrays.copyOfRange(state.sealedView(), start, start + state.length(part));
    }
}
