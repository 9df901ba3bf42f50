package io.rillcast.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TextIntakeTest {
    @Test
    void numbersCharactersInTheOrderOfTheirCodePoints() {
        TextIntake.Result result = intake(TextUnit.CHARACTER, "ba\nab").result(1);

        assertThat(result.vocabulary().symbols()).containsExactly("\n", "a", "b");
        assertThat(result.text().numbers()).containsExactly(2, 1, 0, 1, 2);
    }

    @Test
    void takesACharacterBeyondSixteenBitsAsOne() {
        TextIntake.Result result =
                intake(TextUnit.CHARACTER, "a\uD83D\uDE00\uFF21").result(1);

        assertThat(result.vocabulary().symbols()).containsExactly("a", "\uFF21", "\uD83D\uDE00");
        assertThat(result.text().numbers()).containsExactly(0, 2, 1);
    }

    @Test
    void cutsATextIntoWordsWithTheSpaceBeforeThem() {
        assertThat(symbols(TextUnit.WORD, "Don't stop,  na\u0308ive one!\nTwo"))
                .containsExactly("Don't", " stop", ",", " ", " na\u0308ive", " one", "!", "\n", "Two");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "a  b", " 'tis\r\n\t\u2019 \uD83D\uDE00x 1.5 ", "\u00e9\u0301 \u4e16\u754c"})
    void losesNothingOfAText(String text) {
        for (TextUnit unit : TextUnit.values()) {
            assertThat(symbols(unit, text).stream().collect(Collectors.joining()))
                    .isEqualTo(text);
        }
    }

    @Test
    void keepsTheMostFrequentWordsAndTakesTheRestAsUnknown() {
        TextIntake.Result result = intake(TextUnit.WORD, "b,a,b,c,a,b").result(2);

        assertThat(result.vocabulary().symbols()).containsExactly("", ",", "b");
        assertThat(result.text().numbers()).containsExactly(2, 1, 0, 1, 2, 1, 0, 1, 0, 1, 2);
        assertThat(result.vocabulary().isUnknown(0)).isTrue();
    }

    @Test
    void takesInMoreThanItBeganWithRoomFor() {
        TextIntake intake = new TextIntake(TextUnit.CHARACTER);
        for (int i = 0; i < 300_000; i++) {
            intake.add(Character.toString(i % 5000 + 0x4e00));
        }

        TextIntake.Result result = intake.result(1);

        assertThat(result.vocabulary().size()).isEqualTo(5000);
        assertThat(result.text().length()).isEqualTo(300_000);
        assertThat(result.text().number(299_999)).isEqualTo(299_999 % 5000);
    }

    @Test
    void refusesATextOfOneCharacter() {
        TextIntake intake = intake(TextUnit.CHARACTER, "aaaa");

        assertThatThrownBy(() -> intake.result(1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("different characters must be at least 2 and at most 65536: different=1");
    }

    @Test
    void refusesAVocabularyThatIsNone() {
        assertThatThrownBy(() -> Vocabulary.of(TextUnit.CHARACTER, List.of("a", "bc")))
                .hasMessage("a symbol must be one character: number=1, symbol=bc");
        assertThatThrownBy(() -> Vocabulary.of(TextUnit.WORD, List.of("a", "a")))
                .hasMessage("symbols must differ: unit=word, symbol=a");
    }

    private static TextIntake intake(TextUnit unit, String text) {
        TextIntake intake = new TextIntake(unit);
        TextSplitter.split(unit, text, intake::add);
        return intake;
    }

    private static List<String> symbols(TextUnit unit, String text) {
        List<String> symbols = new ArrayList<>();
        TextSplitter.split(unit, text, symbols::add);
        return symbols;
    }
}
