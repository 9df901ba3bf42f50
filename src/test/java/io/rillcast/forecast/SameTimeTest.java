package io.rillcast.forecast;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Several readings in one millisecond. The law of the rules that go back: a series to which readings came again
 * goes on with the bits of one to which only what they came to had come.
 */
class SameTimeTest {
    private static final int W = 16;
    private static final ForecastModel MODEL = SampleModels.random(1, 8, 1, 5);

    private static ForecastPlan plan(SameTime rule) {
        return new ForecastPlan(QuantileLevels.DEFAULT, W, Support.AUTO, rule);
    }

    /** Corrections at every place: the first reading, a checkpoint's, and the one after it. */
    @ParameterizedTest
    @ValueSource(ints = {0, 1, 7, 14, 15, 16, 17, 31, 32, 47, 60})
    void goesOnAsIfTheCorrectedReadingHadComeFirst(int corrected) {
        double[] values = SampleSeries.walk(1, 64);
        Run disturbed = new Run(SameTime.LAST, Optional.of(MODEL));
        Run quiet = new Run(SameTime.LAST, Optional.of(MODEL));

        for (int t = 0; t < values.length; t++) {
            quiet.take(t, values[t]);
            if (t == corrected) {
                disturbed.take(t, values[t] + 1000);
                disturbed.take(t, -3);
            }
            disturbed.take(t, values[t]);
        }

        assertThat(disturbed.skipped).isEmpty();
        assertThat(disturbed.forecasts).hasSize(66);
        assertThat(quantiles(disturbed.forecasts, corrected + 2)).isEqualTo(quantiles(quiet.forecasts, corrected));
        assertThat(disturbed.withoutLastStep()).isEqualTo(quiet.withoutLastStep());
    }

    /** Where the last values take more places, seasons are looked for, and a season's shape begins at 192 readings. */
    @ParameterizedTest
    @CsvSource({
        "LAST, 8", "LAST, 9", "LAST, 16", "LAST, 63", "LAST, 64", "LAST, 65", "LAST, 128", "LAST, 190", "LAST, 191",
        "LAST, 192", "MEAN, 0", "MEAN, 1", "MEAN, 8", "MEAN, 16", "MEAN, 32", "MEAN, 64", "MEAN, 191", "MEAN, 192"
    })
    void goesBackToWhereAPartWasShorter(SameTime rule, int corrected) {
        double[] values = Streams.DAILY.values(1, 200);
        Run disturbed = new Run(rule, Optional.of(MODEL));
        Run quiet = new Run(rule, Optional.of(MODEL));

        for (int t = 0; t < values.length; t++) {
            double value = Math.rint(values[t]); // means of whole numbers are exact
            quiet.take(t, value);
            if (t == corrected) {
                disturbed.take(t, value + 1024);
                disturbed.take(t, value - 1024);
            }
            disturbed.take(t, value);
        }

        assertThat(disturbed.skipped).isEmpty();
        assertThat(quiet.state.length(StatePart.SEASON_SECOND)).isPositive();
        assertThat(quantiles(disturbed.forecasts, corrected + 2)).isEqualTo(quantiles(quiet.forecasts, corrected));
        assertThat(disturbed.withoutLastStep()).isEqualTo(quiet.withoutLastStep());
    }

    @Test
    void sendsForecastAndScoreAgainWithARevisionOneHigher() {
        Run run = new Run(SameTime.LAST, Optional.empty());

        run.take(0, 1);
        run.take(1, 2);
        run.take(1, 4);
        run.take(1, 3);
        run.take(2, 5);

        assertThat(run.forecasts.stream().map(f -> f.origin().revision())).containsExactly(0, 0, 1, 2, 0);
        assertThat(run.forecasts.stream().map(f -> f.origin().readingsSeen())).containsExactly(1L, 2L, 2L, 2L, 3L);
        assertThat(run.forecasts.stream().map(f -> f.parts().naive())).containsExactly(1.0, 2.0, 4.0, 3.0, 5.0);
        assertThat(run.scores.stream().map(s -> s.model().revision())).containsExactly(0, 1, 2, 0);
        assertThat(run.scores.stream().map(s -> s.values()))
                .containsExactly(
                        new Score.Values(2, 1, 1),
                        new Score.Values(4, 1, 1),
                        new Score.Values(3, 1, 1),
                        new Score.Values(5, run.forecasts.get(3).point(), 3));
    }

    @ParameterizedTest
    @CsvSource({
        "CORRECT, '1,1,4,4,2,2', 1, 1, 5",
        "LAST, '1,1,4,4,2,2', 3, 2, 3",
        "MEAN, '1,1,4,4,2,6', 6, 3, 0",
        "SEQUENCE, '1,1,4,4,2,2', 6, 2, 0"
    })
    void takesWhatItsRuleSays(SameTime rule, String values, int forecasts, double last, int skipped) {
        Run run = new Run(rule, Optional.empty());

        for (String value : values.split(",", -1)) {
            run.take(0, Double.parseDouble(value));
        }

        assertThat(run.forecasts).hasSize(forecasts);
        assertThat(run.forecasts.get(forecasts - 1).parts().naive()).isEqualTo(last);
        assertThat(run.state.readingsSeen()).isEqualTo(rule == SameTime.SEQUENCE ? 6 : 1);
        assertThat(run.skipped).hasSize(skipped);
    }

    @Test
    void tellsDuplicatesFromCorrectionsByDefault() {
        Run run = new Run(ForecastPlan.DEFAULT.sameTime(), Optional.empty());

        run.take(0, 1);
        run.take(0, 1);
        run.take(0, 2);

        assertThat(run.skipped).containsExactly(SkipReason.DUPLICATE, SkipReason.CORRECTION);
        assertThat(run.state.sizeBytes()).isEqualTo(1016 - 128 + 1888 + 936 + 48);
    }

    @Test
    void makesTheMeanAnewInEachMillisecond() {
        Run run = new Run(SameTime.MEAN, Optional.empty());

        run.take(0, 2);
        run.take(0, 4);
        run.take(1, 10);
        run.take(1, 20);
        run.take(1, 60);

        assertThat(run.forecasts.stream().map(f -> f.parts().naive())).containsExactly(2.0, 3.0, 10.0, 15.0, 30.0);
    }

    @Test
    void doesNotLetASequenceSpoilTheCadence() {
        Run run = new Run(SameTime.SEQUENCE, Optional.of(MODEL));

        for (int t = 0; t < 40; t++) {
            for (int k = 0; k < 5; k++) {
                run.take(t, t + k);
            }
        }

        Forecast last = run.forecasts.get(199);
        assertThat(last.origin().targetMs()).isEqualTo(SampleSeries.timeMs(40));
        assertThat(run.scores)
                .noneMatch(Score::afterGap)
                .allMatch(s -> s.model().revision() == 0);
    }

    @ParameterizedTest
    @EnumSource(SameTime.class)
    void rebuildsTheBitsOfOneSeriesWhateverCameTwice(SameTime rule) {
        Run run = new Run(rule, Optional.of(MODEL));
        for (int t = 0; t < 20; t++) {
            run.take(t, t % 7);
            run.take(t, t % 5);
        }
        SeriesState state = run.state;

        SeriesState rebuilt = new OnlineForecaster(plan(rule)).rebuild(MODEL, state, run.window());

        assertThat(rebuilt.sameBytes(state, StatePart.CLOCK)).isTrue();
        assertThat(rebuilt.readingsSeen()).isEqualTo(rule == SameTime.SEQUENCE ? 40 : 20);
    }

    @Test
    void goesBackUnderTheNewModelOnceItCame() {
        ForecastModel newer = SampleModels.random(2, 8, 1, 5);
        Run disturbed = new Run(SameTime.LAST, Optional.of(MODEL));
        Run quiet = new Run(SameTime.LAST, Optional.of(MODEL));
        for (int t = 0; t < 20; t++) {
            disturbed.take(t, t % 7);
            quiet.take(t, t % 7);
        }
        disturbed.take(20, 100);
        disturbed.model = Optional.of(newer);
        quiet.model = Optional.of(newer);

        disturbed.take(20, 5);
        quiet.take(20, 5);

        assertThat(disturbed.withoutLastStep()).isEqualTo(quiet.withoutLastStep());
        assertThat(disturbed.forecasts.get(21).origin().modelVersion()).isEqualTo(newer.version());
    }

    @ParameterizedTest
    @EnumSource(names = {"LAST", "MEAN"})
    void skipsACorrectionOfAStateThatKeepsNoStep(SameTime rule) {
        Run run = new Run(rule, Optional.empty());
        run.take(0, 1);
        run.take(1, 2);
        run.state = run.state.resized(StatePart.LATE_REPAIR, 0);

        run.take(1, 3);

        assertThat(run.skipped).containsExactly(SkipReason.CORRECTION);
    }

    @Test
    void skipsACorrectionWhereTheStepKeptIsNotTheLast() {
        Run run = new Run(SameTime.LAST, Optional.empty());
        run.take(0, 1);
        run.take(1, 2);
        Reading next = new Reading("s", SampleSeries.timeMs(2), 3);
        run.state = ((Step.Advanced) run.forecaster.step("g", Optional.empty(), run.state, next)).state();

        run.take(2, 4);

        assertThat(run.skipped).containsExactly(SkipReason.CORRECTION);
    }

    @Test
    void leavesTheStateAsItWasWhereTheCorrectionIsAbsurd() {
        Run run = new Run(SameTime.MEAN, Optional.empty());
        run.take(0, 1);
        run.take(1, Double.MAX_VALUE / 1e10);
        byte[] before = run.state.sealedView().clone();

        run.take(1, Double.MAX_VALUE);
        run.take(1, Double.MAX_VALUE);

        assertThat(run.skipped).containsExactly(SkipReason.NOT_FINITE, SkipReason.NOT_FINITE);
        assertThat(run.state.sealedView()).isEqualTo(before);
    }

    @Test
    void losesTheStepKeptOnceTheRuleNeedsItNoMore() {
        Run run = new Run(SameTime.LAST, Optional.empty());
        run.take(0, 1);
        Run after = new Run(SameTime.SEQUENCE, Optional.empty());
        after.state = run.state;
        after.history.addAll(run.history);
        after.hints.addAll(run.hints);

        after.take(1, 2);

        assertThat(run.state.length(StatePart.LATE_REPAIR)).isPositive();
        assertThat(after.state.length(StatePart.LATE_REPAIR)).isZero();
    }

    @Test
    void keepsTheStateBeforeAtTheDefaults() {
        Run run = new Run(SameTime.LAST, Optional.of(SampleModels.random(1, 32, 1, 5)));

        run.take(0, 1);

        assertThat(run.state.length(StatePart.LATE_REPAIR)).isEqualTo(16 + 1016 - 288); // the checkpoints stayed
        assertThat(run.state.sizeBytes()).isEqualTo(1016 + 1888 + 936 + 48 + 16 + 1016 - 288);
        assertThat(SeriesState.of(run.state.sealedView()).readingsSeen()).isEqualTo(1);
    }

    private static double[] quantiles(List<Forecast> forecasts, int from) {
        return forecasts.subList(from, forecasts.size()).stream()
                .flatMapToDouble(f -> Arrays.stream(f.quantiles()))
                .toArray();
    }

    /** What the stream does with a series. */
    private static final class Run {
        private final SameTime rule;
        private final OnlineForecaster forecaster;
        private final List<Reading> history = new ArrayList<>();
        private final List<short[]> hints = new ArrayList<>();
        private final List<Forecast> forecasts = new ArrayList<>();
        private final List<Score> scores = new ArrayList<>();
        private final List<SkipReason> skipped = new ArrayList<>();
        private Optional<ForecastModel> model;
        private SeriesState state;

        Run(SameTime rule, Optional<ForecastModel> model) {
            this.rule = rule;
            this.forecaster = new OnlineForecaster(plan(rule));
            this.model = model;
            this.state = forecaster.empty();
        }

        void take(int hour, double value) {
            Admission admission = forecaster.admit(state, new Reading("s", SampleSeries.timeMs(hour), value));
            if (admission.refusal().isPresent()) {
                skipped.add(admission.refusal().get());
                return;
            }
            SeriesState before = admission.state();
            if (model.isPresent() && before.modelVersion() != model.get().version()) {
                before = forecaster.rebuild(model.get(), before, window(before));
            }
            Step step = forecaster.step("g", model, before, admission.reading());
            if (step instanceof Step.Advanced advanced) {
                state = LastStep.kept(rule, before, advanced.state());
                history.subList((int) state.readingsSeen() - 1, history.size()).clear();
                history.add(admission.reading());
                hints.subList((int) state.readingsSeen() - 1, hints.size()).clear();
                hints.add(advanced.hints());
                forecasts.add(advanced.forecast());
                advanced.score().ifPresent(scores::add);
            } else if (step instanceof Step.Skipped refused) {
                skipped.add(refused.reason());
            }
        }

        SeriesWindow window() {
            return window(state);
        }

        private SeriesWindow window(SeriesState from) {
            int seen = (int) from.readingsSeen();
            return SampleSeries.window(from, history.subList(0, seen), hints.subList(0, seen));
        }

        /** All bytes but the step kept, whose revision tells how often it was taken. */
        byte[] withoutLastStep() {
            return state.resized(StatePart.LATE_REPAIR, 0).sealedView();
        }
    }
}
