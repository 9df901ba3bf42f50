package io.rillcast.serde;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/**
 * The code points of a text file in UTF-8, one at a time, plain or gzipped; owned by one thread.
 *
 * <p>Every byte is checked: what UTF-8 does not allow is refused with its place, never replaced. A byte order mark at the
 * start is no part of the text. The file is never held in memory.
 *
 * <p>Source: RFC 3629, sections 3 and 4.
 */
public final class Utf8Text implements AutoCloseable {
    /** No more code points. */
    public static final int END = -1;

    private static final int BUFFER_BYTES = 1 << 16;
    private static final int BYTE_ORDER_MARK = 0xFEFF;
    private static final int LARGEST = 0x10FFFF;

    /** The smallest code point that needs 2, 3 and 4 bytes: a smaller one in as many is not allowed. */
    private static final int[] SMALLEST = {0x80, 0x800, 0x10000};

    private final Path file;
    private final InputStream in;
    private long bytes;
    private long line = 1;

    private Utf8Text(Path file, InputStream in) {
        this.file = file;
        this.in = in;
    }

    /**
     * Opens a file.
     *
     * @throws BadText if it is not there or cannot be read
     */
    public static Utf8Text open(Path file) throws BadText {
        try {
            InputStream raw = Files.newInputStream(file);
            try {
                return new Utf8Text(file, new BufferedInputStream(CsvReadings.plain(raw), BUFFER_BYTES));
            } catch (IOException e) {
                raw.close();
                throw e;
            }
        } catch (NoSuchFileException e) {
            throw new BadText("file must exist: file=" + file, e);
        } catch (IOException e) {
            throw unreadable(file, 0, e);
        }
    }

    /**
     * The next code point, or {@link #END}.
     *
     * @throws BadText if the next bytes are no UTF-8 or cannot be read
     */
    public int next() throws BadText {
        long began = bytes;
        int codePoint = decode(began);
        if (codePoint == BYTE_ORDER_MARK && began == 0) {
            codePoint = decode(bytes);
        }
        line += codePoint == '\n' ? 1 : 0;
        return codePoint;
    }

    /** How many bytes of text were read so far, as they are once unzipped. */
    public long bytesRead() {
        return bytes;
    }

    @Override
    public void close() throws IOException {
        in.close();
    }

    private int decode(long began) throws BadText {
        int first = read();
        if (first < 0x80) {
            return first;
        }
        int more = Integer.numberOfLeadingZeros(~(first << 24)) - 1;
        if (more < 1 || more > 3) {
            throw bad("must begin a character", began, first);
        }
        int codePoint = first & (0x3f >> more);
        for (int i = 0; i < more; i++) {
            int next = read();
            if (next < 0 || (next & 0xc0) != 0x80) {
                throw bad("must be followed by " + more + " more of its character", began, first);
            }
            codePoint = (codePoint << 6) | (next & 0x3f);
        }
        if (codePoint < SMALLEST[more - 1]) {
            throw bad("must begin the shortest form of its character", began, first);
        }
        if (codePoint > LARGEST || (codePoint >= Character.MIN_SURROGATE && codePoint <= Character.MAX_SURROGATE)) {
            throw bad("must begin a character of Unicode", began, first);
        }
        return codePoint;
    }

    private int read() throws BadText {
        try {
            int read = in.read();
            bytes += read < 0 ? 0 : 1;
            return read;
        } catch (IOException e) {
            throw unreadable(file, bytes, e);
        }
    }

    private BadText bad(String rule, long offset, int first) {
        return new BadText(String.format(
                "file must be UTF-8 text: a byte %s: file=%s, line=%d, offset=%d, byte=0x%02x; convert it to UTF-8",
                rule, file.getFileName(), line, offset, first));
    }

    private static BadText unreadable(Path file, long bytes, IOException cause) {
        return new BadText(
                "file must be readable to its end: file=" + file.getFileName() + ", afterByte=" + bytes + ", problem="
                        + cause.getClass().getSimpleName() + ", " + cause.getMessage(),
                cause);
    }
}
