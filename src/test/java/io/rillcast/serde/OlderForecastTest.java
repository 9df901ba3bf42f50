package io.rillcast.serde;

import static org.assertj.core.api.Assertions.assertThat;

import io.rillcast.forecast.Explanation;
import io.rillcast.forecast.Forecast;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.apache.avro.Schema;
import org.apache.avro.SchemaParser;
import org.apache.avro.generic.GenericDatumReader;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.io.DecoderFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Forecasts of the first release, which do not say why, and its readers. */
class OlderForecastTest {
    private static final Path RELEASED = Path.of("src/test/resources/schemas/v1/Forecast.avsc");

    /** A forecast of series "ab" as the first release wrote it, after the header: three levels, two weights. */
    private static final String BYTES =
            // series, origin 1000, target 2000, horizon 1, revision 2, point 2.0, mean 2.5
            "046162" + "d00f" + "a01f" + "02" + "04" + "0000000000000040" + "0000000000000440"
                    // three quantiles: (0.1, 1.0) (0.5, 2.0) (0.9, 4.0)
                    + "06" + "9a9999999999b93f" + "000000000000f03f"
                    + "000000000000e03f" + "0000000000000040" + "cdccccccccccec3f" + "0000000000001040" + "00"
                    // naive 1.5, network 1.75, weights naive 0.25 and network 0.75
                    + "000000000000f83f" + "000000000000fc3f"
                    + "04" + "0a6e61697665" + "000000000000d03f" + "0e6e6574776f726b" + "000000000000e83f" + "00"
                    // model group "all", version 3, 10 readings, warm
                    + "06616c6c" + "06" + "14" + "01";

    private ProtocolServer server;
    private SchemaRegistryClient registry;

    @BeforeEach
    void start() {
        server = ProtocolServer.start();
        registry = server.client(Map.of());
    }

    @AfterEach
    void stop() {
        registry.close();
        server.close();
    }

    @Test
    void readsTheirBytes() throws IOException {
        int id = server.hold("t-value", Files.readString(RELEASED));
        byte[] body = HexFormat.of().parseHex(BYTES);
        byte[] value = ByteBuffer.allocate(WireHeader.SIZE_BYTES + body.length)
                .put((byte) 0)
                .putInt(id)
                .put(body)
                .array();

        Forecast forecast = new ForecastDeserializer(registry).deserialize("t", value);

        assertThat(forecast.origin()).isEqualTo(new Forecast.Origin("ab", 1000, 2000, 2, "all", 3, 10, true));
        assertThat(forecast.quantiles()).containsExactly(1, 2, 4);
        assertThat(forecast.parts())
                .isEqualTo(
                        new Forecast.Parts(2.5, 1.5, 1.75, Map.of("naive", 0.25, "network", 0.75), Explanation.NONE));
    }

    @Test
    void isReadByThem() throws IOException {
        Schema old = new SchemaParser().parse(RELEASED).mainSchema();
        for (int seed = 0; seed < 20; seed++) {
            Forecast forecast = SerdeExamples.forecast(new Random(seed));
            byte[] value = new ForecastSerializer(registry).serialize("t", forecast);

            GenericRecord read = new GenericDatumReader<GenericRecord>(io.rillcast.avro.Forecast.SCHEMA$, old)
                    .read(
                            null,
                            DecoderFactory.get()
                                    .binaryDecoder(
                                            Arrays.copyOfRange(value, WireHeader.SIZE_BYTES, value.length), null));

            assertThat(read.get("point")).isEqualTo(forecast.point());
            assertThat(read.get("warm")).isEqualTo(forecast.origin().warm());
            assertThat((List<?>) read.get("quantiles"))
                    .hasSize(forecast.levels().count());
        }
    }
}
