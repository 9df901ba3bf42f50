package io.rillcast.web;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ClientRatesTest {
    private long now;
    private final ClientRates rates = new ClientRates(() -> now);

    private int taken(String client) {
        int taken = 0;
        while (rates.take(client)) {
            taken++;
        }
        return taken;
    }

    @Test
    void letsABurstByAndThenSoManyASecond() {
        assertThat(taken("a")).isEqualTo((int) ClientRates.BURST);

        now += 500_000_000;

        assertThat(taken("a")).isEqualTo((int) ClientRates.PER_SECOND / 2);
    }

    @Test
    void countsEachClientByItself() {
        assertThat(taken("a")).isPositive();

        assertThat(taken("b")).isEqualTo((int) ClientRates.BURST);
    }
}
