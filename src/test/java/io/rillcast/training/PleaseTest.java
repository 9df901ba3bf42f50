package io.rillcast.training;

import static org.assertj.core.api.Assertions.assertThat;

import io.rillcast.rnn.CellKind;
import io.rillcast.rnn.Network;
import io.rillcast.rnn.NetworkShape;
import io.rillcast.rnn.RecurrentShape;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The textbook's first example: a network that has read "Pleas" says "e". */
class PleaseTest {
    @ParameterizedTest
    @EnumSource(CellKind.class)
    void saysTheLastLetterAfterTheFirstFive(CellKind cell) {
        TextIntake intake = new TextIntake(TextUnit.CHARACTER);
        TextSplitter.split(TextUnit.CHARACTER, "Please", intake::add);
        TextIntake.Result please = intake.result(1);
        Vocabulary letters = please.vocabulary();
        NetworkShape shape =
                new NetworkShape(new RecurrentShape(cell, letters.size(), 8, 1, false), letters.size(), false);
        TextPlan plan = new TextPlan(6, 1, 300, 0.02, 0, 1, 0);
        TextTrainer trainer =
                new TextTrainer(Network.initialWithHead(shape, new Random(7)), please.text(), plan, new Random(8));

        while (!trainer.isDone()) {
            trainer.step();
        }
        TextGenerator generator = new TextGenerator(trainer.network(), letters, 0, new Random(9));
        for (int place = 0; place < 5; place++) {
            generator.read(please.text().number(place));
        }

        assertThat(letters.symbol(generator.next())).isEqualTo("e");
        // After "l" too an "e" follows, but then an "a": only a state can tell the two apart.
        assertThat(goOn(new TextGenerator(trainer.network(), letters, 0, new Random(9)), letters, "P", 5))
                .isEqualTo("lease");
        assertThat(TextGenerator.bits(trainer.network(), please.text())).isLessThan(0.2);
    }

    private static String goOn(TextGenerator generator, Vocabulary letters, String seed, int count) {
        generator.read(letters.number(seed).orElseThrow());
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < count; i++) {
            text.append(letters.symbol(generator.next()));
        }
        return text.toString();
    }
}
