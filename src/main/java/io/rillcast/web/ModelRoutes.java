package io.rillcast.web;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.rillcast.rnn.Tensor;
import io.rillcast.streams.NotHeldHere;
import io.rillcast.training.ModelSnapshot;
import io.rillcast.training.TrainingRecord;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Answers about models: every instance has all of them. */
final class ModelRoutes {
    private static final Duration PATIENCE = Duration.ofSeconds(1);
    private static final int MOST_LISTED = 100;

    private final LiveService service;
    private final Feed feed;

    ModelRoutes(LiveService service, Feed feed) {
        this.service = service;
        this.feed = feed;
    }

    /** The routes. */
    List<Route> routes() {
        return List.of(
                new Route("GET", "/api/models", this::list), new Route("GET", "/api/models/{group}", this::group));
    }

    private Reply list(Ask ask) throws Problem {
        String after = ask.text("after", "");
        int limit = ask.count("limit", 50, MOST_LISTED);
        List<ModelSnapshot> found;
        try {
            found = service.required().models().page(after, limit + 1);
        } catch (NotHeldHere notYet) {
            throw unread();
        }
        return Reply.json(page(found, limit));
    }

    private static ObjectNode page(List<ModelSnapshot> found, int limit) {
        ObjectNode node = Json.object();
        ArrayNode groups = node.putArray("groups");
        found.stream().limit(limit).forEach(snapshot -> groups.add(incumbent(snapshot)));
        node.put("next", found.size() > limit ? found.get(limit - 1).model().group() : null);
        return node;
    }

    private static Problem unread() {
        return Problem.passing(503, "the models topic must have been read to its end: it is being read", 1);
    }

    private Reply group(Ask ask) throws Problem {
        String group = ask.path().get("group");
        feed.want(PATIENCE);
        List<TrainingRecord> trainings = feed.archive().trainings(group);
        Optional<ModelSnapshot> incumbent;
        List<ModelSnapshot> versions;
        try {
            incumbent = service.required().models().incumbent(group);
            versions = service.required().models().versions(group);
        } catch (NotHeldHere notYet) {
            throw unread();
        }
        if (incumbent.isEmpty() && trainings.isEmpty()) {
            throw Problem.of(404, "the group must have been trained: group=" + group + "; see /api/models");
        }
        ObjectNode node = Json.object();
        node.put("group", group);
        node.set("incumbent", incumbent.map(ModelRoutes::incumbent).orElse(null));
        ArrayNode kept = node.putArray("versions");
        for (ModelSnapshot snapshot : versions) {
            ObjectNode version = kept.addObject();
            version.put("version", snapshot.model().version());
            version.put("created", ended(snapshot.training()));
            version.set("training", training(snapshot.training()));
        }
        ArrayNode ended = node.putArray("trainings");
        trainings.forEach(training -> ended.add(training(training)));
        return Reply.json(node);
    }

    private static String ended(TrainingRecord training) {
        return Json.time(training.effort().startedMs() + training.effort().tookMs());
    }

    private static ObjectNode incumbent(ModelSnapshot snapshot) {
        TrainingRecord training = snapshot.training();
        ObjectNode node = Json.object();
        node.put("group", snapshot.model().group());
        node.put("version", snapshot.model().version());
        node.put("trained", ended(training));
        putLosses(node, training);
        node.put("series", training.data().series());
        node.put("readings", training.data().readings());
        node.put("decision", OutputJson.decision(training));
        node.put("reason", training.reason());
        node.put(
                "parameters",
                snapshot.model().network().tensors().values().stream()
                        .mapToLong(Tensor::size)
                        .sum());
        return node;
    }

    private static void putLosses(ObjectNode node, TrainingRecord training) {
        Json.put(node, "candidateLoss", training.losses().candidate());
        Json.put(node, "incumbentLoss", training.losses().incumbent());
        Json.put(node, "naiveLoss", training.losses().naive());
    }

    private static ObjectNode training(TrainingRecord training) {
        ObjectNode node = Json.object();
        node.put("started", Json.time(training.effort().startedMs()));
        node.put("decision", OutputJson.decision(training));
        node.put("reason", training.reason());
        node.put("candidateVersion", training.candidateVersion());
        node.put("incumbentVersion", training.incumbentVersion());
        putLosses(node, training);
        node.put("series", training.data().series());
        node.put("readings", training.data().readings());
        node.put("heldOut", training.data().heldOut());
        node.put("steps", training.effort().steps());
        Json.put(node, "epochs", training.effort().epochs());
        node.put("tookMs", training.effort().tookMs());
        node.put("cpuMs", training.effort().cpuMs());
        return node;
    }
}
