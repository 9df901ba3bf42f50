package io.rillcast.web;

import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.rillcast.serde.SchemaRegistryClient;
import io.rillcast.serde.SchemaRegistrySettings;
import io.rillcast.streams.Topics;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** How the feed begins, and begins again; with records it is seen in {@link ServiceHttpIT}. */
@Timeout(120)
class FeedTest {
    @Test
    void saysThatATopicIsNotThereYetSoThatItIsTriedAgain() {
        try (MockConsumer<byte[], byte[]> consumer = new MockConsumer<>("latest")) {
            assertThatThrownBy(() -> new FeedStart(consumer, Topics.DEFAULT).seek())
                    .isInstanceOf(UnknownTopicOrPartitionException.class)
                    .hasMessageContaining("topic=" + Topics.DEFAULT.forecasts());
        }
    }

    @Test
    void beginsAnewForWhoeverLooksAfterItEndedInAnError() {
        Map<String, String> nobody = Map.of("bootstrap.servers", "127.0.0.1:1");
        AtomicInteger asked = new AtomicInteger();
        try (SchemaRegistryClient schemas = new SchemaRegistryClient(
                        SchemaRegistrySettings.of(Map.of("schema.registry.url", "http://127.0.0.1:1")));
                Feed feed = new Feed(new FeedPlan(nobody, nobody, Topics.DEFAULT, schemas))) {
            feed.tell(record -> {}, () -> {
                asked.incrementAndGet();
                throw new IllegalStateException("a defect, as the test wants it");
            });

            await().dontCatchUncaughtExceptions().atMost(Duration.ofSeconds(60)).until(() -> {
                feed.want();
                return asked.get() > 1;
            });
        }
    }
}
