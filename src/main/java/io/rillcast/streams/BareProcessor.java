package io.rillcast.streams;

import io.rillcast.forecast.Explanation;
import io.rillcast.forecast.Forecast;
import io.rillcast.forecast.Hints;
import io.rillcast.forecast.QuantileLevels;
import io.rillcast.forecast.Reading;
import io.rillcast.forecast.Score;
import io.rillcast.serde.ReadingCodec;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.processor.api.FixedKeyProcessor;
import org.apache.kafka.streams.processor.api.FixedKeyProcessorContext;
import org.apache.kafka.streams.processor.api.FixedKeyRecord;
import org.apache.kafka.streams.state.KeyValueStore;

/**
 * What {@link ForecastProcessor} does to stores and topics, without forecasting: one get and one put of a state, one put
 * into the history, one forecast, and from the second reading of a series on one score.
 */
final class BareProcessor implements FixedKeyProcessor<byte[], byte[], Emission> {
    /** As many experts as speak for a series with a season, and why, so that its forecasts are as long as Rillcast's. */
    private static final Map<String, Double> EXPERTS = Map.of(
            "naive", 0.125,
            "volatility", 0.125,
            "drift", 0.125,
            "smoothing", 0.125,
            "seasonal-naive", 0.125,
            "seasonal-smoothing", 0.125,
            "regression", 0.125,
            "climatology", 0.0625,
            "network", 0.0625);

    private static final Explanation WHY = new Explanation(EXPERTS, 1, List.of(24), 3_600_000, 0, Explanation.REAL, 1);

    private final StreamPlan plan;
    private final BareState state;
    private final double[] offsets;
    private FixedKeyProcessorContext<byte[], Emission> context;
    private KeyValueStore<Bytes, byte[]> states;
    private HistoryRing history;

    BareProcessor(StreamPlan plan, BareState state) {
        this.plan = plan;
        this.state = state;
        QuantileLevels levels = plan.training().forecast().levels();
        offsets = new double[levels.count()];
        for (int i = 0; i < offsets.length; i++) {
            offsets[i] = levels.normalScore(i);
        }
    }

    @Override
    public void init(FixedKeyProcessorContext<byte[], Emission> processorContext) {
        context = processorContext;
        states = context.getStateStore(ForecastProcessor.STATES);
        history = new HistoryRing(context.getStateStore(ForecastProcessor.HISTORY), plan.historyReadings());
    }

    @Override
    public void process(FixedKeyRecord<byte[], byte[]> record) {
        if (record.value() == null) {
            return; // the end of a series: a bench sends none
        }
        Reading reading = ReadingCodec.decode(new String(record.key(), StandardCharsets.UTF_8), record.value());
        byte[] stored = states.get(Bytes.wrap(record.key()));
        long before = BareState.readings(stored);
        states.put(Bytes.wrap(record.key()), state.next(stored, Double.doubleToLongBits(reading.value())));
        history.put(record.key(), before, reading, hints(reading, before));
        context.forward(record.withValue(new Emission.Forecasted(forecast(reading, before + 1))));
        if (stored != null) {
            context.forward(record.withValue(new Emission.Scored(score(reading))));
        }
    }

    /** As many as the forecaster keeps: none with a series' first two readings, of which no expert knows anything. */
    private static short[] hints(Reading reading, long before) {
        short[] hints = new short[Hints.COUNT];
        if (before > 1) {
            Arrays.fill(hints, (short) (Double.hashCode(reading.value()) | 1));
        }
        return hints;
    }

    private Forecast forecast(Reading reading, long readings) {
        double value = reading.value();
        double[] quantiles = new double[offsets.length];
        for (int i = 0; i < quantiles.length; i++) {
            quantiles[i] = value + offsets[i];
        }
        Forecast.Origin origin = new Forecast.Origin(
                reading.seriesId(), reading.timestampMs(), reading.timestampMs(), 0, "all", 1, readings, true);
        Forecast.Parts parts = new Forecast.Parts(value, value, value, EXPERTS, WHY);
        return new Forecast(origin, plan.training().forecast().levels(), quantiles, parts);
    }

    private static Score score(Reading reading) {
        double value = reading.value();
        return new Score(
                reading.seriesId(),
                reading.timestampMs(),
                new Score.Values(value, value, value),
                new Score.Losses(value, value, value, value),
                true,
                true,
                false,
                new Score.ModelUsed("all", 1, 0),
                new Score.Rolling(value, value));
    }
}
