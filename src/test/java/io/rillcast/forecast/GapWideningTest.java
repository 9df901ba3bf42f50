package io.rillcast.forecast;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GapWideningTest {
    private static final Offset<Double> CLOSE = Offset.offset(1e-6);
    private final GapWidening widening = new GapWidening();

    @Test
    void leavesEveryBitOfASeriesWithoutGaps() {
        double[] quantiles = {-1e-300, 0.1, 7e200};
        for (int t = 0; t < 100; t++) {
            widening.observe(0);
            widening.widenInPlace(quantiles, 1);
        }

        assertThat(quantiles).containsExactly(-1e-300, 0.1, 7e200);
        assertThat(widening.factor()).isEqualTo(1);
    }

    /** sqrt(1 + log(1 + missed) / 2), at most sqrt(3.6). */
    @ParameterizedTest
    @CsvSource({"1, 1.160420", "10, 1.482885", "100, 1.818670", "10000, 1.897367", "9223372036854775807, 1.897367"})
    void widensByTheLogarithmOfWhatIsMissing(long missed, double factor) {
        widening.observe(missed);

        assertThat(widening.factor()).isCloseTo(factor, CLOSE);
    }

    @Test
    void widensAboutTheMedianInOrder() {
        double[] quantiles = {2, 9, 10, 10, 14};
        widening.observe(10);

        widening.widenInPlace(quantiles, 2);

        double factor = widening.factor();
        assertThat(quantiles).containsExactly(10 - 8 * factor, 10 - factor, 10, 10, 10 + 4 * factor);
    }

    @Test
    void narrowsWithEachReadingOnTimeAndIsOver() {
        widening.observe(10_000);
        double before = widening.factor();
        int readings = 0;
        while (widening.factor() > 1) {
            widening.observe(0);
            assertThat(widening.factor()).isLessThan(before);
            before = widening.factor();
            readings++;
        }

        assertThat(readings).isEqualTo(10);
    }

    @Test
    void isNotNarrowedByALesserGap() {
        widening.observe(100);
        double wide = widening.factor();

        widening.observe(1);

        assertThat(widening.factor()).isEqualTo(wide);
    }

    @Test
    void livesOnInAState() {
        SeriesState state = SeriesState.empty(1);
        int at = state.start(StatePart.ROLLING) + RollingScore.BYTES;
        Random random = new Random(1);
        for (int t = 0; t < 200; t++) {
            widening.observe(random.nextInt(5) == 0 ? random.nextInt(50) : 0);
            widening.store(state);
            GapWidening loaded = new GapWidening();
            loaded.load(state);

            assertThat(loaded.factor()).isEqualTo(widening.factor());
            assertThat(state.int32(at + 4)).isZero();
        }
    }

    @Test
    void startsWithoutAGapFromBytesOfZero() {
        widening.observe(7);

        widening.load(SeriesState.empty(1));

        assertThat(widening.factor()).isEqualTo(1);
    }
}
