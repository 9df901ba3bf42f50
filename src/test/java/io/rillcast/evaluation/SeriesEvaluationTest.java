package io.rillcast.evaluation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.rillcast.forecast.QuantileFunction;
import io.rillcast.forecast.QuantileLevels;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class SeriesEvaluationTest {
    private static final QuantileLevels FIVE = QuantileLevels.of(0.025, 0.1, 0.5, 0.9, 0.975);

    private static SeriesEvaluation evaluation(long testBegin) {
        return new SeriesEvaluation(testBegin, new QuantileFunction(FIVE), 1);
    }

    private static Map<String, double[]> forecast(double... quantiles) {
        return Map.of("forecast", quantiles);
    }

    /** Steps of 2 and 1 before the test part, then 4 and 2. */
    private static SeriesEvaluation two() {
        SeriesEvaluation evaluation = evaluation(3);
        evaluation.add(1, Map.of());
        evaluation.add(3, forecast(9, 9, 9, 9, 9));
        evaluation.add(2, forecast(9, 9, 9, 9, 9));
        evaluation.add(4, forecast(0, 1, 3, 5, 6));
        evaluation.add(2, forecast(0, 3, 3, 3, 6));
        return evaluation;
    }

    @Test
    void measuresTheTestPartAlone() {
        Figures figures = two().figures("forecast");

        assertThat(figures.value(Measure.N)).isEqualTo(2);
        assertThat(figures.value(Measure.MAE)).isEqualTo(1);
        assertThat(figures.value(Measure.RMSE)).isEqualTo(1);
        assertThat(figures.value(Measure.SMAPE)).isCloseTo((200.0 / 7 + 200.0 / 5) / 2, within(1e-12));
        assertThat(figures.value(Measure.PINBALL)).isCloseTo(0.4, within(1e-12)); // (0.9 + 1.5) / 3 / 2
        assertThat(figures.value(Measure.COVERAGE80)).isEqualTo(0.5);
        assertThat(figures.value(Measure.COVERAGE95)).isEqualTo(1);
        assertThat(figures.value(Measure.WIDTH80)).isEqualTo(2);
    }

    @Test
    void dividesByTheMeanStepBeforeTheTestPart() {
        Figures figures = two().figures("forecast");

        assertThat(figures.value(Measure.MASE)).isCloseTo(1 / 1.5, within(1e-12));
        assertThat(figures.value(Measure.SCALED_PINBALL)).isCloseTo(0.4 / 1.5, within(1e-12));
    }

    @Test
    void weighsThePinballLossesOfTheCrpsByTheDistanceOfTheirLevels() {
        SeriesEvaluation evaluation = evaluation(0);
        evaluation.add(4, forecast(0, 1, 3, 5, 6));

        // Losses 0.1, 0.3, 0.5, 0.1, 0.05; each level stands for half the way to its neighbours.
        double expected = 2 * (0.1 * 0.0625 + 0.3 * 0.2375 + 0.5 * 0.4 + 0.1 * 0.2375 + 0.05 * 0.0625);
        assertThat(evaluation.figures("forecast").value(Measure.CRPS)).isCloseTo(expected, within(1e-12));
    }

    @Test
    void hasNoScaledFiguresWhereTheSeriesWasConstant() {
        SeriesEvaluation evaluation = evaluation(2);
        evaluation.add(5, Map.of());
        evaluation.add(5, Map.of());
        evaluation.add(6, forecast(5, 5, 5, 5, 5));

        assertThat(evaluation.figures("forecast").value(Measure.MASE)).isNaN();
        assertThat(evaluation.figures("forecast").value(Measure.MAE)).isEqualTo(1);
    }

    @Test
    void countsForEachForecasterTheReadingsItForecast() {
        SeriesEvaluation evaluation = evaluation(1);
        evaluation.add(1, Map.of());
        evaluation.add(2, forecast(1, 1, 1, 1, 1));
        evaluation.add(3, Map.of("forecast", new double[] {3, 3, 3, 3, 3}, "late", new double[] {0, 0, 0, 0, 0}));

        assertThat(evaluation.forecasters()).containsExactlyInAnyOrder("forecast", "late");
        assertThat(evaluation.figures("forecast").value(Measure.N)).isEqualTo(2);
        assertThat(evaluation.figures("late").value(Measure.MAE)).isEqualTo(3);
        assertThat(evaluation.figures("nobody").value(Measure.N)).isZero();
    }

    @Test
    void coversAsOftenAsItSaysWhereZeroHasAProbabilityOfItsOwn() {
        QuantileLevels levels = QuantileLevels.DEFAULT;
        double[] quantiles = new double[levels.count()];
        for (int i = 0; i < quantiles.length; i++) {
            quantiles[i] = levels.level(i) <= 0.6 ? 0 : -4 * Math.log(1 - (levels.level(i) - 0.6) / 0.4);
        }
        SeriesEvaluation evaluation = new SeriesEvaluation(0, new QuantileFunction(levels), 1);
        Random random = new Random(2);
        for (int t = 0; t < 20_000; t++) {
            double rain = random.nextDouble() < 0.6 ? 0 : -4 * Math.log(1 - random.nextDouble());
            evaluation.add(rain, forecast(quantiles));
        }

        Figures figures = evaluation.figures("forecast");
        // Four deviations of a share of 20,000 are 0.011 and 0.006; the ends of the zeros' share are known to 0.025.
        assertThat(figures.value(Measure.RANDOMISED_COVERAGE80)).isCloseTo(0.8, within(0.016));
        assertThat(figures.value(Measure.RANDOMISED_COVERAGE95)).isCloseTo(0.95, within(0.008));
        assertThat(figures.value(Measure.COVERAGE80)).isGreaterThan(0.89);
    }

    @Test
    void coversAlikeBothWaysWhereNoValueComesTwice() {
        SeriesEvaluation evaluation = evaluation(0);
        Random random = new Random(3);
        for (int t = 0; t < 500; t++) {
            evaluation.add(random.nextGaussian(), forecast(-1.5, -1, 0.1, 1, 1.5));
        }

        Figures figures = evaluation.figures("forecast");
        assertThat(figures.value(Measure.RANDOMISED_COVERAGE80)).isEqualTo(figures.value(Measure.COVERAGE80));
        assertThat(figures.value(Measure.RANDOMISED_COVERAGE95)).isEqualTo(figures.value(Measure.COVERAGE95));
    }

    @Test
    void averagesOverSeriesWhereAFigureHasAMeaning() {
        SeriesEvaluation constant = evaluation(1);
        constant.add(5, Map.of());
        constant.add(8, forecast(5, 5, 5, 5, 5));

        Figures mean = Figures.mean(List.of(two().figures("forecast"), constant.figures("forecast")));

        assertThat(mean.value(Measure.MAE)).isEqualTo(2);
        assertThat(mean.value(Measure.MASE)).isCloseTo(1 / 1.5, within(1e-12));
        assertThat(Figures.mean(List.of(constant.figures("forecast"))).value(Measure.MASE))
                .isNaN();
    }

    @Test
    void testsOnTheLastReadings() {
        assertThat(TestPart.DEFAULT.begin(10)).isEqualTo(7);
        assertThat(TestPart.DEFAULT.begin(3)).isEqualTo(3);
        assertThat(TestPart.DEFAULT.begin(1_000_000)).isEqualTo(999_000);
        assertThat(new TestPart(0.5, 20).begin(100)).isEqualTo(80);
    }

    @Test
    void refusesATestPartOfEverything() {
        assertThatThrownBy(() -> new TestPart(1, 1000))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("a test part must be a share of the readings above 0 and below 1, and have at least 1"
                        + " reading: fraction=1.0, most=1000");
    }
}
