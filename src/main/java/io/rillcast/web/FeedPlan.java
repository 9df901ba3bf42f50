package io.rillcast.web;

import io.rillcast.serde.SchemaRegistryClient;
import io.rillcast.streams.Topics;
import java.util.Map;

/**
 * Where what the service says is read, and where what people ask of it is sent.
 *
 * @param consumer settings of a consumer, the brokers among them
 * @param producer settings of a producer, the brokers among them
 * @param topics the names of the topics
 * @param registry the schemas
 */
public record FeedPlan(
        Map<String, String> consumer, Map<String, String> producer, Topics topics, SchemaRegistryClient registry) {
    /** Copies the settings. */
    public FeedPlan {
        consumer = Map.copyOf(consumer);
        producer = Map.copyOf(producer);
    }
}
