package io.rillcast.forecast;

import static org.assertj.core.api.Assertions.assertThat;

import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NormalScoresTest {
    /** Values of R's qnorm. The stated error is 1.2e-9, as a share. */
    @ParameterizedTest
    @CsvSource({
        "1e-9, -5.997807015007687",
        "0.001, -3.090232306167813",
        "0.02425, -1.972961051311885",
        "0.025, -1.959963984540054",
        "0.1, -1.281551565544600",
        "0.25, -0.674489750196082",
        "0.75, 0.674489750196082",
        "0.9, 1.281551565544600",
        "0.975, 1.959963984540054",
        "0.98, 2.053748910631822",
        "0.999, 3.090232306167813"
    })
    void equalsKnownScores(double level, double score) {
        assertThat(NormalScores.of(level)).isCloseTo(score, Percentage.withPercentage(1.2e-7));
    }

    @Test
    void isZeroAtTheMedian() {
        assertThat(NormalScores.of(0.5)).isZero();
    }
}
