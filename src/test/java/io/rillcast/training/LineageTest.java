package io.rillcast.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

class LineageTest {
    @Test
    void goesFurtherBackWithEachWayBack() {
        Lineage three = Lineage.NONE.then(1).then(2).then(3);

        Lineage once = three.backTo(2, 4);
        Lineage twice = once.backTo(1, 5);

        assertThat(once.versions()).containsExactly(1L, 4L);
        assertThat(once.predecessor()).isEqualTo(1);
        assertThat(twice.versions()).containsExactly(5L);
        assertThat(twice.predecessor()).isZero();
        assertThat(twice.before()).isEmpty();
    }

    @Test
    void comesBackToWhatWasInUseBeforeAPromotionByHand() {
        // 1 and 2 were trained; version 1 was promoted again as 3.
        Lineage lineage = Lineage.NONE.then(1).then(2).then(3);

        assertThat(lineage.before()).containsExactly(2L, 1L);
    }

    @Test
    void holdsNoMoreThanTheArchiveDoes() {
        Lineage lineage = Lineage.NONE;
        for (long version = 1; version <= 25; version++) {
            lineage = lineage.then(version);
        }

        assertThat(lineage.versions()).containsExactly(16L, 17L, 18L, 19L, 20L, 21L, 22L, 23L, 24L, 25L);
        assertThat(Lineage.upTo(25)).isEqualTo(lineage);
    }

    @Test
    void hasNothingInUseWithoutAModel() {
        assertThat(Lineage.upTo(0)).isEqualTo(Lineage.NONE);
        assertThat(Lineage.NONE.incumbent()).isZero();
        assertThat(Lineage.NONE.predecessor()).isZero();
    }

    @Test
    void refusesVersionsThatGoBack() {
        assertThatThrownBy(() -> new Lineage(List.of(3L, 2L)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("versions in use must increase from 1 on and be at most 10: versions=[3, 2]");
    }
}
