package io.rillcast.web;

import io.rillcast.streams.ForecastService;
import io.rillcast.streams.ServiceView;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;

/** The service that is seen, once it has started, and why it stopped if it did; asked by any thread. */
final class LiveService {
    private final long sinceMs;
    private final AtomicReference<ServiceView> view = new AtomicReference<>();
    private final AtomicReference<String> failure = new AtomicReference<>();
    private volatile boolean isStopping;

    LiveService(long sinceMs) {
        this.sinceMs = sinceMs;
    }

    /** From now on it is this one. */
    void show(ForecastService service) {
        view.set(service.view());
        service.failure().thenAccept(cause -> failure.compareAndSet(null, String.valueOf(cause.getMessage())));
    }

    /** The process is about to stop in order: from now on it is not ready, but well. */
    void stopping() {
        isStopping = true;
    }

    /** What can be seen of it. */
    Optional<ServiceView> view() {
        return Optional.ofNullable(view.get());
    }

    /**
     * The same.
     *
     * @throws Problem 503 until it has started
     */
    ServiceView required() throws Problem {
        return view().orElseThrow(() -> Problem.passing(503, "the service must have started: it is starting", 1));
    }

    /** When the process began to listen, epoch ms. */
    long sinceMs() {
        return sinceMs;
    }

    /** Why it stopped, if it did. */
    Optional<String> failure() {
        return Optional.ofNullable(failure.get());
    }

    /** Why it is not ready; empty if it is. */
    Optional<String> whyNotReady() {
        Optional<String> stopped = failure().map(cause -> "the stream stopped: cause=" + cause);
        if (stopped.isPresent()) {
            return stopped;
        }
        if (isStopping) {
            return Optional.of("the service is stopping");
        }
        return view().map(ServiceView::whyNotReady).orElse(Optional.of("the service is starting"));
    }
}
