package io.rillcast.forecast;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rillcast.rnn.CellKind;
import io.rillcast.rnn.NetworkStepper;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** A hidden state under new weights equals that of a series started at the older checkpoint under them. */
class RebuildTest {
    private static final int W = 16;
    private static final ForecastPlan PLAN = new ForecastPlan(QuantileLevels.DEFAULT, W, Support.AUTO);

    @ParameterizedTest
    @CsvSource({
        "0, 8, 1",
        "1, 8, 1",
        "9, 8, 1",
        "15, 8, 2",
        "16, 8, 1",
        "17, 5, 2",
        "31, 8, 1",
        "32, 8, 2",
        "33, 8, 1",
        "39, 3, 1",
        "48, 8, 1",
        "111, 8, 2"
    })
    void equalsASeriesStartedAtTheCheckpoint(int readings, int hidden, int layers) {
        Replay replay = new Replay(PLAN).swap(SampleModels.random(1, 8, 1, 5));
        replay.feed(SampleSeries.rain(3, readings));
        long first = replay.window().firstReading();
        ForecastModel next = SampleModels.random(2, hidden, layers, 6);

        replay.swap(next);

        assertThat(network(replay.state())).isEqualTo(network(servedFrom(first, replay, next)));
        assertThat(replay.state().modelVersion()).isEqualTo(2);
        assertThat(first).isEqualTo((long) Math.max(0, readings / W - 1) * W);
    }

    @ParameterizedTest
    @EnumSource(CellKind.class)
    void equalsASeriesStartedAtTheCheckpointWithEveryCell(CellKind cell) {
        Replay replay = new Replay(PLAN).swap(SampleModels.random(1, 8, 1, 5));
        replay.feed(SampleSeries.rain(3, 39));
        ForecastModel next = SampleModels.random(2, cell, 5, 6);

        replay.swap(next);

        assertThat(network(replay.state())).isEqualTo(network(servedFrom(16, replay, next)));
        assertThat(replay.feed(3).state().modelVersion()).isEqualTo(2);
    }

    @Test
    void equalsTheNetworkRunOverTheWindowsInputs() {
        Replay replay = new Replay(PLAN).feed(SampleSeries.daily(3, 55));
        ForecastModel model = SampleModels.random(1, 6, 2, 6);
        float[] hidden = new float[12];
        NetworkStepper stepper = model.network().newStepper();

        replay.swap(model);

        for (float[] x : WindowInputs.of(replay.window(), PLAN).inputsView()) {
            stepper.step(new float[7], hidden, x);
        }
        assertThat(hidden(replay.state(), 12)).isEqualTo(hidden);
    }

    @Test
    void leavesEverythingButTheNetworkAsItWas() {
        Replay replay = new Replay(PLAN).feed(SampleSeries.daily(3, 55));
        SeriesState before = replay.state();

        replay.swap(SampleModels.random(1, 6, 2, 6));

        assertThat(StatePart.values())
                .filteredOn(part -> part != StatePart.NETWORK)
                .allMatch(part -> replay.state().sameBytes(before, part));
    }

    @Test
    void scoresThePendingForecastUnderTheVersionThatMadeIt() {
        Replay replay = new Replay(PLAN).swap(SampleModels.random(1, 8, 1, 5));
        replay.feed(SampleSeries.daily(3, 20));

        replay.swap(SampleModels.random(2, 6, 2, 6)).feed(50);

        assertThat(replay.lastScore().model().version()).isEqualTo(1);
        assertThat(replay.last().origin().modelVersion()).isEqualTo(2);
    }

    @Test
    void refusesAHistoryThatDoesNotLeadToTheState() {
        Replay replay = new Replay(PLAN).feed(SampleSeries.daily(3, 20));
        double[] wrong = SampleSeries.daily(3, 20);
        wrong[7]++;
        SeriesWindow window = SampleSeries.window(replay.state(), SampleSeries.readings(wrong), replay.hints());
        ForecastModel model = SampleModels.random(1, 6, 1, 6);

        assertThatThrownBy(() -> replay.forecaster().rebuild(model, replay.state(), window))
                .isInstanceOf(CorruptState.class)
                .hasMessage("a series' history must lead to its state; delete the state directory of this instance, so"
                        + " that both are restored from their changelogs: series=s, readings=20, window=20");
    }

    @Test
    void refusesAHistoryThatEndsTooEarly() {
        Replay replay = new Replay(PLAN).feed(SampleSeries.daily(3, 20));
        SeriesWindow whole = replay.window();
        SeriesWindow shorter = new SeriesWindow("s", whole.checkpointView(), new long[0], new double[0]);
        ForecastModel model = SampleModels.random(1, 6, 1, 6);

        assertThatThrownBy(() -> replay.forecaster().rebuild(model, replay.state(), shorter))
                .isInstanceOf(CorruptState.class)
                .hasMessageContaining("readings=20, window=0");
    }

    @Test
    void refusesAModelOfOtherLevels() {
        OnlineForecaster forecaster =
                new OnlineForecaster(new ForecastPlan(QuantileLevels.of(0.1, 0.5, 0.9), W, Support.AUTO));
        SeriesState state = forecaster.empty();
        ForecastModel model = SampleModels.random(4, 6, 1, 6);

        assertThat(forecaster.fits(model)).isFalse();
        assertThatThrownBy(() ->
                        forecaster.rebuild(model, state, Replay.byDefault().window()))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageStartingWith(
                        "a model must have this forecaster's features and levels: group=g, version=4, levels=[0.025");
    }

    /** As served, experts and all, under a model that came when so many readings had: where a checkpoint is kept. */
    private static SeriesState servedFrom(long first, Replay replay, ForecastModel model) {
        List<Reading> readings = replay.admitted();
        Replay served = new Replay(PLAN).swap(SampleModels.random(1, 8, 1, 5));
        served.feed(readings.subList(0, (int) first)).beginHere(model);
        return served.feed(readings.subList((int) first, readings.size())).state();
    }

    private static byte[] network(SeriesState state) {
        int start = state.start(StatePart.NETWORK);
        return Arrays.copyOfRange(state.sealedView(), start, start + state.length(StatePart.NETWORK));
    }

    private static float[] hidden(SeriesState state, int length) {
        float[] hidden = new float[length];
        for (int i = 0; i < length; i++) {
            hidden[i] = state.float32(state.start(StatePart.NETWORK) + Recurrence.HIDDEN_AT + 4 * i);
        }
        return hidden;
    }
}
