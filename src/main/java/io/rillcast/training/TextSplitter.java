package io.rillcast.training;

import java.util.function.Consumer;

/** Cuts a text, code point by code point, into the symbols of a unit; mutable, owned by one thread. */
public final class TextSplitter {
    private final TextUnit unit;
    private final Consumer<String> onSymbol;
    private final StringBuilder word = new StringBuilder();

    /**
     * A splitter at the start of a text.
     *
     * @param unit of the symbols
     * @param onSymbol takes each symbol as soon as it is known to be whole
     */
    public TextSplitter(TextUnit unit, Consumer<String> onSymbol) {
        this.unit = unit;
        this.onSymbol = onSymbol;
    }

    /** The symbols of a whole text, in turn, to a consumer. */
    public static void split(TextUnit unit, String text, Consumer<String> onSymbol) {
        TextSplitter splitter = new TextSplitter(unit, onSymbol);
        text.codePoints().forEach(splitter::add);
        splitter.end();
    }

    /** The next code point of the text. */
    public void add(int codePoint) {
        if (unit == TextUnit.CHARACTER) {
            onSymbol.accept(Character.toString(codePoint));
        } else if (isOfWord(codePoint)) {
            word.appendCodePoint(codePoint);
        } else {
            end();
            word.appendCodePoint(codePoint);
            if (codePoint != ' ') {
                end();
            }
        }
    }

    /** The text is over. */
    public void end() {
        if (!word.isEmpty()) {
            onSymbol.accept(word.toString());
            word.setLength(0);
        }
    }

    private static boolean isOfWord(int codePoint) {
        if (Character.isLetterOrDigit(codePoint) || codePoint == '\'' || codePoint == 0x2019) {
            return true;
        }
        int type = Character.getType(codePoint);
        return type == Character.NON_SPACING_MARK
                || type == Character.COMBINING_SPACING_MARK
                || type == Character.ENCLOSING_MARK;
    }
}
