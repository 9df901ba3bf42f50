package io.rillcast.training;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Takes in a text in one pass and makes its vocabulary and its numbers; mutable, owned by one thread.
 *
 * <p>Holds four bytes a symbol and each different symbol once, never the text.
 */
public final class TextIntake {
    /** 256 MB of numbers; a longer text does not fit beside its own growing. */
    public static final int MOST_SYMBOLS = 1 << 26;

    private final TextUnit unit;
    private final Map<String, Integer> firstNumbers = new HashMap<>();
    private final List<String> symbols = new ArrayList<>();
    private int[] counts = new int[1024];
    private int[] text = new int[1 << 16];
    private int length;

    /** Nothing taken in yet. */
    public TextIntake(TextUnit unit) {
        this.unit = unit;
    }

    /**
     * Vocabulary and text.
     *
     * @param vocabulary in the order of the code points, or of words the most frequent first after the unknown one
     * @param text in its numbers
     */
    public record Result(Vocabulary vocabulary, EncodedText text) {}

    /**
     * The next symbol of the text.
     *
     * @throws IllegalArgumentException if there are more than {@link #MOST_SYMBOLS}
     */
    public void add(String symbol) {
        if (length == MOST_SYMBOLS) {
            throw new IllegalArgumentException(
                    "text must have at most " + MOST_SYMBOLS + " " + unit.plural() + "; give a part of it");
        }
        Integer known = firstNumbers.get(symbol);
        int number = known == null ? addNew(symbol) : known;
        counts[number]++;
        if (length == text.length) {
            text = Arrays.copyOf(text, Math.min(MOST_SYMBOLS, text.length + text.length / 2));
        }
        text[length++] = number;
    }

    /** How many symbols were taken in. */
    public int length() {
        return length;
    }

    /** How many different ones. */
    public int different() {
        return symbols.size();
    }

    /**
     * Ends the intake.
     *
     * @param mostWords how many different words are kept, the most frequent; of characters all are
     * @throws IllegalArgumentException if there are fewer than two different symbols, or too many characters
     */
    public Result result(int mostWords) {
        List<String> ordered = unit == TextUnit.CHARACTER ? inCodePointOrder() : mostFrequent(mostWords);
        Vocabulary vocabulary = Vocabulary.of(unit, ordered);
        int[] renumbered = new int[symbols.size()];
        for (int i = 0; i < renumbered.length; i++) {
            renumbered[i] = vocabulary.number(symbols.get(i)).orElse(0);
        }
        for (int i = 0; i < length; i++) {
            text[i] = renumbered[text[i]];
        }
        return new Result(vocabulary, EncodedText.owning(text, length));
    }

    private int addNew(String symbol) {
        int number = symbols.size();
        firstNumbers.put(symbol, number);
        symbols.add(symbol);
        if (number == counts.length) {
            counts = Arrays.copyOf(counts, 2 * number);
        }
        return number;
    }

    private List<String> inCodePointOrder() {
        List<String> ordered = new ArrayList<>(symbols);
        ordered.sort(Comparator.comparingInt(symbol -> symbol.codePointAt(0)));
        return ordered;
    }

    private List<String> mostFrequent(int mostWords) {
        List<String> ordered = new ArrayList<>();
        ordered.add(Vocabulary.UNKNOWN);
        // The sort is stable: of equally frequent words the first in the text comes first.
        symbols.stream()
                .sorted(Comparator.comparingInt((String symbol) -> -counts[firstNumbers.get(symbol)]))
                .limit(mostWords)
                .forEach(ordered::add);
        return ordered;
    }
}
