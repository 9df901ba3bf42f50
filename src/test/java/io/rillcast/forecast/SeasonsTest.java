package io.rillcast.forecast;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

class SeasonsTest {
    @Test
    void readsAsTheSettingsHaveIt() {
        assertThat(Seasons.AUTO).hasToString("auto");
        assertThat(Seasons.NONE).hasToString("none");
        assertThat(Seasons.of(24)).hasToString("24");
        assertThat(Seasons.of(24, 168)).hasToString("24,168");
    }

    @Test
    void takesLengthsUpToWhatIsKept() {
        assertThat(Seasons.of(2, 400).lengths()).containsExactly(2, 400);
        refuses(false, 1);
        refuses(false, 401);
    }

    @Test
    void takesAtMostTwoInOrder() {
        refuses(false, 168, 24);
        refuses(false, 24, 24);
        refuses(false, 4, 5, 6);
    }

    @Test
    void isNotFoundAndNamedAtOnce() {
        refuses(true, 24);
    }

    @Test
    void isFoundAndBlendedUnlessThePlanSaysOtherwise() {
        assertThat(ForecastPlan.DEFAULT.seasons()).isEqualTo(Seasons.AUTO);
        assertThat(ForecastPlan.DEFAULT.blend()).isTrue();

        ForecastPlan other = ForecastPlan.DEFAULT.withSeasons(Seasons.of(7)).withBlend(false);

        assertThat(other.seasons()).isEqualTo(Seasons.of(7));
        assertThat(other.blend()).isFalse();
        assertThat(other.withSeasons(Seasons.AUTO).withBlend(true)).isEqualTo(ForecastPlan.DEFAULT);
    }

    private static void refuses(boolean isAuto, Integer... lengths) {
        assertThatThrownBy(() -> new Seasons(isAuto, List.of(lengths)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("seasons must be at most 2 increasing lengths from 2 to 400 readings, or be found: lengths="
                        + List.of(lengths) + ", isAuto=" + isAuto);
    }
}
