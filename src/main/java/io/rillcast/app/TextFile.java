package io.rillcast.app;

import io.rillcast.serde.BadText;
import io.rillcast.serde.Utf8Text;
import io.rillcast.training.EncodedText;
import io.rillcast.training.TextIntake;
import io.rillcast.training.TextSplitter;
import io.rillcast.training.TextUnit;
import io.rillcast.training.Vocabulary;
import java.io.IOException;
import java.nio.file.Path;
import java.util.function.BooleanSupplier;

/**
 * A text read from a file, in two parts.
 *
 * @param vocabulary of all of it
 * @param training what is learned
 * @param heldOut the last tenth, by which a model is judged
 */
record TextFile(Vocabulary vocabulary, EncodedText training, EncodedText heldOut) {
    /** With fewer symbols there is nothing to learn, or nothing to judge by. */
    private static final int FEWEST_SYMBOLS = 20;

    /** Judging takes as long as learning; so many symbols tell models apart to a hundredth of a bit. */
    private static final int MOST_HELD_OUT = 100_000;

    /** How often reading asks whether to stop. */
    private static final int ASK_EVERY = 1 << 16;

    /**
     * Reads a file.
     *
     * @param mostWords different words that are kept, if the unit is the word
     * @param stop asked now and then
     * @throws BadText if it cannot be read or is not UTF-8
     * @throws CommandFailure if it is too short or too long, has too few different symbols, or was stopped
     */
    static TextFile read(Path file, TextUnit unit, int mostWords, BooleanSupplier stop) throws IOException, BadText {
        TextIntake intake = new TextIntake(unit);
        TextSplitter splitter = new TextSplitter(unit, intake::add);
        try (Utf8Text text = Utf8Text.open(file)) {
            long count = 0;
            for (int codePoint = text.next(); codePoint != Utf8Text.END; codePoint = text.next()) {
                splitter.add(codePoint);
                if (++count % ASK_EVERY == 0 && stop.getAsBoolean()) {
                    throw new CommandFailure("reading must go on to the end of the file: told to stop, file=" + file);
                }
            }
            splitter.end();
            requireEnough(file, unit, intake.length());
            TextIntake.Result result = intake.result(mostWords);
            int heldOut = Math.max(2, Math.min(MOST_HELD_OUT, intake.length() / 10));
            int cut = intake.length() - heldOut;
            return new TextFile(
                    result.vocabulary(),
                    result.text().part(0, cut),
                    result.text().part(cut, intake.length()));
        } catch (IllegalArgumentException refused) {
            throw new CommandFailure(refused.getMessage() + ", file=" + file, refused);
        }
    }

    private static void requireEnough(Path file, TextUnit unit, int length) {
        if (length < FEWEST_SYMBOLS) {
            throw new CommandFailure("text must have at least " + FEWEST_SYMBOLS + " " + unit.plural() + ": file="
                    + file + ", " + unit.plural() + "=" + length + "; give a longer one");
        }
    }
}
