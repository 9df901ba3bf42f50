package io.rillcast.streams;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.common.serialization.Serializer;
import org.junit.jupiter.api.Test;

class StreamSerdesTest {
    private final AtomicInteger made = new AtomicInteger();

    /** Says which of the serializers made so far it is. */
    private Serializer<String> numbered() {
        byte number = (byte) made.incrementAndGet();
        return (topic, value) -> new byte[] {number};
    }

    private Deserializer<Integer> numberedReader() {
        int number = made.incrementAndGet();
        return (topic, bytes) -> number;
    }

    private static <T> T onAnotherThread(java.util.function.Supplier<T> call) throws Exception {
        CompletableFuture<T> result = new CompletableFuture<>();
        Thread thread = new Thread(() -> result.complete(call.get()), "another");
        thread.start();
        return result.get(30, SECONDS);
    }

    @Test
    void givesEachThreadASerializerOfItsOwn() throws Exception {
        Serializer<String> shared = StreamSerdes.shared(this::numbered);

        byte[] here = shared.serialize("t", "a");
        byte[] there = onAnotherThread(() -> shared.serialize("t", "a"));
        byte[] hereAgain = shared.serialize("t", "b");

        assertThat(here).containsExactly(1);
        assertThat(there).containsExactly(2);
        assertThat(hereAgain).containsExactly(1);
    }

    @Test
    void givesEachThreadADeserializerOfItsOwn() throws Exception {
        Deserializer<Integer> shared = StreamSerdes.sharedReader(this::numberedReader);

        int here = shared.deserialize("t", new byte[0]);
        int there = onAnotherThread(() -> shared.deserialize("t", new byte[0]));
        int hereAgain = shared.deserialize("t", new byte[0]);

        assertThat(here).isEqualTo(hereAgain).isEqualTo(1);
        assertThat(there).isEqualTo(2);
    }
}
