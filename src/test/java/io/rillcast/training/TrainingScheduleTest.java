package io.rillcast.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class TrainingScheduleTest {
    private static TrainingSchedule every(long readings) {
        return new TrainingSchedule(readings, 64, 1, 600);
    }

    private static List<Long> trainingsUpTo(long readings, TrainingSchedule schedule) {
        List<Long> at = new ArrayList<>();
        long last = 0;
        for (long count = 1; count <= readings; count++) {
            if (schedule.isDue(count, last, 0)) {
                at.add(count);
                last = count;
            }
        }
        return at;
    }

    @Test
    void trainsFirstAt256And512ThenWhereGrownByHalfThenAtTheInterval() {
        assertThat(trainingsUpTo(20_000, every(5000)))
                .containsExactly(256L, 512L, 768L, 1152L, 1728L, 2592L, 3888L, 5832L, 8748L, 13_122L, 18_122L);
    }

    @Test
    void trainsAtAShorterIntervalFromTheBeginning() {
        assertThat(trainingsUpTo(450, every(100))).containsExactly(100L, 200L, 300L, 400L);
    }

    @Test
    void isOffWithAnIntervalOfNone() {
        assertThat(every(0).isOn()).isFalse();
        assertThat(trainingsUpTo(20_000, every(0))).isEmpty();
    }

    @Test
    void isDueWhereManyReadingsCameAtOnce() {
        assertThat(every(5000).isDue(1_000_000, 512, 0)).isTrue();
    }

    @Test
    void countsAsForANewGroupSinceAChange() {
        TrainingSchedule schedule = every(5000);

        assertThat(schedule.isDue(20_255, 20_000, 19_900)).isFalse();
        assertThat(schedule.isDue(20_256, 20_000, 19_900)).isTrue();
        assertThat(schedule.isDue(21_499, 21_000, 20_000)).isFalse();
        assertThat(schedule.isDue(21_500, 21_000, 20_000)).isTrue();
        assertThat(schedule.isDue(24_999, 20_000, 0)).isFalse();
    }

    @Test
    void refusesNumbersOutOfTheirRanges() {
        assertThatThrownBy(() -> new TrainingSchedule(5000, 64, 0, 600))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("a training schedule must be within its ranges: everyReadings=5000, reservoirWindows=64,"
                        + " cpuShare=0.0, maxSeconds=600");
    }
}
