package io.rillcast.forecast;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** A series goes on from its state under a plan of other quantile levels or another window. */
class ChangedPlanTest {
    private static final QuantileLevels THREE = QuantileLevels.of(0.1, 0.5, 0.9);
    private static final QuantileLevels OTHER_THREE = QuantileLevels.of(0.2, 0.5, 0.8);
    private static final List<Reading> READINGS = SampleSeries.readings(SampleSeries.daily(3, 200));

    private static ForecastPlan plan(QuantileLevels levels, int window) {
        return new ForecastPlan(levels, window, Support.AUTO);
    }

    /** Without a model, from a state on. */
    private static List<Step.Advanced> steps(OnlineForecaster forecaster, SeriesState from, List<Reading> readings) {
        List<Step.Advanced> steps = new ArrayList<>();
        SeriesState state = from;
        for (Reading reading : readings) {
            Step.Advanced step = (Step.Advanced) forecaster.step("g", Optional.empty(), state, reading);
            state = step.state();
            steps.add(step);
        }
        return steps;
    }

    /** All that does not depend on levels is as in a series that always had them; the histogram misses one step, weights begin anew. */
    private static void assertForecastsAsAlwaysUnder(QuantileLevels levels, SeriesState before, int seen) {
        OnlineForecaster changed = new OnlineForecaster(plan(levels, 16));
        List<Step.Advanced> always = steps(changed, changed.empty(), READINGS);

        SeriesState adapted = changed.ofTheseLevels(before);
        List<Step.Advanced> after = steps(changed, adapted, READINGS.subList(seen, READINGS.size()));

        assertThat(adapted.modelVersion()).isZero();
        assertThat(adapted.length(StatePart.BLEND)).isZero();
        Step.Advanced last = after.get(after.size() - 1);
        Step.Advanced lastAlways = always.get(always.size() - 1);
        assertThat(Set.of(
                        StatePart.CLOCK,
                        StatePart.STANDARDIZER,
                        StatePart.CHECKPOINTS,
                        StatePart.EXPERTS,
                        StatePart.SEASON_FIRST,
                        StatePart.SEASON_SECOND))
                .allMatch(part -> last.state().sameBytes(lastAlways.state(), part));
        assertThat(last.forecast().quantiles())
                .containsExactly(lastAlways.forecast().quantiles(), within(0.5));
        assertThat(after.get(0).score()).isEmpty();
        assertThat(after.get(1).score()).isPresent();
        assertThat(after).noneMatch(step -> step.forecast().origin().warm());
    }

    @Test
    void keepsWhatItKnowsOfItsSeriesUnderFewerLevels() {
        Replay seven = new Replay(plan(QuantileLevels.DEFAULT, 16)).swap(SampleModels.random(1, 8, 1, 5));
        seven.feed(READINGS.subList(0, 100));

        assertForecastsAsAlwaysUnder(THREE, seven.state(), 100);
    }

    @Test
    void keepsWhatItKnowsOfItsSeriesUnderAsManyOtherLevels() {
        Replay three = new Replay(plan(THREE, 16)).feed(READINGS.subList(0, 100));

        assertForecastsAsAlwaysUnder(OTHER_THREE, three.state(), 100);
    }

    @Test
    void leavesAStateOfTheseLevelsAsItIs() {
        SeriesState state =
                new Replay(plan(THREE, 16)).feed(READINGS.subList(0, 50)).state();

        assertThat(new OnlineForecaster(plan(THREE, 24)).ofTheseLevels(state)).isSameAs(state);
    }

    @Test
    void rebuildsFromAtMostTwiceTheLongestWindowThroughChangesOfTheWindow() {
        int[] windows = {16, 48, 16, 48, 24, 8, 48};
        ForecastModel model = SampleModels.random(1, 4, 1, 5);
        SeriesState state = new OnlineForecaster(plan(QuantileLevels.DEFAULT, 16)).empty();
        List<short[]> hints = new ArrayList<>();
        long longest = 0;
        for (int i = 0; i < READINGS.size(); i++) {
            OnlineForecaster forecaster = new OnlineForecaster(plan(QuantileLevels.DEFAULT, windows[i / 29]));
            Step.Advanced step = (Step.Advanced) forecaster.step("g", Optional.empty(), state, READINGS.get(i));
            state = step.state();
            hints.add(step.hints());
            SeriesWindow since = SampleSeries.window(state, READINGS.subList(0, i + 1), hints);
            longest = Math.max(longest, since.length());
            assertThat(forecaster.rebuild(model, state, since).modelVersion()).isEqualTo(1);
        }

        assertThat(longest).isBetween(49L, 96L);
    }
}
