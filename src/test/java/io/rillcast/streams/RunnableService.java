package io.rillcast.streams;

import io.micrometer.core.instrument.MeterRegistry;
import io.rillcast.serde.SchemaRegistryClient;
import io.rillcast.training.TrainingSchedule;
import java.util.Map;

/** Starts a service that does not train, for tests of other packages. */
public final class RunnableService {
    private RunnableService() {}

    /** With the plan of the topology's own tests. */
    public static ForecastService start(
            SchemaRegistryClient schemas, Map<String, Object> settings, MeterRegistry registry) throws StartFailure {
        StreamPlan plan = ForecastTopologyTest.plan(new TrainingSchedule(0, 1024, 1, 600));
        return ForecastService.start(plan, TopologyHarness.serdes(schemas, Long.MAX_VALUE), settings, registry);
    }
}
