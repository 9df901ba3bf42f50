package io.rillcast.streams;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.apache.kafka.streams.StreamsBuilder;
import org.apache.kafka.streams.Topology;

/** The yardstick of a bench: the serving path of {@link ForecastTopology} with nothing computed on it. */
final class BareTopology {
    private BareTopology() {}

    /** Builds it. */
    static Topology of(StreamPlan plan, StreamSerdes serdes, BareState state) {
        StreamsBuilder builder = new StreamsBuilder();
        new ServingPath(plan, serdes, new ServiceMeters(new SimpleMeterRegistry()))
                .addTo(builder, () -> new BareProcessor(plan, state));
        return builder.build();
    }
}
