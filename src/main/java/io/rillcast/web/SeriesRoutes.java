package io.rillcast.web;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.rillcast.streams.NotHeldHere;
import io.rillcast.streams.SeriesLookup;
import io.rillcast.streams.SeriesOwner;
import io.rillcast.streams.SeriesView;
import io.rillcast.streams.ServiceView;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.state.HostInfo;

/** Answers about series, from whichever instance holds them. */
final class SeriesRoutes {
    /** Last values of each series in a list. */
    private static final int SPARK = 24;

    private static final int MOST_LISTED = 500;
    private static final int MOST_POINTS = 2_000;

    private final LiveService service;
    private final Peers peers;
    private final SeriesHistory history;
    private final RecentReplies pages = new RecentReplies(System::nanoTime);

    SeriesRoutes(LiveService service, Peers peers, SeriesHistory history) {
        this.service = service;
        this.peers = peers;
        this.history = history;
    }

    /** The routes. */
    List<Route> routes() {
        return List.of(
                new Route("GET", "/api/series", this::list),
                new Route("GET", "/api/series/{id}", this::one),
                new Route("GET", "/api/series/{id}/history", this::history));
    }

    private Reply list(Ask ask) throws Problem {
        String prefix = ask.text("prefix", "");
        String after = ask.text("after", "");
        int limit = ask.count("limit", 50, MOST_LISTED);
        ServiceView view = service.required();
        String key = (ask.isHop() ? "own " : "all ") + limit + " " + prefix.length() + " " + prefix + after;
        return pages.get(key, () -> Reply.json(page(view, ask.isHop(), prefix, after, limit)));
    }

    private ObjectNode page(ServiceView view, boolean isHop, String prefix, String after, int limit) {
        SeriesLookup.Page own = view.series().page(prefix, after, limit + 1, SPARK);
        // In the order of the names' bytes, as in the stores.
        TreeMap<Bytes, JsonNode> lines = new TreeMap<>();
        own.series().forEach(one -> lines.put(key(one.seriesId()), SeriesJson.line(one)));
        int partitions = own.partitions();
        long total = view.series().count();
        if (!isHop) {
            for (HostInfo other : others(view)) {
                Optional<JsonNode> theirs = pageOf(other, prefix, after, limit);
                if (theirs.isPresent()) {
                    theirs.get()
                            .path("series")
                            .forEach(line -> lines.put(key(line.path("series").asText()), line));
                    partitions += theirs.get().path("partitions").asInt();
                    total += theirs.get().path("total").asLong();
                }
            }
        }
        ObjectNode node = Json.object();
        ArrayNode series = node.putArray("series");
        lines.values().stream().limit(isHop ? limit + 1 : limit).forEach(series::add);
        boolean isMore = !isHop && lines.size() > limit;
        node.put("next", isMore ? series.get(limit - 1).path("series").asText() : null);
        node.put("total", total);
        node.put("partitions", partitions);
        node.put("partial", partitions < own.partitionsOfAll());
        return node;
    }

    private static Bytes key(String name) {
        return Bytes.wrap(name.getBytes(StandardCharsets.UTF_8));
    }

    private static List<HostInfo> others(ServiceView view) {
        List<HostInfo> others = new ArrayList<>(view.instances());
        view.self().ifPresent(others::remove);
        return others;
    }

    private Optional<JsonNode> pageOf(HostInfo other, String prefix, String after, int limit) {
        String target =
                "/api/series?limit=" + limit + "&prefix=" + Target.encoded(prefix) + "&after=" + Target.encoded(after);
        return peers.ask(other, target).filter(reply -> reply.status() == 200).flatMap(reply -> {
            try {
                return Optional.of(Json.read(reply.bodyView()));
            } catch (IOException malformed) {
                return Optional.empty();
            }
        });
    }

    private Reply one(Ask ask) throws Problem {
        String series = ask.path().get("id");
        return fromHolder(
                new Sought(series, 1, "", ask.isHop()), view -> SeriesJson.whole(view, history.lastScore(series)));
    }

    private Reply history(Ask ask) throws Problem {
        String series = ask.path().get("id");
        int limit = ask.count("limit", 300, MOST_POINTS);
        // One more, because the forecast of a reading has the one before it as its origin.
        String rest = "/history?limit=" + limit;
        return fromHolder(new Sought(series, limit + 1, rest, ask.isHop()), view -> history.of(view, limit));
    }

    /** How what was found is shown. */
    private interface Shown {
        ObjectNode of(SeriesView view);
    }

    /**
     * What is looked for.
     *
     * @param series its name
     * @param points how many of its last readings
     * @param rest of the target behind the name, as another instance is asked
     * @param isHop whether another instance asks
     */
    private record Sought(String series, int points, String rest, boolean isHop) {
        String target() {
            return "/api/series/" + Target.encoded(series) + rest;
        }
    }

    private Reply fromHolder(Sought sought, Shown shown) throws Problem {
        ServiceView view = service.required();
        try {
            SeriesOwner owner = view.series().owner(sought.series());
            if (owner.isHere()) {
                return shown(view.series().one(sought.series(), sought.points(), false), sought, shown);
            }
            if (sought.isHop()) {
                return stale(view, sought, shown);
            }
            List<HostInfo> holders = new ArrayList<>(List.of(owner.active()));
            holders.addAll(owner.standbys());
            for (HostInfo holder : holders) {
                boolean isSelf = view.self().filter(holder::equals).isPresent();
                if (isSelf) {
                    return stale(view, sought, shown);
                }
                Optional<Reply> reply = peers.ask(holder, sought.target());
                if (reply.isPresent()) {
                    return reply.get();
                }
            }
        } catch (NotHeldHere moving) {
            return stale(view, sought, shown);
        }
        return stale(view, sought, shown);
    }

    /** From a copy that may lie here all the same; one that does not have the series may be too far behind to. */
    private static Reply stale(ServiceView view, Sought sought, Shown shown) throws Problem {
        Optional<SeriesView> copy = Optional.empty();
        try {
            copy = view.series().one(sought.series(), sought.points(), true);
        } catch (NotHeldHere nowhere) {
            copy = Optional.empty();
        }
        if (copy.isEmpty()) {
            throw Problem.passing(
                    503, "the series must be held by an instance that answers: partitions are moving; try again", 1);
        }
        return shown(copy, sought, shown);
    }

    private static Reply shown(Optional<SeriesView> found, Sought sought, Shown shown) throws Problem {
        return Reply.json(shown.of(found.orElseThrow(() -> Problem.of(
                404,
                "the series must have been seen: series=" + sought.series()
                        + "; look for it by /api/series?prefix="))));
    }
}
