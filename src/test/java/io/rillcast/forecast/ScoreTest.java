package io.rillcast.forecast;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

/** Scores of a model that always says the same, so that they can be computed by hand. */
class ScoreTest {
    private static final Offset<Double> EXACT = Offset.offset(1e-9);

    @Test
    void scoresNothingAtTheFirstReading() {
        Replay replay = Replay.byDefault().feed(5);

        assertThat(replay.scores()).isEmpty();
    }

    @Test
    void holdsTheForecastAgainstTheActual() {
        Replay replay = Replay.byDefault().feed(10, 11, 12, 13);
        Forecast pending = replay.last();

        replay.feed(20);

        Score score = replay.lastScore();
        assertThat(score.timestampMs()).isEqualTo(SampleSeries.timeMs(4));
        assertThat(score.values()).isEqualTo(new Score.Values(20, pending.point(), 13));
        assertThat(score.naiveAbsoluteError()).isEqualTo(7);
        assertThat(score.absoluteError()).isCloseTo(20 - pending.point(), EXACT);
        assertThat(score.losses().networkPinball()).isEqualTo(score.losses().naivePinball());
    }

    @Test
    void takesTheMeanPinballLossOverTheLevels() {
        Replay replay = Replay.byDefault().feed(10, 11, 12, 13);
        double[] quantiles = replay.last().quantiles();
        double[] levels = {0.025, 0.1, 0.25, 0.5, 0.75, 0.9, 0.975};
        double sum = 0;
        for (int i = 0; i < 7; i++) {
            sum += levels[i] * (1000 - quantiles[i]);
        }

        replay.feed(1000);

        assertThat(replay.lastScore().losses().pinball()).isCloseTo(sum / 7, EXACT);
    }

    @Test
    void countsTheBoundsOfAnIntervalAsCovered() {
        double[] quantiles = Replay.byDefault().feed(10, 12, 11, 14).last().quantiles();

        assertThat(afterward(quantiles[1]).covered80()).isTrue();
        assertThat(afterward(quantiles[5]).covered80()).isTrue();
        assertThat(afterward(Math.nextDown(quantiles[1])).covered80()).isFalse();
        assertThat(afterward(Math.nextUp(quantiles[5])).covered80()).isFalse();
        assertThat(afterward(quantiles[0]).covered95()).isTrue();
        assertThat(afterward(Math.nextUp(quantiles[6])).covered95()).isFalse();
    }

    private static Score afterward(double actual) {
        return Replay.byDefault().feed(10, 12, 11, 14).feed(actual).lastScore();
    }

    @Test
    void takesAnIntervalBetweenLevelsThatAreNotForecast() {
        Replay replay = new Replay(new ForecastPlan(QuantileLevels.of(0.05, 0.5, 0.95), 96, Support.REAL));
        double[] quantiles = replay.feed(10, 12, 11, 14).last().quantiles();
        // On the normal score 0.9 lies at 1.28155 of 1.64485 from the median to 0.95.
        double upper = quantiles[1] + (quantiles[2] - quantiles[1]) * 1.2815515655446 / 1.6448536269514729;

        replay.feed(upper + 1e-6);

        assertThat(replay.lastScore().covered80()).isFalse();
        assertThat(replay.lastScore().covered95()).isTrue();
    }

    @Test
    void marksTheFirstReadingAfterAGap() {
        Replay replay = Replay.byDefault().feed(1, 2, 3, 4, 5);

        replay.step(new Reading("s", SampleSeries.timeMs(8), 5));
        boolean afterGap = replay.lastScore().afterGap();
        replay.step(new Reading("s", SampleSeries.timeMs(9), 5));

        assertThat(afterGap).isTrue();
        assertThat(replay.lastScore().afterGap()).isFalse();
    }

    @Test
    void rollsErrorsOverThoseOfTheLastValue() {
        Score.Values off3Naive1 = new Score.Values(10, 7, 9);
        Score.Values off1Naive3 = new Score.Values(10, 9, 7);
        RollingScore rolling = new RollingScore();

        rolling.observe(off3Naive1, true, 1);
        double first = rolling.rolling().mase();
        rolling.observe(off1Naive3, false, 2);

        assertThat(first).isEqualTo(3);
        assertThat(rolling.rolling()).isEqualTo(new Score.Rolling(1, 0.5));
    }

    @Test
    void forgetsScoresAfterAboutTwoHundred() {
        RollingScore rolling = new RollingScore();
        for (int n = 1; n <= 200; n++) {
            rolling.observe(new Score.Values(10, 8, 9), true, n);
        }

        for (int n = 201; n <= 400; n++) {
            rolling.observe(new Score.Values(10, 9, 9), true, n);
        }

        // The mean error falls from 2 to 1 and, with a rate of 1/200, 1/e of the way is left.
        assertThat(rolling.rolling().mase()).isCloseTo(1.367, Offset.offset(0.001));
    }

    @Test
    void saysOneWhereBothErrorsAreZero() {
        Replay replay = Replay.byDefault().swap(SampleModels.constant(1, 0, 1)).feed(new double[30]);

        assertThat(replay.lastScore().rolling().mase()).isEqualTo(1);
    }

    @Test
    void namesTheModelThatMadeTheForecast() {
        Replay replay = Replay.byDefault().swap(SampleModels.constant(7, 0, 1)).feed(1, 2);

        assertThat(replay.lastScore().model()).isEqualTo(new Score.ModelUsed("g", 7, 0));
        assertThat(Optional.of(replay.last().origin().modelGroup())).contains("g");
    }
}
