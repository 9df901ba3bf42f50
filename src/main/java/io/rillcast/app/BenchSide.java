package io.rillcast.app;

import io.rillcast.streams.ForecastService;
import io.rillcast.streams.StartFailure;
import java.util.Map;

/**
 * One of the two that are compared.
 *
 * @param name as printed and in the names of its topics
 * @param start starts it
 */
record BenchSide(String name, Start start) {
    /** Starts an application. */
    interface Start {
        /** Starts it with Kafka's own settings. */
        ForecastService with(Map<String, Object> kafka) throws StartFailure;
    }
}
