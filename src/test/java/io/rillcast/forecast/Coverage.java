package io.rillcast.forecast;

import java.util.Random;

/**
 * How often actuals lay within the 80 % and the 95 % interval, by the randomised probability transform: where an actual
 * equals several quantiles, a place among their levels is drawn, so that a value of a mass of its own counts as covered no
 * more often than it should.
 */
final class Coverage {
    private final Random random;
    private long within80;
    private long within95;
    private long count;

    Coverage(long seed) {
        random = new Random(seed);
    }

    /** Counts the scores of a replay from the given one on, without those after gaps. */
    Coverage add(Replay replay, int from) {
        for (int t = from; t < replay.scores().size(); t++) {
            if (!replay.scores().get(t).afterGap()) {
                add(replay.forecasts().get(t), replay.scores().get(t).values().actual());
            }
        }
        return this;
    }

    /** Counts one. */
    void add(Forecast forecast, double actual) {
        QuantileLevels levels = forecast.levels();
        double low = 0;
        double high = 1;
        for (int i = levels.count() - 1; i >= 0; i--) {
            high = forecast.quantile(i) > actual ? levels.level(i) : high;
        }
        for (int i = 0; i < levels.count(); i++) {
            low = forecast.quantile(i) < actual ? levels.level(i) : low;
        }
        double transform = low + random.nextDouble() * (high - low);
        within80 += transform > 0.1 && transform < 0.9 ? 1 : 0;
        within95 += transform > 0.025 && transform < 0.975 ? 1 : 0;
        count++;
    }

    double share80() {
        return within80 / (double) count;
    }

    double share95() {
        return within95 / (double) count;
    }

    /** How far a share of so many may be from its level: the 99 % binomial band, widened. */
    double band(double level, double widening) {
        return 2.5758 * Math.sqrt(level * (1 - level) / count) + widening;
    }
}
