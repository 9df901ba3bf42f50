package io.rillcast.forecast;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ValueRingTest {
    private final ValueRing ring = new ValueRing();
    private SeriesState state = SeriesState.empty(1);

    private void add(double value, long missed) {
        ring.load(state);
        ring.add(value, missed);
        SeriesState next = state.copy().withLength(StatePart.SEASON_FIRST, ring.bytes());
        ring.store(next);
        state = next;
    }

    /** One step is added, looked at, stored and loaded again; all as a plain list has it. */
    @ParameterizedTest
    @CsvSource({"1000, 0, 0", "1000, 3, 0", "1000, 20, 0", "1000, 500, 0", "1300, 3, 1e6", "900, 0, -4e7"})
    void isAsAPlainListOfTheLastValues(int length, int mostMissed, double level) {
        Random random = new Random(length + mostMissed);
        List<Double> plain = new ArrayList<>();
        for (int t = 0; t < length; t++) {
            int missed = mostMissed > 0 && random.nextInt(10) == 0 ? random.nextInt(mostMissed) + 1 : 0;
            double value = level + random.nextGaussian();
            add(value, missed);
            for (int i = 0; i < missed && !plain.isEmpty(); i++) {
                plain.add(0, Double.NaN);
            }
            plain.add(0, value);
            while (plain.size() > ValueRing.MOST) {
                plain.remove(plain.size() - 1);
            }
            assertSame(plain);
            ring.load(state);
            assertSame(plain);
        }
        assertThat(ring.filled()).isEqualTo(ValueRing.MOST);
        assertThat(state.length(StatePart.SEASON_FIRST)).isEqualTo(16 + 4 * ValueRing.MOST);
    }

    private void assertSame(List<Double> plain) {
        if (ring.filled() != plain.size()) {
            throw new AssertionError("filled=" + ring.filled() + ", plain=" + plain.size());
        }
        float[] recent = new float[ValueRing.MOST];
        ring.recent(recent);
        for (int ago = 0; ago < plain.size(); ago++) {
            double expected = plain.get(ago);
            double found = ring.back(ago);
            boolean isSame = Double.isNaN(expected) ? Double.isNaN(found) : Math.abs(found - expected) < 1e-5;
            boolean isRecent = Float.isNaN(recent[plain.size() - 1 - ago]) == Double.isNaN(expected);
            if (!isSame || !isRecent) {
                throw new AssertionError("ago=" + ago + ", expected=" + expected + ", found=" + found);
            }
        }
        assertThat(ring.back(plain.size())).isNaN();
        assertThat(ring.back(-1)).isNaN();
    }

    @Test
    void takes8PlacesThenDoublesThem() {
        List<Integer> lengths = new ArrayList<>();
        for (int t = 0; t < 1000; t++) {
            add(t, 0);
            int length = state.length(StatePart.SEASON_FIRST);
            if (lengths.isEmpty() || lengths.get(lengths.size() - 1) != length) {
                lengths.add(length);
            }
        }

        assertThat(lengths).containsExactly(48, 80, 144, 272, 528, 1040, 16 + 4 * 402);
    }

    @Test
    void isOnlyEmptyPlacesAfterAGapLongerThanItself() {
        for (int t = 0; t < 500; t++) {
            add(t, 0);
        }

        add(7, Long.MAX_VALUE);

        assertThat(ring.back(0)).isEqualTo(7);
        for (int ago = 1; ago < ValueRing.MOST; ago++) {
            assertThat(ring.back(ago)).isNaN();
        }
    }

    @Test
    void keepsTheDigitsOfWhatFollowsAnAbsurdValue() {
        add(1e30, 0);
        for (int t = 0; t < 1000; t++) {
            add(10 + t % 7, 0);
        }
        ring.load(state);

        for (int ago = 0; ago < 402; ago++) {
            assertThat(ring.back(ago)).isCloseTo(10 + (999 - ago) % 7, within(1e-5));
        }
    }

    @Test
    void refusesPlacesThatAreNone() {
        add(1, 0);
        state.int32(state.start(StatePart.SEASON_FIRST) + 12, 8);

        assertThatThrownBy(() -> ring.load(state))
                .isInstanceOf(CorruptState.class)
                .hasMessage("the last values of a series must lie in their places: places=8, filled=1, newest=8");
    }
}
