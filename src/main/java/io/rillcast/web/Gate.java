package io.rillcast.web;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What is checked of each request before anything is done for it; safe for use by several threads. */
final class Gate {
    /** Answered at once; the others are told to come again. */
    private static final int MOST_AT_ONCE = 16;

    /** A command is shorter. */
    static final int MOST_BODY_BYTES = 16 << 10;

    private final HostRule hosts;
    private final ClientRates rates = new ClientRates(System::nanoTime);
    private final AtomicInteger underWay = new AtomicInteger();
    private final Map<String, Counter> refused;

    Gate(HttpPlan plan, MeterRegistry registry) {
        hosts = new HostRule(plan);
        refused = Stream.of("host", "rate", "busy", "streams")
                .collect(Collectors.toMap(why -> why, why -> Counter.builder("rillcast.http.refused")
                        .description("Requests that were not answered, by why")
                        .tag("why", why)
                        .register(registry)));
    }

    /** Lets a request of a client by, or says why not. */
    void pass(String client, String host) throws Problem {
        if (!hosts.allows(host)) {
            refused("host");
            throw Problem.of(
                    421, "the Host must be a name of this machine's own, because only it may ask: host=" + host);
        }
        if (!rates.take(client)) {
            refused("rate");
            throw Problem.passing(
                    429, "a client may ask " + (int) ClientRates.PER_SECOND + " times a second; ask less often", 1);
        }
    }

    /** Takes a place among those that are answered, to be given back by {@link #leave}. */
    void enter() throws Problem {
        if (underWay.incrementAndGet() > MOST_AT_ONCE) {
            underWay.decrementAndGet();
            refused("busy");
            throw Problem.passing(503, "too many requests at once; try again", 1);
        }
    }

    /** Gives a place back. */
    void leave() {
        underWay.decrementAndGet();
    }

    /** Counts a request that was refused. */
    void refused(String why) {
        refused.get(why).increment();
    }
}
