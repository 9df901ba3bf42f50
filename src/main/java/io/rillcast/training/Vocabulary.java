package io.rillcast.training;

import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;

/**
 * The symbols that a network of text knows, each with its number; immutable, safe for use by several threads.
 *
 * <p>A vocabulary of words has at 0 a symbol for every word that it does not hold, the empty one; one of characters holds
 * all of its text.
 */
public final class Vocabulary {
    /** Stands for any word that is not in the vocabulary; it cannot be in a text. */
    static final String UNKNOWN = "";

    /** As many inputs as a network can have. */
    static final int MOST_SYMBOLS = 65_536;

    private final TextUnit unit;
    private final List<String> symbols;
    private final Map<String, Integer> numbers = new HashMap<>();

    private Vocabulary(TextUnit unit, List<String> symbols) {
        this.unit = unit;
        this.symbols = List.copyOf(symbols);
        for (String symbol : symbols) {
            if (numbers.put(symbol, numbers.size()) != null) {
                throw new IllegalArgumentException("symbols must differ: unit=" + unit.text() + ", symbol=" + symbol);
            }
            if (unit == TextUnit.CHARACTER && symbol.codePointCount(0, symbol.length()) != 1) {
                throw new IllegalArgumentException(
                        "a symbol must be one character: number=" + (numbers.size() - 1) + ", symbol=" + symbol);
            }
        }
        if (numbers.size() < 2 || numbers.size() > MOST_SYMBOLS) {
            throw new IllegalArgumentException("different " + unit.plural() + " must be at least 2 and at most "
                    + MOST_SYMBOLS + ": different=" + numbers.size());
        }
    }

    /**
     * The vocabulary of these symbols, numbered in their order.
     *
     * @throws IllegalArgumentException if there are fewer than two or too many, two are the same, or one is not of the unit
     */
    public static Vocabulary of(TextUnit unit, Collection<String> symbols) {
        return new Vocabulary(unit, List.copyOf(symbols));
    }

    /** What its symbols are. */
    public TextUnit unit() {
        return unit;
    }

    /** How many symbols there are. */
    public int size() {
        return symbols.size();
    }

    /** All symbols, by number. */
    public List<String> symbols() {
        return symbols;
    }

    /** The symbol of a number; that of unknown words is shown as an ellipsis. */
    public String symbol(int number) {
        String symbol = symbols.get(number);
        return symbol.isEmpty() ? " \u2026" : symbol;
    }

    /** Whether a number stands for what is not in the vocabulary, so that no text can be made of it. */
    public boolean isUnknown(int number) {
        return symbols.get(number).isEmpty();
    }

    /** The number of a symbol, if it is known. */
    public OptionalInt number(String symbol) {
        Integer number = numbers.get(symbol);
        return number == null ? OptionalInt.empty() : OptionalInt.of(number);
    }
}
