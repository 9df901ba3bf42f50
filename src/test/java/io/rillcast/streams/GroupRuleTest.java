package io.rillcast.streams;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class GroupRuleTest {
    @Test
    void putsAllSeriesIntoOneGroup() {
        GroupRule rule = GroupRule.parse("all");

        assertThat(rule).isEqualTo(GroupRule.ALL);
        assertThat(rule.groupOf("site-1/pump")).isEqualTo("all");
    }

    @Test
    void makesEachSeriesItsOwnGroup() {
        assertThat(GroupRule.parse("series").groupOf("site-1/pump")).isEqualTo("site-1/pump");
    }

    @Test
    void groupsByWhatStandsBeforeTheFirstSeparator() {
        GroupRule rule = GroupRule.parse("prefix:::");

        assertThat(rule.groupOf("site-1::pump::2")).isEqualTo("site-1");
        assertThat(rule.groupOf("site-1:pump")).isEqualTo("site-1:pump");
    }

    @Test
    void makesASeriesWithNothingBeforeTheSeparatorAGroupByItself() {
        assertThat(GroupRule.parse("prefix:/").groupOf("/pump")).isEqualTo("/pump");
    }

    @Test
    void refusesAnyOtherText() {
        assertThatThrownBy(() -> GroupRule.parse("prefix:"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("must be all, series, or prefix: and the separator after the prefix");
    }
}
