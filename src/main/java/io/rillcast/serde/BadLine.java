package io.rillcast.serde;

/** A line of a CSV file that breaks a rule: file, line, column and rule are in the message. */
public final class BadLine extends Exception {
    private static final long serialVersionUID = 1L;

    private final long line;
    private final long lines;
    private final boolean mayGoOn;

    /** One line. */
    BadLine(String message, long line, boolean mayGoOn) {
        this(message, line, 1, mayGoOn);
    }

    /** One of our lines over so many of the file's. */
    BadLine(String message, long line, long lines, boolean mayGoOn) {
        super(message);
        this.line = line;
        this.lines = lines;
        this.mayGoOn = mayGoOn;
    }

    /** What stands after a line cannot be read at all, as in a gzip file that is cut off. */
    BadLine(String message, long line, Throwable cause) {
        super(message, cause);
        this.line = line;
        this.lines = 1;
        this.mayGoOn = false;
    }

    /** Where the line begins, the header line being 1. */
    public long line() {
        return line;
    }

    /** How many lines of the file it takes up: more than one where a quote holds line breaks. */
    public long lines() {
        return lines;
    }

    /**
     * Whether the lines after it can be read: not so if the header line is wrong, a quote is never closed or the file is
     * damaged.
     */
    public boolean mayGoOn() {
        return mayGoOn;
    }
}
