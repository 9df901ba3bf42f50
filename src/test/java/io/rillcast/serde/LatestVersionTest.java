package io.rillcast.serde;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rillcast.forecast.Reading;
import io.rillcast.training.ModelCommand;
import java.util.Map;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Writing with a subject's latest version, which is another release's. */
class LatestVersionTest {
    private static final String NEWER =
            "{'type':'record','name':'Reading','namespace':'io.rillcast.avro','fields':[{'name':'quality','type':"
                    + "'string','default':'good'},{'name':'value','type':'double'},{'name':'series','type':'string'},"
                    + "{'name':'timestamp','type':'long'}]}";

    private ProtocolServer server;
    private SchemaRegistryClient registry;

    @BeforeEach
    void start() {
        server = ProtocolServer.start();
        registry = server.client(Map.of("use.latest.version", "true"));
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void writesWithTheLatestVersion() throws Exception {
        int id = server.hold("t-value", NEWER.replace('\'', '"'));
        Reading reading = new Reading("a", 5, 1.5);

        byte[] value = new ReadingSerializer(registry).serialize("t", reading);

        assertThat(WireHeader.schemaIdOf(value)).isEqualTo(id);
        assertThat(value[5]).as("length of the default quality").isEqualTo((byte) 8);
        assertThat(new AvroReadingDecoder(registry, ReadingMapping.DEFAULT, () -> 9)
                        .decode("t", new RecordHeaders(), null, value))
                .isEqualTo(reading);
    }

    @Test
    void refusesALatestVersionThatOursDoesNotFit() {
        server.hold("t-value", NEWER.replace('\'', '"').replace(",\"default\":\"good\"", ""));

        assertThatThrownBy(() -> new ReadingSerializer(registry).serialize("t", new Reading("a", 5, 1.5)))
                .isInstanceOf(SerializationException.class)
                .hasMessageStartingWith(
                        "record must fit its schema: topic=t, schema=io.rillcast.avro.Reading, problem=");
    }

    @Test
    void writesWholeRecordsAfterOneThatDidNotFit() {
        SchemaRegistryClient registering = server.client(Map.of());
        ModelCommandSerializer serializer = new ModelCommandSerializer(registering);
        ModelCommand command = new ModelCommand("g", ModelCommand.Action.PROMOTE, 3);
        byte[] expected = serializer.serialize("t", command);

        assertThatThrownBy(() -> serializer.serialize("t", new ModelCommand(null, ModelCommand.Action.PROMOTE, 3)))
                .isInstanceOf(SerializationException.class);

        assertThat(serializer.serialize("t", command)).isEqualTo(expected);
    }
}
