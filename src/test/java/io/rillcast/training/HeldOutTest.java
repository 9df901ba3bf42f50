package io.rillcast.training;

import static org.assertj.core.api.Assertions.assertThat;

import io.rillcast.forecast.ForecastPlan;
import io.rillcast.forecast.QuantileLevels;
import io.rillcast.forecast.SampleSeries;
import io.rillcast.forecast.SeriesWindow;
import io.rillcast.forecast.Support;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class HeldOutTest {
    private static final ForecastPlan PLAN = new ForecastPlan(QuantileLevels.DEFAULT, 10, Support.AUTO);

    @Test
    void cutsOneWindowAt70And85Percent() {
        ForecastPlan longer = new ForecastPlan(QuantileLevels.DEFAULT, 100, Support.AUTO);

        HeldOut held = HeldOut.of(SampleSeries.windows("s", longer, 20, new double[20]));

        assertThat(held.trainedUntil()).isEqualTo(14);
        assertThat(held.watchedUntil()).isEqualTo(17);
    }

    @Test
    void cutsByTheReadingsThatAnyWindowHolds() {
        // Windows over 0..4, 0..9, 0..14, 10..19, 10..24, 20..29, 20..34 and 30..39: 40 readings.
        List<SeriesWindow> windows = SampleSeries.windows("s", PLAN, 5, new double[40]);

        HeldOut held = HeldOut.of(windows);

        assertThat(windows).extracting(SeriesWindow::firstReading).containsExactly(0L, 0L, 0L, 10L, 10L, 20L, 20L, 30L);
        assertThat(held.trainedUntil()).isEqualTo(28);
        assertThat(held.watchedUntil()).isEqualTo(34);
    }

    @Test
    void leavesReadingsOutThatNoWindowHolds() {
        List<SeriesWindow> windows = SampleSeries.windows("s", PLAN, 10, new double[200]);

        // Readings 0..9 and 190..199 of 200: after 14 of the 20 comes 194, after 17 comes 197.
        HeldOut held = HeldOut.of(List.of(windows.get(0), windows.get(19)));

        assertThat(held.trainedUntil()).isEqualTo(194);
        assertThat(held.watchedUntil()).isEqualTo(197);
    }

    @Test
    void ordersWindowsByTheirEndTheLastOneFirst() {
        HeldOut held = HeldOut.of(SampleSeries.windows("s", PLAN, 10, new double[40]));

        assertThat(held.windows()).extracting(SeriesWindow::firstReading).containsExactly(30L, 20L, 10L, 0L);
    }

    @Test
    void keepsTheLongestWindowOfEachBeginning() {
        HeldOut held = HeldOut.of(SampleSeries.windows("s", PLAN, 5, new double[40]));

        assertThat(held.chronological()).extracting(SeriesWindow::firstReading).containsExactly(0L, 10L, 20L, 30L);
        assertThat(held.chronological()).extracting(SeriesWindow::length).containsExactly(15, 15, 15, 10);
    }

    @Test
    void meansTheStepsWithinWindows() {
        HeldOut held = HeldOut.of(SampleSeries.windows("s", PLAN, 20, 1, 2, 4, 4, 1));

        assertThat(held.meanStep()).isEqualTo(1.5);
    }

    /** A series that ended and came back counts from 0 again, while windows of its first life are still kept. */
    @Test
    void leavesTheFirstLifeOfASeriesOut() {
        List<SeriesWindow> first = later(0, SampleSeries.windows("s", PLAN, 10, new double[40]));
        List<SeriesWindow> second = later(1_000_000_000_000L, SampleSeries.windows("s", PLAN, 10, new double[20]));
        List<SeriesWindow> both = new ArrayList<>(first);
        both.addAll(second);

        HeldOut held = HeldOut.of(both);

        assertThat(held.windows()).extracting(SeriesWindow::firstReading).startsWith(10L);
        assertThat(held.windows().get(0)).isSameAs(second.get(1));
        assertThat(held.windows()).doesNotContainAnyElementsOf(first);
        assertThat(held.trainedUntil()).isEqualTo(14);
    }

    private static List<SeriesWindow> later(long byMs, List<SeriesWindow> windows) {
        return windows.stream()
                .map(window -> {
                    long[] times = new long[window.length()];
                    double[] values = new double[window.length()];
                    for (int i = 0; i < times.length; i++) {
                        times[i] = window.timeMs(i) + byMs;
                        values[i] = window.value(i);
                    }
                    return new SeriesWindow(window.seriesId(), window.checkpointView(), times, values);
                })
                .toList();
    }
}
