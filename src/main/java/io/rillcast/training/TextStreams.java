package io.rillcast.training;

/**
 * A text as equal streams side by side, so that a network can read them at once and carry a state in each; immutable.
 *
 * <p>Stream {@code s} of {@code count} begins at place {@code s * length} and each symbol's target is the one after it.
 * What is left over at the end is not read. A stream is at least a chunk long where the text allows: a short text has
 * fewer streams.
 */
public final class TextStreams {
    private final EncodedText text;
    private final int sequence;
    private final int count;
    private final int length;

    /**
     * Cuts a text.
     *
     * @param text at least two symbols
     * @param sequence steps of a chunk
     * @param most streams
     * @throws IllegalArgumentException if the text is shorter
     */
    public TextStreams(EncodedText text, int sequence, int most) {
        int steps = text.length() - 1;
        if (steps < 1) {
            throw new IllegalArgumentException(
                    "a text to learn must have at least 2 symbols: symbols=" + text.length());
        }
        this.text = text;
        this.sequence = sequence;
        this.count = Math.max(1, Math.min(most, steps / sequence));
        this.length = steps / count;
    }

    /** How many streams there are. */
    public int count() {
        return count;
    }

    /** Steps of each stream. */
    public int length() {
        return length;
    }

    /** Steps of the longest chunk. */
    public int longestChunk() {
        return Math.min(sequence, length);
    }

    /** How many chunks read each stream once: an epoch. */
    public int chunks() {
        return (length + sequence - 1) / sequence;
    }

    /** How many steps the chunk that begins here has; the last one of a stream may be shorter. */
    int chunkLength(int position) {
        return Math.min(sequence, length - position);
    }

    /** The number of the symbol that a stream has at a step. */
    int input(int stream, int step) {
        return text.number(stream * length + step);
    }

    /** The number of the symbol after it. */
    int target(int stream, int step) {
        return text.number(stream * length + step + 1);
    }
}
