package io.rillcast.web;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.Promise;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Every request comes in here: checked, led to its route, answered with the headers that keep browsers careful. */
final class FrontDoor extends Handler.Abstract {
    private static final Logger LOG = LoggerFactory.getLogger(FrontDoor.class);
    private static final String STREAM = "/api/stream";
    private static final String HEALTH = "/health/";
    private static final int BODY_SECONDS = 5;

    private static final Map<String, String> ALWAYS = Map.of(
            "Content-Security-Policy",
            "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self';"
                    + " font-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
            "X-Content-Type-Options",
            "nosniff",
            "X-Frame-Options",
            "DENY",
            "Referrer-Policy",
            "no-referrer",
            "Cross-Origin-Opener-Policy",
            "same-origin",
            "Cross-Origin-Resource-Policy",
            "same-origin");

    private final Gate gate;
    private final List<Route> routes;
    private final StaticFiles files;
    private final EventStreams streams;
    private final ConnectionBound connections;
    private final MeterRegistry registry;

    /**
     * What is behind the door.
     *
     * @param routes what is asked and answered
     * @param files the page
     * @param streams of events
     */
    record Rooms(List<Route> routes, StaticFiles files, EventStreams streams) {}

    FrontDoor(Gate gate, Rooms rooms, ConnectionBound connections, MeterRegistry registry) {
        this.gate = gate;
        this.routes = rooms.routes();
        this.files = rooms.files();
        this.streams = rooms.streams();
        this.connections = connections;
        this.registry = registry;
    }

    /** Answers, and never throws: what is wrong is a problem told to the client. */
    @Override
    public boolean handle(Request request, Response response, Callback callback) {
        String path = request.getHttpURI().getPath();
        try {
            if (path.startsWith(HEALTH)) {
                // Whatever others do, a probe is not kept from its answer: it would end a stream that is well.
                write(request, response, answer(request, path), callback);
                return true;
            }
            gate.pass(Request.getRemoteAddr(request), request.getHeaders().get(HttpHeader.HOST));
            if (path.equals(STREAM)) {
                openStream(request, response, callback);
                return true;
            }
            Gate.Place place = gate.enter(request.getMethod().equals("POST"));
            try {
                write(request, response, answer(request, path), callback);
            } finally {
                place.close();
            }
        } catch (Problem problem) {
            write(request, response, problem.reply(path), callback);
        } catch (RuntimeException failed) {
            LOG.error("request failed: path={}", path, failed);
            write(
                    request,
                    response,
                    Problem.of(500, "the server failed; see its log").reply(path),
                    callback);
        }
        return true;
    }

    private Reply answer(Request request, String path) throws Problem {
        boolean isHead = request.getMethod().equals("HEAD");
        String method = isHead ? "GET" : request.getMethod();
        if (method.equals("GET")) {
            Optional<Reply> file = files.file(path);
            if (file.isPresent()) {
                return finished(request, file.get());
            }
        }
        List<String> segments = Target.segments(path);
        Set<String> allowed = new TreeSet<>();
        for (Route route : routes) {
            Optional<Map<String, String>> places = route.match(segments);
            if (places.isPresent() && route.method().equals(method)) {
                return timed(route, request, places.get());
            }
            places.ifPresent(found -> allowed.add(route.method()));
        }
        if (!allowed.isEmpty()) {
            throw Problem.of(405, "the method must be one of " + allowed + ": method=" + request.getMethod());
        }
        throw Problem.of(404, "there is nothing of this name: path=" + path + "; see /openapi.json");
    }

    private Reply timed(Route route, Request request, Map<String, String> places) throws Problem {
        long begun = System.nanoTime();
        int status = 500;
        try {
            Ask ask = new Ask(
                    places,
                    Target.parameters(request.getHttpURI().getQuery()),
                    name -> request.getHeaders().get(name),
                    () -> body(request));
            Reply reply = route.answer().to(ask);
            status = reply.status();
            return finished(request, reply);
        } catch (Problem problem) {
            status = problem.status();
            throw problem;
        } finally {
            Timer.builder("rillcast.http.requests")
                    .description("Requests to the API, by route and status")
                    .tag("route", route.template())
                    .tag("status", Integer.toString(status))
                    .register(registry)
                    .record(System.nanoTime() - begun, TimeUnit.NANOSECONDS);
        }
    }

    private static Reply finished(Request request, Reply reply) {
        return reply.validated(request.getHeaders().get(HttpHeader.IF_NONE_MATCH))
                .compressed(request.getHeaders().get(HttpHeader.ACCEPT_ENCODING));
    }

    private static byte[] body(Request request) throws Problem {
        if (request.getLength() > Gate.MOST_BODY_BYTES) {
            throw Problem.of(413, "a body must have at most " + Gate.MOST_BODY_BYTES + " bytes");
        }
        try {
            CompletableFuture<byte[]> whole = new CompletableFuture<>();
            Content.Source.asByteArrayAsync(request, Gate.MOST_BODY_BYTES, Promise.Invocable.toPromise(whole));
            return whole.get(BODY_SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException tooLarge) {
            throw Problem.of(413, "a body must come whole and have at most " + Gate.MOST_BODY_BYTES + " bytes");
        } catch (TimeoutException slow) {
            request.fail(slow);
            throw Problem.of(408, "a body must come within " + BODY_SECONDS + " s");
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw Problem.passing(503, "the server is stopping", 1);
        }
    }

    private void openStream(Request request, Response response, Callback callback) throws Problem {
        if (!request.getMethod().equals("GET")) {
            throw Problem.of(405, "the method must be one of [GET]: method=" + request.getMethod());
        }
        List<String> series = Target.parameters(request.getHttpURI().getQuery()).getOrDefault("series", List.of());
        String lastEventId = request.getHeaders().get("Last-Event-ID");
        if (lastEventId != null) {
            Gate.Place place = gate.enter(false);
            try {
                streams.prepare();
            } finally {
                place.close();
            }
        }
        if (!streams.reserve()) {
            gate.refused("streams");
            throw Problem.passing(503, "at most " + EventStreams.MOST + " event streams are open; try again", 5);
        }
        response.setStatus(200);
        ALWAYS.forEach((name, value) -> response.getHeaders().put(name, value));
        response.getHeaders().put(HttpHeader.CONTENT_TYPE, "text/event-stream; charset=utf-8");
        response.getHeaders().put(HttpHeader.CACHE_CONTROL, "no-store");
        response.getHeaders().put("X-Accel-Buffering", "no");
        connections.keep(request.getConnectionMetaData().getConnection());
        EventClient[] self = new EventClient[1];
        EventClient client = new EventClient(Set.copyOf(series), response, callback, () -> {
            streams.remove(self[0]);
            streams.release();
        });
        self[0] = client;
        try {
            request.addFailureListener(client::end);
            streams.add(client, lastEventId);
        } catch (RuntimeException failed) {
            LOG.error("event stream failed", failed);
            client.end(failed);
        }
    }

    private static void write(Request request, Response response, Reply reply, Callback callback) {
        // A body that nobody read ends the connection, and the client is told so, lest it send its next request on it.
        if (request.getMethod().equals("POST") && reply.status() >= 400) {
            response.getHeaders().put(HttpHeader.CONNECTION, "close");
        }
        response.setStatus(reply.status());
        ALWAYS.forEach((name, value) -> response.getHeaders().put(name, value));
        if (reply.status() != 304) {
            response.getHeaders().put(HttpHeader.CONTENT_TYPE, reply.type());
            response.getHeaders().put(HttpHeader.CONTENT_LENGTH, reply.bodyView().length);
        }
        if (!reply.headers().containsKey("Cache-Control")) {
            response.getHeaders().put(HttpHeader.CACHE_CONTROL, "no-store");
        }
        reply.headers().forEach((name, value) -> response.getHeaders().put(name, value));
        boolean hasBody = reply.status() != 304 && !request.getMethod().equals("HEAD");
        response.write(true, hasBody ? ByteBuffer.wrap(reply.bodyView()) : ByteBuffer.allocate(0), callback);
    }

    /** What the server itself refuses, before it comes in here: a request that is none, or is too large. */
    static boolean refuse(Request request, Response response, Callback callback) {
        int status = response.getStatus() < 400 ? 400 : response.getStatus();
        String path = request.getHttpURI() == null
                ? ""
                : String.valueOf(request.getHttpURI().getPath());
        String detail = "a request must be well-formed HTTP within the limits on its size: status=" + status;
        write(request, response, Problem.of(status, detail).reply(path), callback);
        return true;
    }
}
