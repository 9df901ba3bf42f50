package io.rillcast.forecast;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CalendarSeasonTest {
    private static final Offset<Float> CLOSE = Offset.offset(1e-6f);
    private static final long HOUR_MS = 3_600_000;
    private static final long DAY_MS = 24 * HOUR_MS;

    private static Clock clock(long stepMs, int readings) {
        Clock clock = new Clock();
        for (int t = 0; t < readings; t++) {
            clock.advance(new Reading("s", t * stepMs, t));
        }
        return clock;
    }

    @ParameterizedTest
    @CsvSource({
        "HOUR, 48, DAY, false", // a reading short of two days
        "HOUR, 49, DAY, true",
        "HOUR, 336, WEEK, false",
        "HOUR, 337, WEEK, true",
        "SIX_HOURS, 100, DAY, true",
        "EIGHT_HOURS, 100, DAY, false",
        "DAY, 14, WEEK, false",
        "DAY, 15, WEEK, true",
        "TWO_DAYS, 99, WEEK, false",
        "DAY, 366, YEAR, false",
        "DAY, 367, YEAR, true",
        "DAY, 900, DAY, false"
    })
    void isSeenOnceItWasRepeated(String step, int readings, CalendarSeason season, boolean isSeen) {
        long stepMs = switch (step) {
            case "HOUR" -> HOUR_MS;
            case "SIX_HOURS" -> 6 * HOUR_MS;
            case "EIGHT_HOURS" -> 8 * HOUR_MS;
            case "DAY" -> DAY_MS;
            default -> 2 * DAY_MS;
        };

        assertThat(season.isSeenBy(clock(stepMs, readings))).isEqualTo(isSeen);
    }

    @Test
    void seesTheYearOfQuartersAndMonths() {
        for (int months : new int[] {1, 3, 4}) {
            Clock clock = new Clock();
            for (int t = 0; t < 20; t++) {
                String time = "%d-%02d-01T00:00:00Z".formatted(2000 + t * months / 12, 1 + t * months % 12);
                clock.advance(new Reading("s", Instant.parse(time).toEpochMilli(), t));
            }

            assertThat(CalendarSeason.YEAR.isSeenBy(clock)).isEqualTo(months < 4);
        }
    }

    @Test
    void writesSinesAndCosinesOfItsPosition() {
        float[] out = {9, 9, 9, 9, 9, 9};

        CalendarSeason.DAY.write(out, 1, -18 * HOUR_MS, 2); // six o'clock of the day before

        assertThat(out[0]).isEqualTo(9);
        assertThat(out[1]).isCloseTo(1, CLOSE);
        assertThat(out[2]).isCloseTo(0, CLOSE);
        assertThat(out[3]).isCloseTo(0, CLOSE);
        assertThat(out[4]).isCloseTo(-1, CLOSE);
        assertThat(out[5]).isEqualTo(9);
    }

    @Test
    void comesAgainAfterItsLength() {
        float[] now = new float[6];
        float[] then = new float[6];
        for (CalendarSeason season : CalendarSeason.values()) {
            season.write(now, 0, 1_700_000_000_000L, 3);
            season.write(then, 0, 1_700_000_000_000L + Math.round(season.lengthMs()), 3);
            for (int i = 0; i < 6; i++) {
                assertThat(then[i]).isCloseTo(now[i], CLOSE);
            }
        }
    }
}
