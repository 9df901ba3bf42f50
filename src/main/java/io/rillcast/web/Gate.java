package io.rillcast.web;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.Map;
import java.util.concurrent.Semaphore;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What is checked of each request before anything is done for it; safe for use by several threads. */
final class Gate {
    /** Answered at once; the others are told to come again. */
    private static final int MOST_AT_ONCE = 16;

    /** Commands at once: each waits for its body and for the brokers, and the rest does not wait for them. */
    static final int MOST_COMMANDS = 2;

    /** A command is shorter. */
    static final int MOST_BODY_BYTES = 16 << 10;

    private final HostRule hosts;
    private final ClientRates rates = new ClientRates(System::nanoTime);
    private final Semaphore places = new Semaphore(MOST_AT_ONCE);
    private final Semaphore commandPlaces = new Semaphore(MOST_COMMANDS);
    private final Map<String, Counter> refused;

    Gate(HttpPlan plan, MeterRegistry registry) {
        hosts = new HostRule(plan);
        refused = Stream.of("host", "rate", "busy", "streams")
                .collect(Collectors.toMap(
                        why -> why,
                        why -> Counter.builder("rillcast.http.refused")
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

    /** Among those that are answered, until it is closed. */
    interface Place {
        /** Gives it back. */
        void close();
    }

    /** Takes a place, or says that there is none. */
    Place enter(boolean isCommand) throws Problem {
        Semaphore free = isCommand ? commandPlaces : places;
        if (!free.tryAcquire()) {
            refused("busy");
            throw Problem.passing(503, "too many requests at once; try again", 1);
        }
        return free::release;
    }

    /** Counts a request that was refused. */
    void refused(String why) {
        refused.get(why).increment();
    }
}
