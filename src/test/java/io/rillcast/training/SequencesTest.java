package io.rillcast.training;

import static org.assertj.core.api.Assertions.assertThat;

import io.rillcast.forecast.ForecastPlan;
import io.rillcast.forecast.QuantileLevels;
import io.rillcast.forecast.SampleSeries;
import io.rillcast.forecast.SeriesWindow;
import io.rillcast.forecast.Support;
import io.rillcast.forecast.WindowInputs;
import java.util.List;
import org.junit.jupiter.api.Test;

class SequencesTest {
    private static final ForecastPlan PLAN = new ForecastPlan(QuantileLevels.DEFAULT, 50, Support.AUTO);
    private static final double[] WALK = SampleSeries.walk(1, 200);

    @Test
    void watchesEachTargetOnceThoughWindowsOverlap() {
        // Windows .., 50..124, 100..149, 100..174, 150..199: trained below reading 140, watched below 170.
        Sequences sequences = sequences(WALK);

        // Readings 140 to 169 are in 100..174 after its warm-up, and not again from 100..149.
        assertThat(targets(sequences.watched())).isEqualTo(30);
    }

    /** 200 readings of which the last 30 are judged: they change nothing that is trained on or watched. */
    @Test
    void knowsNothingOfTheJudgedReadings() {
        double[] other = WALK.clone();
        for (int t = 170; t < 200; t++) {
            other[t] += 5 * (t % 2);
        }

        Sequences one = sequences(WALK);
        Sequences two = sequences(other);

        assertEqual(two.trained(), one.trained());
        assertEqual(two.watched(), one.watched());
    }

    @Test
    void takesEveryReadingWhereNoneIsHeldOut() {
        HeldOut cuts = HeldOut.of(windows(WALK));

        Sequences whole = Sequences.whole(List.of(cuts), PLAN, () -> false);

        assertThat(whole.watched()).isEmpty();
        assertThat(whole.trainedTargets()).isGreaterThan(sequences(WALK).trainedTargets() + 30 + 30);
        TrainingSequence last = whole.trained().get(0);
        assertThat(last.target(last.length() - 1)[0]).isNotNaN();
    }

    private static void assertEqual(List<TrainingSequence> actual, List<TrainingSequence> expected) {
        assertThat(actual).hasSameSizeAs(expected);
        for (int i = 0; i < expected.size(); i++) {
            assertThat(actual.get(i).inputs()).isDeepEqualTo(expected.get(i).inputs());
            for (int t = 0; t < expected.get(i).length(); t++) {
                assertThat(actual.get(i).target(t)).isEqualTo(expected.get(i).target(t));
            }
        }
    }

    @Test
    void warmsUpOverTwentyFourSteps() {
        List<SeriesWindow> late = List.of(windows(WALK).get(6));

        Sequences sequences = Sequences.of(List.of(HeldOut.of(late)), PLAN, () -> false);

        // Readings 100..174: trained below 152, so steps 24..50 of the window have the targets 125..151.
        TrainingSequence trained = sequences.trained().get(0);
        assertThat(trained.target(23)[0]).isNaN();
        assertThat(trained.target(24)[0]).isNotNaN();
        assertThat(trained.length()).isEqualTo(51);
        assertThat(sequences.trainedTargets()).isEqualTo(27);
    }

    @Test
    void scoresASeriesBeginningAfterFourSteps() {
        List<SeriesWindow> first = List.of(windows(WALK).get(2));

        Sequences sequences = Sequences.of(List.of(HeldOut.of(first)), PLAN, () -> false);

        TrainingSequence trained = sequences.trained().get(0);
        assertThat(trained.target(3)[0]).isNaN();
        assertThat(trained.target(4)[0]).isNotNaN();
    }

    @Test
    void takesTargetsAsTheWindowGivesThem() {
        SeriesWindow window = windows(WALK).get(6);

        Sequences sequences = Sequences.of(List.of(HeldOut.of(List.of(window))), PLAN, () -> false);

        float[] targets = WindowInputs.of(window, PLAN).targetsView();
        assertThat(sequences.trained().get(0).target(40)[0]).isEqualTo(targets[40]);
        assertThat(sequences.watched().get(0).target(55)[0]).isEqualTo(targets[55]);
    }

    @Test
    void isTheSameWhateverTheJudgedReadingsAre() {
        double[] otherEnd = WALK.clone();
        for (int t = 170; t < 200; t++) {
            otherEnd[t] = -1000 * t;
        }

        Sequences one = sequences(WALK);
        Sequences other = sequences(otherEnd);

        assertSame(other.trained(), one.trained());
        assertSame(other.watched(), one.watched());
    }

    @Test
    void hasNothingToTrainOnInAFewReadings() {
        Sequences sequences = sequences(1, 2, 3, 4, 5);

        assertThat(sequences.trained()).isEmpty();
        assertThat(sequences.trainedTargets()).isZero();
    }

    private static void assertSame(List<TrainingSequence> actual, List<TrainingSequence> expected) {
        assertThat(actual).hasSameSizeAs(expected);
        for (int i = 0; i < expected.size(); i++) {
            assertThat(actual.get(i).inputs()).isDeepEqualTo(expected.get(i).inputs());
            for (int t = 0; t < expected.get(i).length(); t++) {
                assertThat(Float.compare(
                                actual.get(i).target(t)[0], expected.get(i).target(t)[0]))
                        .isZero();
            }
        }
    }

    private static List<SeriesWindow> windows(double... values) {
        return SampleSeries.windows("s", PLAN, 25, values);
    }

    private static Sequences sequences(double... values) {
        return Sequences.of(List.of(HeldOut.of(windows(values))), PLAN, () -> false);
    }

    private static int targets(List<TrainingSequence> sequences) {
        return sequences.stream().mapToInt(TrainingSequence::targetCount).sum();
    }
}
