package io.rillcast.serde;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/** Counts how much of a file has been read, compressed as it is; owned by one thread. */
final class CountedInput extends FilterInputStream {
    private long count;

    CountedInput(InputStream in) {
        super(in);
    }

    /** Bytes so far. */
    long count() {
        return count;
    }

    @Override
    public int read() throws IOException {
        int read = super.read();
        count += read < 0 ? 0 : 1;
        return read;
    }

    @Override
    public int read(byte[] out, int offset, int length) throws IOException {
        int read = super.read(out, offset, length);
        count += Math.max(0, read);
        return read;
    }
}
