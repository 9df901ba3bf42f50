package io.rillcast.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;

/** How commands are sent; that they arrive is seen in {@link ServiceHttpIT}. */
class CommandRoutesTest {
    @Test
    void saysThatTheBrokersForbidItWhereTryingAgainDoesNotHelp() {
        TopicAuthorizationException forbidden = new TopicAuthorizationException("t");

        assertThat(CommandRoutes.unsent("t", forbidden).status()).isEqualTo(403);
        assertThat(CommandRoutes.unsent("t", new ExecutionException(forbidden)).status())
                .isEqualTo(403);
        assertThat(CommandRoutes.unsent("t", new ExecutionException(new TimeoutException("late")))
                        .status())
                .isEqualTo(503);
    }

    @Test
    void givesACommandUpBeforeItSaysThatItHasNotArrivedWhateverTheSettingsSay() {
        Map<String, Object> properties = CommandRoutes.properties(Map.of(
                "bootstrap.servers", "127.0.0.1:1",
                "linger.ms", "60000",
                "request.timeout.ms", "90000",
                "delivery.timeout.ms", "300000"));

        assertThat(properties)
                .containsEntry(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, 8_000)
                .containsEntry(ProducerConfig.LINGER_MS_CONFIG, 0);
        // The constructor refuses times that do not go together.
        new KafkaProducer<>(properties, new ByteArraySerializer(), new ByteArraySerializer()).close();
    }
}
