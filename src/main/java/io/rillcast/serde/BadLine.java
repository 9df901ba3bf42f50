package io.rillcast.serde;

/** A line of a CSV file that breaks a rule: file, line, column and rule are in the message. */
public final class BadLine extends Exception {
    private static final long serialVersionUID = 1L;

    private final long line;
    private final boolean mayGoOn;

    BadLine(String message, long line, boolean mayGoOn) {
        super(message);
        this.line = line;
        this.mayGoOn = mayGoOn;
    }

    /** What stands after a line cannot be read at all, as in a gzip file that is cut off. */
    BadLine(String message, long line, Throwable cause) {
        super(message, cause);
        this.line = line;
        this.mayGoOn = false;
    }

    /** Where the line begins, the header line being 1. */
    public long line() {
        return line;
    }

    /**
     * Whether the lines after it can be read: not so if the header line is wrong, a quote is never closed or the file is
     * damaged.
     */
    public boolean mayGoOn() {
        return mayGoOn;
    }
}
