package io.rillcast.serde;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rillcast.forecast.Reading;
import java.util.HexFormat;
import java.util.Random;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Test;

class ReadingCodecTest {
    /** Version 1, 2020-01-01T00:00:00Z = 1577836800000 = 0x16f5e66e800, 1.5 = 0x3ff8 and zeros. */
    private static final String GOLDEN = "01" + "0000016f5e66e800" + "3ff8000000000000";

    @Test
    void writesTheBytesOfVersion1() {
        byte[] bytes = ReadingCodec.encode(new Reading("a", 1_577_836_800_000L, 1.5));

        assertThat(HexFormat.of().formatHex(bytes)).isEqualTo(GOLDEN);
    }

    @Test
    void readsTheBytesOfVersion1() {
        Reading reading = ReadingCodec.decode("a", HexFormat.of().parseHex(GOLDEN));

        assertThat(reading).isEqualTo(new Reading("a", 1_577_836_800_000L, 1.5));
    }

    @RepeatedTest(200)
    void readsWhatItWrote(RepetitionInfo repetition) {
        Random random = new Random(repetition.getCurrentRepetition());
        double value = Double.longBitsToDouble(random.nextLong());
        Reading reading = new Reading("a", random.nextLong(), Double.isFinite(value) ? value : -0.0);

        assertThat(ReadingCodec.decode("a", ReadingCodec.encode(reading))).isEqualTo(reading);
    }

    @Test
    void refusesAnotherVersion() {
        byte[] bytes = HexFormat.of().parseHex("02" + GOLDEN.substring(2));

        assertThatThrownBy(() -> ReadingCodec.decode("a", bytes))
                .isInstanceOf(MalformedRecord.class)
                .hasMessage("unsupported reading format: series=a, version=2, supported=[1]; upgrade the forecaster, or"
                        + " let the former release read the repartition topic to its end");
    }

    @Test
    void refusesAnotherLength() {
        assertThatThrownBy(() -> ReadingCodec.decode("a", new byte[] {1, 2}))
                .isInstanceOf(MalformedRecord.class)
                .hasMessage("reading must have 17 bytes: series=a, bytes=2");
    }

    @Test
    void refusesNull() {
        assertThatThrownBy(() -> ReadingCodec.decode("a", null))
                .isInstanceOf(MalformedRecord.class)
                .hasMessageStartingWith("unsupported reading format: series=a, version=none");
    }
}
