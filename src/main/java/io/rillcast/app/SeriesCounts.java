package io.rillcast.app;

import io.rillcast.forecast.ForecastPlan;
import io.rillcast.forecast.Reading;
import io.rillcast.forecast.SameTime;
import io.rillcast.forecast.Support;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;

/** How many readings of each series will be taken in, found by going through all of them once, in order. */
final class SeriesCounts {
    private final ForecastPlan plan;
    private final Map<String, Count> bySeries = new LinkedHashMap<>();

    private SeriesCounts(ForecastPlan plan) {
        this.plan = plan;
    }

    /** One series. */
    private static final class Count {
        private long readings;
        private long lastMs = Long.MIN_VALUE;
    }

    /** Counts. */
    static SeriesCounts of(Iterator<Reading> inOrder, ForecastPlan plan) {
        SeriesCounts counts = new SeriesCounts(plan);
        inOrder.forEachRemaining(counts::add);
        return counts;
    }

    private void add(Reading reading) {
        if (plan.support() == Support.NONNEGATIVE && reading.value() < 0) {
            return;
        }
        Count count = bySeries.computeIfAbsent(reading.seriesId(), series -> new Count());
        boolean isSame = count.readings > 0 && reading.timestampMs() == count.lastMs;
        if (!isSame || plan.sameTime() == SameTime.SEQUENCE) {
            count.readings++;
            count.lastMs = reading.timestampMs();
        }
    }

    /** How many of a series; several in one millisecond are one, unless they are a sequence. */
    long readings(String series) {
        Count count = bySeries.get(series);
        return count == null ? 0 : count.readings;
    }

    /** How many series there are. */
    int series() {
        return bySeries.size();
    }
}
