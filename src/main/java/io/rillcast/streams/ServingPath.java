package io.rillcast.streams;

import java.util.function.Supplier;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.common.serialization.Serializer;
import org.apache.kafka.streams.StreamsBuilder;
import org.apache.kafka.streams.kstream.Consumed;
import org.apache.kafka.streams.kstream.KStream;
import org.apache.kafka.streams.kstream.Named;
import org.apache.kafka.streams.kstream.Produced;
import org.apache.kafka.streams.kstream.Repartitioned;
import org.apache.kafka.streams.processor.api.FixedKeyProcessor;
import org.apache.kafka.streams.state.Stores;

/**
 * The way of a reading from its topic to its forecast and score: the same hops, stores and serdes whatever the processor
 * in the middle does, so that a bench compares nothing but that.
 */
final class ServingPath {
    private static final Serde<byte[]> BYTES = Serdes.ByteArray();
    /** What is keyed by series, as its repartition topic is named. */
    static final String BY_SERIES = "readings-by-series";

    private final StreamPlan plan;
    private final StreamSerdes serdes;
    private final ServiceMeters meters;

    ServingPath(StreamPlan plan, StreamSerdes serdes, ServiceMeters meters) {
        this.meters = meters;
        this.plan = plan;
        this.serdes = serdes;
    }

    /** Adds it, with a processor that owns the stores of states and of history; what the processor sends on. */
    KStream<byte[], Emission> addTo(
            StreamsBuilder builder, Supplier<FixedKeyProcessor<byte[], byte[], Emission>> processor) {
        KStream<byte[], byte[]> readings = addReadings(builder);
        builder.addStateStore(Stores.keyValueStoreBuilder(
                        Stores.persistentKeyValueStore(ForecastProcessor.STATES), Serdes.Bytes(), BYTES)
                .withCachingEnabled());
        builder.addStateStore(Stores.keyValueStoreBuilder(
                Stores.persistentKeyValueStore(ForecastProcessor.HISTORY), Serdes.Bytes(), BYTES));
        KStream<byte[], Emission> emissions = readings.processValues(
                processor::get, Named.as("forecast"), ForecastProcessor.STATES, ForecastProcessor.HISTORY);
        sendForecasts(emissions);
        return emissions;
    }

    private KStream<byte[], byte[]> addReadings(StreamsBuilder builder) {
        RefusalLog log = new RefusalLog(System::nanoTime);
        KStream<byte[], Decoded> decoded = builder.stream(
                        plan.topics().readings(),
                        Consumed.with(BYTES, BYTES)
                                .withTimestampExtractor(new RecordTime())
                                .withName("readings-source"))
                .process(
                        () -> new DecodeProcessor(serdes.readings().get(), plan.placement(), log, meters),
                        Named.as("decode"));
        sendRefused(decoded, "");
        KStream<byte[], byte[]> readings = decoded.filter((key, value) -> value.isAccepted(), Named.as("accepted"))
                .mapValues(Decoded::value, Named.as("reading"));
        return plan.placement().repartition()
                ? readings.repartition(Repartitioned.with(BYTES, BYTES)
                        .withName(BY_SERIES)
                        .withNumberOfPartitions(plan.placement().seriesPartitions()))
                : readings;
    }

    /** Sends what could not be decoded to the dead letters; the prefix tells the nodes of two sources apart. */
    void sendRefused(KStream<byte[], Decoded> decoded, String prefix) {
        decoded.filter((key, value) -> value.isRefused(), Named.as(prefix + "refused"))
                .mapValues(Decoded::value, Named.as(prefix + "dead-letter-value"))
                .to(plan.topics().deadLetters(), Produced.with(BYTES, BYTES).withName(prefix + "dead-letters-sink"));
    }

    private void sendForecasts(KStream<byte[], Emission> emissions) {
        emissions
                .filter((series, emission) -> emission instanceof Emission.Forecasted, Named.as("forecasted"))
                .mapValues(emission -> ((Emission.Forecasted) emission).forecast(), Named.as("forecast-value"))
                .to(
                        plan.topics().forecasts(),
                        Produced.with(BYTES, writing(serdes.outputs().forecasts()))
                                .withName("forecasts-sink"));
        emissions
                .filter((series, emission) -> emission instanceof Emission.Scored, Named.as("scored"))
                .mapValues(emission -> ((Emission.Scored) emission).score(), Named.as("score-value"))
                .to(
                        plan.topics().scores(),
                        Produced.with(BYTES, writing(serdes.outputs().scores())).withName("scores-sink"));
    }

    /** A serde for a topic that the topology only writes; each thread has a serializer of its own. */
    static <T> Serde<T> writing(Supplier<Serializer<T>> serializers) {
        return Serdes.serdeFrom(StreamSerdes.shared(serializers), (topic, bytes) -> {
            throw new IllegalStateException("an output topic is never read by the topology: topic=" + topic);
        });
    }
}
