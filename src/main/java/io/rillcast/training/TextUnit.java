package io.rillcast.training;

import java.util.Locale;

/** What a text is learned in. */
public enum TextUnit {
    /** Unicode code points. */
    CHARACTER,

    /**
     * Words: runs of letters, marks, digits and apostrophes, each with the one space before it if there is one; any
     * other code point is a word of its own. All words of a text in a row are the text.
     */
    WORD;

    /** What it is called on the command line and in model files. */
    public String text() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** More than one of it. */
    public String plural() {
        return text() + "s";
    }

    /**
     * The unit with this name.
     *
     * @throws IllegalArgumentException if there is none
     */
    public static TextUnit of(String text) {
        for (TextUnit unit : values()) {
            if (unit.text().equals(text)) {
                return unit;
            }
        }
        throw new IllegalArgumentException("unit must be one of character, word: unit=" + text);
    }
}
