package io.rillcast.forecast;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

class WindowInputsTest {
    private static final ForecastPlan PLAN = new ForecastPlan(QuantileLevels.DEFAULT, 16, Support.AUTO);

    @Test
    void takesTheNextStepOverTheMeanStepAsTarget() {
        WindowInputs inputs = inputs(10, 12, 13, 19);

        // After 12 the mean step is 2, after 13 it is 1.5.
        assertThat(inputs.targetsView()[1]).isCloseTo(0.5f, Offset.offset(1e-6f));
        assertThat(inputs.targetsView()[2]).isCloseTo(4f, Offset.offset(1e-6f));
        assertThat(inputs.targetsView()[3]).isNaN();
    }

    @Test
    void keepsTargetsWithinTwentySteps() {
        WindowInputs inputs = inputs(10, 11, 1e9, -1e12, 0);

        assertThat(inputs.targetsView()[1]).isEqualTo(20f);
        assertThat(inputs.targetsView()[2]).isEqualTo(-20f);
    }

    @Test
    void keepsInputsFiniteAndWithinTen() {
        WindowInputs inputs = inputs(0, 1e-300, 1e300, -1e300, 0, 0, 5, 1e-300, 1e150);

        for (float[] x : inputs.inputsView()) {
            for (float value : x) {
                assertThat(value).isBetween(-10f, 10f);
            }
        }
    }

    @Test
    void givesTheSameInputsFromALaterCheckpoint() {
        double[] values = SampleSeries.rain(4, 40);
        List<SeriesWindow> windows = SampleSeries.windows("s", PLAN, 15, values);
        SeriesWindow later = windows.get(2);
        byte[] fromTheBeginning = new byte[SeriesWindow.checkpointBytes(0)];
        short[] hints = new short[40 * Hints.COUNT];
        System.arraycopy(later.hintsView(), 0, hints, 16 * Hints.COUNT, 24 * Hints.COUNT);
        SeriesWindow beginning = new SeriesWindow("s", fromTheBeginning, times(40), values).withHints(hints);

        float[][] whole = WindowInputs.of(beginning, PLAN).inputsView();
        float[][] part = WindowInputs.of(later, PLAN).inputsView();

        assertThat(later.firstReading()).isEqualTo(16);
        assertThat(part).isDeepEqualTo(Arrays.copyOfRange(whole, 16, 40));
    }

    @Test
    void takesTheHintsThatWereKeptBetweenValueAndCovariates() {
        short[] hints = new short[3 * Hints.COUNT];
        Arrays.fill(hints, Hints.COUNT, 2 * Hints.COUNT, Hints.kept(1.25));
        hints[2 * Hints.COUNT] = Hints.kept(-1e9);
        CovariateNames names = new CovariateNames(List.of("a"));
        byte[] checkpoint = new byte[SeriesWindow.checkpointBytes(0)];
        SeriesWindow window = new SeriesWindow("s", checkpoint, times(3), new double[3]).withHints(hints);

        float[][] x = WindowInputs.of(window, new ForecastPlan(QuantileLevels.DEFAULT, 16, Support.AUTO, names))
                .inputsView();

        int first = OnlineForecaster.features().indexOf("season-step");
        assertThat(Arrays.copyOfRange(x[0], first, x[0].length)).containsOnly(0f);
        assertThat(Arrays.copyOfRange(x[1], first, first + Hints.COUNT)).containsOnly(1.25f);
        assertThat(Arrays.copyOfRange(x[1], first + Hints.COUNT, x[1].length)).containsOnly(0f);
        assertThat(x[2][first]).isEqualTo(-10f);
        assertThat(x[2][first + 1]).isZero();
    }

    @Test
    void givesNoPositionInTheDayBeforeTwoDays() {
        float[][] x = inputs(SampleSeries.daily(1, 60)).inputsView();
        int daySin = OnlineForecaster.features().indexOf("day-sin-1");

        assertThat(x[47][daySin + 1]).isZero();
        // The target of reading 53 is 6 o'clock: a quarter of a turn.
        assertThat(x[53][daySin]).isCloseTo(1f, Offset.offset(1e-6f));
        assertThat(x[53][daySin + 1]).isCloseTo(0f, Offset.offset(1e-6f));
    }

    @Test
    void marksWhatCameAfterAGap() {
        double[] values = {1, 2, 3, 4, 5};
        long[] times = times(5);
        times[4] += 7 * SampleSeries.HOUR_MS;
        SeriesWindow window = new SeriesWindow("s", new byte[SeriesWindow.checkpointBytes(0)], times, values);

        float[][] x = WindowInputs.of(window, PLAN).inputsView();

        int gap = OnlineForecaster.features().indexOf("gap");
        assertThat(x[3][gap]).isZero();
        assertThat(x[4][gap]).isCloseTo((float) Math.log(8), Offset.offset(1e-6f));
    }

    private static WindowInputs inputs(double... values) {
        byte[] fromTheBeginning = new byte[SeriesWindow.checkpointBytes(0)];
        return WindowInputs.of(new SeriesWindow("s", fromTheBeginning, times(values.length), values), PLAN);
    }

    private static long[] times(int length) {
        long[] times = new long[length];
        Arrays.setAll(times, SampleSeries::timeMs);
        return times;
    }
}
