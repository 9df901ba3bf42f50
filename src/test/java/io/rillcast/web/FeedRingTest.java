package io.rillcast.web;

import static org.assertj.core.api.Assertions.assertThat;

import org.apache.kafka.common.utils.Bytes;
import org.junit.jupiter.api.Test;

class FeedRingTest {
    private final FeedRing ring = new FeedRing();

    private void add(long from, long to, String series) {
        for (long number = from; number <= to; number++) {
            ring.add(new FeedRecord(number, FeedRecord.Kind.FORECAST, series, 1000 * number, Bytes.wrap(new byte[0])));
        }
    }

    @Test
    void keepsTheLastOfAllAndMoreOfThoseLookedAt() {
        add(1, 10, "rare");
        assertThat(ring.of("rare")).hasSize(10);

        add(11, 10 + FeedRing.MOST, "busy");

        assertThat(ring.size()).isEqualTo(FeedRing.MOST);
        assertThat(ring.of("rare"))
                .extracting(FeedRecord::number)
                .containsExactly(1L, 2L, 3L, 4L, 5L, 6L, 7L, 8L, 9L, 10L);
        assertThat(ring.of("busy")).hasSize(FeedRing.MOST);
    }

    @Test
    void boundsWhatItKeepsOfOneSeries() {
        assertThat(ring.of("busy")).isEmpty();

        add(1, 2 * FeedRing.MOST_WATCHED, "busy");

        assertThat(ring.of("busy")).hasSize(FeedRing.MOST_WATCHED);
        assertThat(ring.of("busy").get(0).number()).isEqualTo(FeedRing.MOST_WATCHED + 1);
    }

    @Test
    void givesWhatCameSinceANumberOrATime() {
        add(1, 20, "a");

        assertThat(ring.since(17, 10)).extracting(FeedRecord::number).containsExactly(18L, 19L, 20L);
        assertThat(ring.since(0, 2)).extracting(FeedRecord::number).containsExactly(19L, 20L);
        assertThat(ring.before(18_000)).isEqualTo(17);
        assertThat(ring.before(1_000)).isZero();
    }
}
