package io.rillcast.streams;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.rillcast.forecast.Score;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * How good the forecasts of each model group were of late: weighted means over about its last {@value #SCORES} scores on
 * this instance. Shared by the stream threads.
 *
 * <p>Only so many groups have a label of their own, those that came first; the others share {@value #OTHERS}.
 */
final class GroupQuality {
    /** A dashboard shows no more, and each is four time series. */
    static final int MOST_GROUPS = 100;

    /** Where the others are counted. */
    static final String OTHERS = "(others)";

    private static final int SCORES = 1000;

    private final MeterRegistry registry;
    private final Map<String, Rolling> groups = new ConcurrentHashMap<>();

    GroupQuality(MeterRegistry registry) {
        this.registry = registry;
    }

    /** Takes a score in. */
    void observe(Score score) {
        String group = score.model().group();
        Rolling rolling = groups.get(group);
        if (rolling == null) {
            rolling = groups.computeIfAbsent(groups.size() < MOST_GROUPS ? group : OTHERS, this::registered);
        }
        rolling.observe(score);
    }

    private Rolling registered(String group) {
        Rolling rolling = new Rolling();
        Gauge.builder("rillcast.rolling.mase", rolling, one -> one.mase)
                .description("Mean over the last scores of the series' rolling MASE: below 1 beats the last value")
                .tag("group", group)
                .register(registry);
        Gauge.builder("rillcast.rolling.coverage80", rolling, one -> one.coverage)
                .description("Share of the last readings within their 80 % interval")
                .tag("group", group)
                .register(registry);
        Gauge.builder("rillcast.rolling.pinball.ratio", rolling, one -> Math.exp(one.logRatio))
                .description("Geometric mean over the last scores of the quantile loss over that of the last value")
                .tag("group", group)
                .register(registry);
        Gauge.builder("rillcast.model.version", rolling, one -> one.version)
                .description("The version that made the forecast scored last, 0 for none")
                .tag("group", group)
                .register(registry);
        return rolling;
    }

    /** The means of one group. */
    private static final class Rolling {
        private volatile double mase;
        private volatile double coverage;
        private volatile double logRatio;
        private volatile long version;
        private long scores;
        private long ratios;

        synchronized void observe(Score score) {
            scores++;
            double rate = Math.max(1.0 / scores, 1.0 / SCORES);
            mase += rate * (score.rolling().mase() - mase);
            coverage += rate * ((score.covered80() ? 1 : 0) - coverage);
            version = score.model().version();
            double ratio = Math.log(score.losses().pinball() / score.losses().naivePinball());
            if (Double.isFinite(ratio)) {
                ratios++;
                logRatio += Math.max(1.0 / ratios, 1.0 / SCORES) * (ratio - logRatio);
            }
        }
    }
}
