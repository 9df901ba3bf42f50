package io.rillcast.training;

import java.util.Arrays;

/** A text as the numbers of its symbols; immutable, a view of a part of an array that it shares with other parts. */
public final class EncodedText {
    private final int[] numbers;
    private final int from;
    private final int length;

    private EncodedText(int[] numbers, int from, int length) {
        this.numbers = numbers;
        this.from = from;
        this.length = length;
    }

    /** Copies the numbers of a text. */
    public static EncodedText of(int... numbers) {
        return new EncodedText(numbers.clone(), 0, numbers.length);
    }

    /** Takes over an array that nobody else changes any more. */
    static EncodedText owning(int[] numbers, int length) {
        return new EncodedText(numbers, 0, length);
    }

    /** How many symbols it has. */
    public int length() {
        return length;
    }

    /** The number of the symbol at a place, from 0. */
    public int number(int place) {
        if (place < 0 || place >= length) {
            throw new IndexOutOfBoundsException("place must be in the text: place=" + place + ", length=" + length);
        }
        return numbers[from + place];
    }

    /** The part from one place up to another. */
    public EncodedText part(int begin, int end) {
        if (begin < 0 || end < begin || end > length) {
            throw new IndexOutOfBoundsException(
                    "part must be in the text: begin=" + begin + ", end=" + end + ", length=" + length);
        }
        return new EncodedText(numbers, from + begin, end - begin);
    }

    /** A copy of the numbers. */
    public int[] numbers() {
        return Arrays.copyOfRange(numbers, from, from + length);
    }
}
