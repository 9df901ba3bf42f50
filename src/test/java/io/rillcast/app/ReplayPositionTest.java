package io.rillcast.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.junit.jupiter.api.Test;

class ReplayPositionTest {
    private static final Optional<String> ALL = Optional.empty();
    private static final Optional<String> LATE = Optional.of("wrong-type");

    @Test
    void beginsBeforeEveryLetter() {
        assertThat(ReplayPosition.start().first(ALL)).isZero();
        assertThat(ReplayPosition.start().isPast("wrong-type", 0)).isFalse();
    }

    @Test
    void goesForwardForOneCauseAlone() {
        ReplayPosition position = ReplayPosition.start().upTo(LATE, 10);

        assertThat(position.first(LATE)).isEqualTo(10);
        assertThat(position.first(ALL)).isZero();
        assertThat(position.isPast("wrong-type", 9)).isTrue();
        assertThat(position.isPast("wrong-type", 10)).isFalse();
        assertThat(position.isPast("null-value", 9)).isFalse();
    }

    @Test
    void forgetsACauseOnceAllHaveComeAsFar() {
        ReplayPosition position = ReplayPosition.start().upTo(LATE, 10).upTo(ALL, 10);

        assertThat(position.committed()).isEqualTo(new OffsetAndMetadata(10, ""));
        assertThat(position.isPast("null-value", 9)).isTrue();
        assertThat(position.first(LATE)).isEqualTo(10);
    }

    @Test
    void keepsACauseThatIsAhead() {
        ReplayPosition position = ReplayPosition.start().upTo(LATE, 10).upTo(ALL, 4);

        assertThat(position.first(ALL)).isEqualTo(4);
        assertThat(position.isPast("wrong-type", 9)).isTrue();
    }

    @Test
    void comesBackFromWhatIsCommitted() {
        ReplayPosition position =
                ReplayPosition.start().upTo(ALL, 3).upTo(LATE, 10).upTo(Optional.of("null-value"), 7);

        ReplayPosition back = ReplayPosition.of(position.committed());

        assertThat(position.committed()).isEqualTo(new OffsetAndMetadata(3, "null-value=7,wrong-type=10"));
        assertThat(back.committed()).isEqualTo(position.committed());
    }

    @Test
    void passesOverMetadataOfOthers() {
        ReplayPosition back = ReplayPosition.of(new OffsetAndMetadata(5, "x,=1,a=b,wrong-type=9999999999999999999"));

        assertThat(back.committed()).isEqualTo(new OffsetAndMetadata(5, ""));
    }
}
