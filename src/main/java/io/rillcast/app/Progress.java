package io.rillcast.app;

import java.io.PrintStream;
import java.util.Locale;
import java.util.function.Consumer;
import java.util.function.LongConsumer;
import java.util.function.LongSupplier;
import me.tongfei.progressbar.ConsoleProgressBarConsumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;

/**
 * Shows how far a command is: a bar on a terminal, a plain line every few seconds elsewhere. Owned by one thread.
 *
 * <p>Whether there is a terminal is said by the launcher, because a JVM cannot tell in the same way in all versions.
 */
final class Progress implements AutoCloseable {
    /** Often enough to see life, seldom enough for a log. */
    private static final long LINE_EVERY_NANOS = 5_000_000_000L;

    private static final int USUAL_COLUMNS = 80;

    private static final String ERASE_LINE = "\r\u001b[2K";

    private final LongConsumer display;
    private final Consumer<String> note;
    private final Consumer<String> line;
    private final Runnable end;
    private long done;

    /**
     * What there is to do.
     *
     * @param name what is done, such as {@code publishing}
     * @param unit what is counted, such as {@code readings}
     * @param total how many there will be, -1 if that is not known
     */
    record Task(String name, String unit, long total) {}

    private Progress(LongConsumer display, Consumer<String> note, Consumer<String> line, Runnable end) {
        this.display = display;
        this.note = note;
        this.line = line;
        this.end = end;
    }

    /** Begins to show, as fits where standard error goes. */
    static Progress start(Task task) {
        return Boolean.getBoolean("rillcast.terminal")
                ? bar(System.err, task)
                : lines(System.err, task, System::nanoTime);
    }

    /** A bar that is drawn again and again on one line. */
    static Progress bar(PrintStream out, Task task) {
        ProgressBar bar = new ProgressBarBuilder()
                .setTaskName(task.name())
                .setUnit(" " + task.unit(), 1)
                .setInitialMax(task.total())
                .setStyle(ProgressBarStyle.ASCII)
                .setUpdateIntervalMillis(200)
                .setConsumer(new ConsoleProgressBarConsumer(out, columns()))
                .build();
        // The bar's own thread draws it again on the next line.
        Consumer<String> line = text -> out.println(ERASE_LINE + text);
        return new Progress(bar::stepTo, bar::setExtraMessage, line, bar::close);
    }

    /**
     * The terminal's width, as the launcher says it. The bar's library would open the terminal to ask, and with that give
     * Ctrl-C back to the system, so that nothing ended in order any more.
     */
    private static int columns() {
        int columns = Integer.getInteger("rillcast.columns", 0);
        return columns > 0 ? columns : USUAL_COLUMNS;
    }

    /** A line every few seconds. */
    static Progress lines(PrintStream out, Task task, LongSupplier nanoTime) {
        String of = task.total() < 0 ? "" : String.format(Locale.ROOT, " of %,d", task.total());
        long[] lastNanos = {nanoTime.getAsLong()};
        String[] note = {""};
        LongConsumer display = done -> {
            long now = nanoTime.getAsLong();
            if (now - lastNanos[0] >= LINE_EVERY_NANOS) {
                lastNanos[0] = now;
                out.println(task.name() + ": " + String.format(Locale.ROOT, "%,d", done) + of + " " + task.unit()
                        + note[0]);
            }
        };
        return new Progress(display, text -> note[0] = "; " + text, out::println, () -> {});
    }

    /** So many more are done. */
    void advance(long count) {
        reach(done + count);
    }

    /** So many are done in all. */
    void reach(long count) {
        done = count;
        display.accept(done);
    }

    /** What else there is to say of how it goes, in a few words, until there is something else. */
    void note(String text) {
        note.accept(text);
    }

    /** Writes a line of its own. */
    void say(String text) {
        line.accept(text);
    }

    /** Leaves the last state standing. */
    @Override
    public void close() {
        end.run();
    }
}
