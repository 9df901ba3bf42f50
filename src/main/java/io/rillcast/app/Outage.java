package io.rillcast.app;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** The first of those things to fail that a command cannot do without; safe for use by several threads. */
final class Outage {
    private final CompletableFuture<String> first = new CompletableFuture<>();

    /** Takes notice of a failure, if it comes, by its sentence. */
    void watch(CompletionStage<String> failure) {
        failure.thenAccept(first::complete);
    }

    /** Comes to be the sentence of the first failure. */
    CompletionStage<String> sentence() {
        return first.minimalCompletionStage();
    }

    /**
     * Goes on while all is well.
     *
     * @throws CommandFailure with the sentence of the first failure, if there was one
     */
    void requireNone() {
        if (first.isDone()) {
            throw new CommandFailure(first.join());
        }
    }
}
