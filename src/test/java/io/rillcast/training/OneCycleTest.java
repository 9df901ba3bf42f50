package io.rillcast.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rillcast.rnn.GoldenFile;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

class OneCycleTest {
    @Test
    void followsPyTorchs() {
        double[] expected = GoldenFile.read("training-6.txt").values("rates");
        OneCycle cycle = new OneCycle(1e-2, expected.length);

        for (int step = 0; step < expected.length; step++) {
            assertThat(cycle.rate(step)).isCloseTo(expected[step], Offset.offset(1e-11));
        }
    }

    @Test
    void startsAtThePeakWhenThereIsNoTimeToRise() {
        OneCycle cycle = new OneCycle(0.5, 1);

        assertThat(cycle.rate(0)).isEqualTo(0.5);
    }

    @Test
    void refusesPeakOfZero() {
        assertThatThrownBy(() -> new OneCycle(0, 10))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("peakRate must be > 0 and finite: peakRate=0.0");
    }
}
