package io.rillcast.web;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.rillcast.streams.ForecastService;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.eclipse.jetty.http.UriCompliance;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.thread.QueuedThreadPool;

/**
 * What a service shows over HTTP. It listens before the service starts, so that its port can be told to other instances,
 * and answers 503 until then.
 */
public final class Website implements AutoCloseable {
    /** A request that brings no byte for so long is ended, and so is a client that takes none. */
    private static final long IDLE_MS = 20_000;

    private static final int HEADER_BYTES = 8 << 10;
    private static final int THREADS = 24;

    private final HttpPlan plan;
    private final Server server;
    private final ServerConnector connector;
    private final LiveService service;
    private final Feed feed;
    private final EventStreams streams;
    private final CommandRoutes commands;
    private final List<Route> routes;
    private final PrometheusMeterRegistry registry;
    private AutoCloseable bound = () -> {};

    private Website(HttpPlan plan, FeedPlan feedPlan, PrometheusMeterRegistry registry) {
        this.plan = plan;
        this.registry = registry;
        QueuedThreadPool threads = new QueuedThreadPool(THREADS, 4, 60_000);
        threads.setName("http");
        threads.setDaemon(true);
        server = new Server(threads);
        ConnectionBound connections = new ConnectionBound();
        connector = connector(server, plan, connections);
        service = new LiveService(System.currentTimeMillis());
        feed = new Feed(feedPlan);
        OutputJson json = new OutputJson(feedPlan.topics(), feedPlan.registry());
        StatusRoutes status = new StatusRoutes(service, feed, plan, registry);
        streams = new EventStreams(feed, json, status::status);
        status.countDropped(streams::dropped);
        commands = new CommandRoutes(plan.token(), feedPlan);
        routes = new ArrayList<>(status.routes());
        routes.addAll(new SeriesRoutes(service, new Peers(threads), new SeriesHistory(feed, json)).routes());
        routes.addAll(new ModelRoutes(service, feed).routes());
        routes.addAll(commands.routes());
        FrontDoor.Rooms rooms = new FrontDoor.Rooms(routes, new StaticFiles(), streams);
        server.setHandler(new FrontDoor(new Gate(plan, registry), rooms, connections, registry));
        server.setErrorHandler(FrontDoor::refuse);
        Gauge.builder("rillcast.http.streams", streams::open)
                .description("Open event streams")
                .register(registry);
        Gauge.builder("rillcast.http.connections", connections::open)
                .description("Open connections")
                .register(registry);
    }

    private static ServerConnector connector(Server server, HttpPlan plan, ConnectionBound connections) {
        HttpConfiguration http = new HttpConfiguration();
        http.setSendServerVersion(false);
        http.setSendDateHeader(true);
        http.setRequestHeaderSize(HEADER_BYTES);
        // An encoded slash is part of a series' name; no path of ours is ever one of files.
        http.setUriCompliance(UriCompliance.UNSAFE);
        ServerConnector connector = new ServerConnector(server, 1, 1, new HttpConnectionFactory(http));
        connector.setHost(plan.host());
        connector.setPort(plan.port());
        connector.setIdleTimeout(IDLE_MS);
        connector.setAcceptQueueSize(256);
        connector.addBean(connections);
        server.addConnector(connector);
        return connector;
    }

    /**
     * Begins to listen.
     *
     * @param plan where
     * @param feed where what is shown comes from
     * @param registry what {@code /metrics} shows
     * @throws WebStartFailure if it cannot
     */
    public static Website start(HttpPlan plan, FeedPlan feed, PrometheusMeterRegistry registry) {
        Website website = new Website(plan, feed, registry);
        try {
            website.server.start();
            return website;
        } catch (Exception failed) {
            website.close();
            String rule = failed instanceof IOException ? "http.port must be free" : "the web server must start";
            throw new WebStartFailure(
                    rule + ": http.host=" + plan.host() + ", http.port=" + plan.port() + ", found="
                            + rootOf(failed).getMessage()
                            + "; set http.port to another, to 0 for any that is free, or to -1 for no page",
                    failed);
        }
    }

    private static Throwable rootOf(Throwable failed) {
        Throwable root = failed;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        return root;
    }

    /** All that can be asked, but for the page's files and the event stream. */
    List<Route> routes() {
        return List.copyOf(routes);
    }

    /** The port it listens on. */
    public int port() {
        return connector.getLocalPort();
    }

    /** Under what other instances reach it: Kafka Streams' {@code application.server}. */
    public String applicationServer() {
        String host = plan.advertisedHost();
        return (host.contains(":") ? "[" + host + "]" : host) + ":" + port();
    }

    /** What a person on this machine opens. */
    public String url() {
        return "http://" + (plan.isLoopback() ? plan.host() : plan.advertisedHost()) + ":" + port() + "/";
    }

    /** Shows a service from now on. */
    public void show(ForecastService started) {
        service.show(started);
        bound = started.view().bindTo(registry);
    }

    /** The process is about to stop: from now on it is not ready, but still answers. */
    public void stopping() {
        service.stopping();
        feed.close();
    }

    /** Ends all streams and stops to listen. */
    @Override
    public void close() {
        streams.close();
        feed.close();
        try {
            try {
                server.stop();
            } finally {
                bound.close();
            }
        } catch (Exception failed) {
            throw new IllegalStateException("the web server must stop: found=" + failed.getMessage(), failed);
        } finally {
            commands.close();
        }
    }
}
