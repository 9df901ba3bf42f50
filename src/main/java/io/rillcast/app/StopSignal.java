package io.rillcast.app;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Lets a command end in order when the process is told to stop by SIGTERM or SIGINT; safe for use by several threads.
 *
 * <p>A JVM that is told to stop ends with 143 or 130 whatever its main thread does, so once a command has ended in
 * order the shutdown hook halts with the command's own status.
 */
final class StopSignal {
    private final CountDownLatch requested = new CountDownLatch(1);
    private final CompletableFuture<Integer> status = new CompletableFuture<>();

    /** From now on a signal asks the command to stop, and gives it a time to do so. */
    void listen(Duration grace) {
        Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(grace), "stop-signal"));
    }

    /** Whether the process was told to stop. */
    boolean isRequested() {
        return requested.getCount() == 0;
    }

    /** Waits until the process is told to stop, or until a time is over; says whether it was told. */
    boolean await(Duration longest) throws InterruptedException {
        return requested.await(longest.toNanos(), TimeUnit.NANOSECONDS);
    }

    /** Waits until the process is told to stop or something has failed by itself; the sentence of that failure. */
    Optional<String> awaitUnless(CompletionStage<String> failure) throws InterruptedException {
        AtomicReference<String> sentence = new AtomicReference<>();
        failure.thenAccept(reason -> {
            sentence.set(reason);
            requested.countDown();
        });
        requested.await();
        return Optional.ofNullable(sentence.get());
    }

    /** The command has ended and closed all it had opened. */
    void finished(int exitStatus) {
        status.complete(exitStatus);
    }

    private void stop(Duration grace) {
        if (status.isDone()) {
            return;
        }
        requested.countDown();
        int exitStatus = 1;
        try {
            exitStatus = status.get(grace.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException late) {
            System.err.println("rillcast: could not stop in order within its time: timeoutMs=" + grace.toMillis());
        } catch (ExecutionException | InterruptedException impossible) {
            throw new AssertionError(impossible);
        }
        Runtime.getRuntime().halt(exitStatus);
    }
}
