package io.rillcast.web;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Set;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/**
 * One open event stream. What is to be sent waits in a bounded queue while the client is slow; one that is too slow is
 * dropped. Never blocks, holds no thread; safe for use by several.
 */
final class EventClient {
    /** Some seconds of one series at full rate. */
    static final int MOST_QUEUED = 1_024;

    private static final int MOST_QUEUED_BYTES = 512 << 10;

    private final Set<String> series;
    private final Response response;
    private final Callback whole;
    private final Runnable onEnd;
    private final Deque<byte[]> queue = new ArrayDeque<>();
    private int queuedBytes;
    private boolean isWriting;
    private boolean isEnded;

    /**
     * Takes over a response whose headers are set.
     *
     * @param series which are wanted, all if empty
     * @param whole to be told when the response has ended
     * @param onEnd called once
     */
    EventClient(Set<String> series, Response response, Callback whole, Runnable onEnd) {
        this.series = Set.copyOf(series);
        this.response = response;
        this.whole = whole;
        this.onEnd = onEnd;
    }

    /** Which series are wanted; all if empty. */
    Set<String> series() {
        return series;
    }

    /** Whether it takes no more. */
    synchronized boolean isEnded() {
        return isEnded;
    }

    /** Has a frame sent, or drops the client if too much waits for it already. */
    void offer(byte[] frame) {
        boolean isTooSlow;
        synchronized (this) {
            if (isEnded) {
                return;
            }
            isTooSlow = queue.size() >= MOST_QUEUED || queuedBytes + frame.length > MOST_QUEUED_BYTES;
            if (!isTooSlow) {
                queue.addLast(frame);
                queuedBytes += frame.length;
            }
        }
        if (isTooSlow) {
            end(new IOException("the client reads too slowly"));
        } else {
            writeQueued();
        }
    }

    private void writeQueued() {
        ByteBuffer next;
        synchronized (this) {
            if (isWriting || isEnded || queue.isEmpty()) {
                return;
            }
            isWriting = true;
            next = taken();
        }
        response.write(false, next, Callback.from(this::written, this::end));
    }

    /** All that waits, as one. */
    private ByteBuffer taken() {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(queuedBytes);
        while (!queue.isEmpty()) {
            bytes.writeBytes(queue.removeFirst());
        }
        queuedBytes = 0;
        return ByteBuffer.wrap(bytes.toByteArray());
    }

    private void written() {
        synchronized (this) {
            isWriting = false;
        }
        writeQueued();
    }

    /** Ends the stream, in order or for a cause. */
    void end(Throwable cause) {
        synchronized (this) {
            if (isEnded) {
                return;
            }
            isEnded = true;
            queue.clear();
        }
        onEnd.run();
        whole.failed(cause);
    }

    /** Ends the stream in order: the server stops. */
    void finish() {
        boolean isIdle;
        synchronized (this) {
            if (isEnded) {
                return;
            }
            isEnded = true;
            isIdle = !isWriting;
            queue.clear();
        }
        onEnd.run();
        if (isIdle) {
            response.write(true, ByteBuffer.allocate(0), whole);
        } else {
            whole.failed(new IOException("the server stops"));
        }
    }
}
