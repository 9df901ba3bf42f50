package io.rillcast.web;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.rillcast.streams.ServiceView;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.LongSupplier;
import org.apache.kafka.streams.state.HostInfo;

/** Answers about the service itself: how it is, what it refused, its metrics. */
final class StatusRoutes {
    private static final String ADMITTED = "readings-admitted";
    private static final String SKIPPED = "readings-skipped-";
    private static final String REFUSED = "readings-refused-";

    private final LiveService service;
    private final Feed feed;
    private final HttpPlan plan;
    private final PrometheusMeterRegistry registry;
    private volatile LongSupplier dropped = () -> 0;

    StatusRoutes(LiveService service, Feed feed, HttpPlan plan, PrometheusMeterRegistry registry) {
        this.service = service;
        this.feed = feed;
        this.plan = plan;
        this.registry = registry;
    }

    /** The routes. */
    List<Route> routes() {
        return List.of(
                new Route("GET", "/api/status", ask -> Reply.json(status())),
                new Route("GET", "/api/refused", this::refused),
                new Route("GET", "/metrics", ask -> metrics()),
                new Route("GET", "/health/live", ask -> live()),
                new Route("GET", "/health/ready", ask -> ready()));
    }

    /** How many events were left out of streams. */
    void countDropped(LongSupplier count) {
        dropped = count;
    }

    /** How the service is. */
    ObjectNode status() {
        Optional<ServiceView> view = service.view();
        Optional<String> reason = service.whyNotReady();
        ObjectNode node = Json.object();
        node.put("version", plan.version());
        node.put(
                "state",
                service.failure().isPresent()
                        ? "stopped"
                        : view.map(ServiceView::state).orElse("starting"));
        node.put("ready", reason.isEmpty());
        node.put("reason", reason.orElse(null));
        node.put("since", Json.time(service.sinceMs()));
        String self = view.flatMap(ServiceView::self).map(StatusRoutes::name).orElse(plan.host() + ":" + plan.port());
        node.put("host", self);
        putInstances(node.putArray("instances"), view, self);
        ObjectNode readings = node.putObject("readings");
        readings.put(
                "admitted",
                view.map(one -> one.totals().getOrDefault(ADMITTED, 0L)).orElse(0L));
        Json.put(readings, "perSecond", view.map(ServiceView::admittedPerSecond).orElse(0.0));
        node.putObject("lag").put("readings", view.map(ServiceView::lag).orElse(0L));
        ObjectNode restoring = node.putObject("restoring");
        restoring.put("partitions", view.map(ServiceView::restoringPartitions).orElse(0));
        restoring.put("remaining", view.map(ServiceView::restoringRecords).orElse(0L));
        node.put("series", view.map(one -> one.series().count()).orElse(0L));
        node.put("dropped", dropped.getAsLong());
        return node;
    }

    private static void putInstances(ArrayNode instances, Optional<ServiceView> view, String self) {
        for (HostInfo host : view.map(ServiceView::instances).orElse(List.of())) {
            ObjectNode instance = instances.addObject();
            instance.put("host", name(host));
            instance.put("self", name(host).equals(self));
        }
    }

    private static String name(HostInfo host) {
        return host.host() + ":" + host.port();
    }

    private Reply refused(Ask ask) throws Problem {
        Map<String, Long> totals = new TreeMap<>(service.required().totals());
        feed.want(Duration.ofSeconds(1));
        ObjectNode node = Json.object();
        ObjectNode skipped = node.putObject("skipped");
        ObjectNode refused = node.putObject("refused");
        totals.forEach((name, count) -> {
            if (name.startsWith(SKIPPED)) {
                skipped.put(name.substring(SKIPPED.length()), count);
            } else if (name.startsWith(REFUSED)) {
                refused.put(name.substring(REFUSED.length()), count);
            }
        });
        ArrayNode recent = node.putArray("recent");
        for (Letter letter : feed.archive().letters()) {
            ObjectNode one = recent.addObject();
            one.put("topic", letter.topic());
            put(one, "partition", letter.partition());
            put(one, "offset", letter.offset());
            one.put("cause", letter.cause());
            one.put("sentence", letter.sentence());
            one.put("at", Json.time(letter.atMs()));
        }
        return Reply.json(node);
    }

    /** A number from a header, which anybody may have written. */
    private static void put(ObjectNode node, String name, String digits) {
        if (digits.matches("[0-9]{1,18}")) {
            node.put(name, Long.parseLong(digits));
        } else {
            node.putNull(name);
        }
    }

    private Reply metrics() {
        byte[] text = registry.scrape().getBytes(StandardCharsets.UTF_8);
        return new Reply(200, "text/plain; version=0.0.4; charset=utf-8", text);
    }

    private Reply live() throws Problem {
        if (service.failure().isPresent()) {
            throw Problem.of(503, service.whyNotReady().orElse("the stream stopped"));
        }
        return Reply.json(Json.object().put("status", "live"));
    }

    private Reply ready() throws Problem {
        Optional<String> reason = service.whyNotReady();
        if (reason.isPresent()) {
            throw Problem.passing(503, reason.get(), 1);
        }
        return Reply.json(Json.object().put("status", "ready"));
    }
}
