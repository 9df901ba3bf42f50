package io.rillcast.streams;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which consumers' lag is that of the stream; the rest is seen on running instances. */
class ServiceViewTest {
    @ParameterizedTest
    @CsvSource({
        "app-1-StreamThread-1-consumer, false",
        "global-restore-1-StreamThread-1-consumer, false",
        "app-1-StreamThread-1-restore-consumer, true",
        "app-1-global-consumer, true"
    })
    void tellsByTheEndOfItsNameWhetherAConsumerFillsStores(String clientId, boolean isCopying) {
        assertThat(ServiceView.isCopying(clientId)).isEqualTo(isCopying);
    }
}
