package io.rillcast.serde;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.rillcast.forecast.Covariates;
import io.rillcast.forecast.Reading;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Random;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Test;

class ReadingCodecTest {
    /** Version 1, 2020-01-01T00:00:00Z = 1577836800000 = 0x16f5e66e800, 1.5 = 0x3ff8 and zeros. */
    private static final String GOLDEN = "01" + "0000016f5e66e800" + "3ff8000000000000";

    /** Then the list, 2.5 = 0x4004 and zeros, and the one NaN. */
    private static final String GOLDEN_2 =
            "02" + GOLDEN.substring(2) + "0102030405060708" + "4004000000000000" + "7ff8000000000000";

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
        byte[] bytes = HexFormat.of().parseHex("03" + GOLDEN.substring(2));

        assertThatThrownBy(() -> ReadingCodec.decode("a", bytes))
                .isInstanceOf(MalformedRecord.class)
                .hasMessage(
                        "unsupported reading format: series=a, version=3, supported=[1, 2]; upgrade the forecaster, or"
                                + " let the former release read the repartition topic to its end");
    }

    @Test
    void refusesAnotherLength() {
        assertThatThrownBy(() -> ReadingCodec.decode("a", new byte[] {1, 2}))
                .isInstanceOf(MalformedRecord.class)
                .hasMessage("reading must have 17 bytes, or 33 and 8 for each further covariate: series=a, version=1,"
                        + " bytes=2");
    }

    @Test
    void writesAndReadsTheBytesOfVersion2() {
        Reading reading = withCovariates(0x0102030405060708L, 2.5, Double.NaN);

        assertThat(HexFormat.of().formatHex(ReadingCodec.encode(reading))).isEqualTo(GOLDEN_2);
        assertThat(ReadingCodec.decode("a", HexFormat.of().parseHex(GOLDEN_2))).isEqualTo(reading);
    }

    @Test
    void writesVersion1WhereAllCovariatesAreMissing() {
        byte[] bytes = ReadingCodec.encode(withCovariates(7, Double.NaN, Double.NaN));

        assertThat(HexFormat.of().formatHex(bytes)).isEqualTo(GOLDEN);
    }

    @RepeatedTest(200)
    void readsTheCovariatesThatItWrote(RepetitionInfo repetition) {
        Random random = new Random(repetition.getCurrentRepetition());
        double[] covariates = new double[1 + random.nextInt(16)];
        for (int i = 0; i < covariates.length; i++) {
            double value = Double.longBitsToDouble(random.nextLong());
            covariates[i] = Double.isInfinite(value) || random.nextInt(4) == 0 ? Double.NaN : value;
        }
        Covariates some = Covariates.of(random.nextLong(), covariates);
        Reading reading = new Reading("a", random.nextLong(), random.nextGaussian(), some);

        byte[] bytes = ReadingCodec.encode(reading);

        assertThat(bytes).hasSize(some.count() == 0 ? 17 : 25 + 8 * some.count());
        assertThat(ReadingCodec.decode("a", bytes)).isEqualTo(reading);
    }

    @Test
    void refusesEveryOtherLengthOfVersion2() {
        byte[] whole = Arrays.copyOf(HexFormat.of().parseHex(GOLDEN_2), 25 + 8 * 18);

        for (int length = 1; length <= whole.length; length++) {
            byte[] bytes = Arrays.copyOf(whole, length);
            boolean isWhole = length >= 33 && length <= 25 + 8 * 16 && (length - 25) % 8 == 0;
            assertThat(catchThrowableOfType(MalformedRecord.class, () -> ReadingCodec.decode("a", bytes)) == null)
                    .as("length %d", length)
                    .isEqualTo(isWhole);
        }
    }

    private static Reading withCovariates(long list, double... covariates) {
        return new Reading("a", 1_577_836_800_000L, 1.5, Covariates.of(list, covariates));
    }

    @Test
    void refusesNull() {
        assertThatThrownBy(() -> ReadingCodec.decode("a", null))
                .isInstanceOf(MalformedRecord.class)
                .hasMessageStartingWith("unsupported reading format: series=a, version=none");
    }
}
