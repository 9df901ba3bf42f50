package io.rillcast.streams;

import io.rillcast.streams.TopicStatus.Shape;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.config.TopicConfig;

/** What the topics should be and what they are; makes those that are missing. Before the stream starts, or for a person. */
public final class TopicSetup {
    private static final long LOOK_EVERY_MS = 50;
    /** Room for larger networks than today's, without a change of the topic. */
    static final long ROOMY_BYTES = 8L << 20;

    private static final String CLEANUP = TopicConfig.CLEANUP_POLICY_CONFIG;

    private final TopicAdmin admin;
    private final Topics topics;
    private final long snapshotBytes;

    /** For topics of which that of the models must take records of this size. */
    TopicSetup(Admin admin, Topics topics, long snapshotBytes) {
        this.admin = new TopicAdmin(admin);
        this.topics = topics;
        this.snapshotBytes = snapshotBytes;
    }

    /**
     * For the topics of a plan; the admin client stays the caller's.
     *
     * @throws StartFailure if the plan's network is too large to be published at all
     */
    public static TopicSetup of(Admin admin, StreamPlan plan) throws StartFailure {
        return new TopicSetup(admin, plan.topics(), ForecastService.snapshotBytes(plan.training()));
    }

    /**
     * How each topic of a plan is made where it is missing.
     *
     * @throws StartFailure if the plan's network is too large to be published at all
     */
    public static List<NewTopic> blueprints(StreamPlan plan) throws StartFailure {
        long snapshotBytes = ForecastService.snapshotBytes(plan.training());
        return plan.topics().all().stream()
                .map(topic -> blueprint(plan.topics(), snapshotBytes, topic))
                .toList();
    }

    /**
     * Creates what is missing.
     *
     * @throws StartFailure if the broker cannot be reached or a topic is not what it must be; with all problems
     */
    void ensure() throws StartFailure {
        createMissing();
        List<String> problems =
                status().stream().flatMap(one -> one.problems().stream()).toList();
        if (!problems.isEmpty()) {
            throw new StartFailure(problems);
        }
    }

    /**
     * Every topic beside what it should be, in a fixed order.
     *
     * @throws StartFailure if the brokers do not tell
     */
    public List<TopicStatus> status() throws StartFailure {
        Map<String, Integer> partitions = admin.partitions(topics.all());
        Map<String, Config> settings = admin.settings(partitions.keySet());
        List<TopicStatus> all = new ArrayList<>();
        for (String topic : topics.all()) {
            Shape planned = new Shape(topics.partitions(topic), policy(topic));
            Config config = settings.get(topic);
            all.add(
                    config == null
                            ? new TopicStatus(topic, planned, Optional.empty(), List.of())
                            : new TopicStatus(
                                    topic,
                                    planned,
                                    Optional.of(new Shape(partitions.get(topic), text(config, CLEANUP))),
                                    problems(topic, config)));
        }
        return all;
    }

    /**
     * Makes the topics that are missing and waits until they are seen.
     *
     * @return their names
     * @throws StartFailure if the brokers do not make one
     */
    public List<String> createMissing() throws StartFailure {
        Map<String, Integer> there = admin.partitions(topics.all());
        List<String> missing =
                topics.all().stream().filter(topic -> !there.containsKey(topic)).toList();
        if (!missing.isEmpty()) {
            admin.create(missing.stream()
                    .map(topic -> blueprint(topics, snapshotBytes, topic))
                    .toList());
            awaitAll();
        }
        return missing;
    }

    /**
     * The topics that Kafka Streams has made for an application, each with its partitions. They are Kafka Streams' own to
     * make and to check; their partitions follow those of the topics that are read.
     *
     * @throws StartFailure if the brokers do not tell
     */
    public Map<String, Integer> internal(String applicationId) throws StartFailure {
        return admin.partitions(InternalTopics.names(applicationId));
    }

    /** A broker answers that a topic is made before it knows the topic itself; a stream started then would fail. */
    private void awaitAll() throws StartFailure {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(TopicAdmin.TIMEOUT_SECONDS);
        Map<String, Integer> there = admin.partitions(topics.all());
        try {
            while (there.size() < topics.all().size() && System.nanoTime() < deadline) {
                TimeUnit.MILLISECONDS.sleep(LOOK_EVERY_MS);
                there = admin.partitions(topics.all());
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new StartFailure("interrupted while waiting for the topics that were made");
        }
        if (there.size() < topics.all().size()) {
            List<String> unseen = new ArrayList<>(topics.all());
            unseen.removeAll(there.keySet());
            throw new StartFailure("topics that were made must come to be seen: topics=" + unseen + ", waitedSeconds="
                    + TopicAdmin.TIMEOUT_SECONDS + "; check the brokers");
        }
    }

    private static NewTopic blueprint(Topics topics, long snapshotBytes, String topic) {
        Map<String, String> configs = new HashMap<>();
        configs.put(CLEANUP, policy(topics, topic));
        configs.put(TopicConfig.MESSAGE_TIMESTAMP_TYPE_CONFIG, "LogAppendTime");
        if (topic.equals(topics.models()) || topic.equals(topics.modelCommands())) {
            configs.put(TopicConfig.MAX_MESSAGE_BYTES_CONFIG, Long.toString(Math.max(ROOMY_BYTES, snapshotBytes)));
        }
        Optional<Short> replicas = topics.creation().replication() > 0
                ? Optional.of(topics.creation().replication())
                : Optional.empty();
        return new NewTopic(topic, Optional.of(topics.partitions(topic)), replicas).configs(configs);
    }

    private String policy(String topic) {
        return policy(topics, topic);
    }

    private static String policy(Topics topics, String topic) {
        return topics.isCompacted(topic) ? TopicConfig.CLEANUP_POLICY_COMPACT : TopicConfig.CLEANUP_POLICY_DELETE;
    }

    private List<String> problems(String topic, Config config) {
        List<String> problems = new ArrayList<>();
        if (!text(config, CLEANUP).equals(policy(topic))) {
            problems.add("topic must have cleanup.policy=" + policy(topic) + ": topic=" + topic + ", cleanup.policy="
                    + text(config, CLEANUP) + "; change it with kafka-configs, or name another topic");
        }
        String most = text(config, TopicConfig.MAX_MESSAGE_BYTES_CONFIG);
        if (topic.equals(topics.models()) && Long.parseLong(most) < snapshotBytes) {
            problems.add("topic must take a snapshot of the network: topic=" + topic + ", max.message.bytes=" + most
                    + ", snapshotBytes=" + snapshotBytes
                    + "; change it with kafka-configs, or choose a smaller network");
        }
        if (topic.equals(topics.deadLetters()) && Long.parseLong(most) < DeadLetter.ROOM_BYTES) {
            problems.add(
                    "topic must take a dead letter: topic=" + topic + ", max.message.bytes=" + most + ", letterBytes="
                            + DeadLetter.ROOM_BYTES + "; change it with kafka-configs, or name another topic");
        }
        return problems;
    }

    /** The partitions of those of these topics that are there. */
    Map<String, Integer> partitions(List<String> names) throws StartFailure {
        return admin.partitions(names);
    }

    /** The largest record that all of these topics take, of those that are there; at most as given. */
    long mostBytes(List<String> names, long most) throws StartFailure {
        long least = most;
        for (Config config : admin.settings(partitions(names).keySet()).values()) {
            least = Math.min(least, Long.parseLong(text(config, TopicConfig.MAX_MESSAGE_BYTES_CONFIG)));
        }
        return least;
    }

    /**
     * The partitions of all the topics that a forecaster reads and writes.
     *
     * @throws StartFailure if one is gone
     */
    Map<String, Integer> requireAll() throws StartFailure {
        Map<String, Integer> there = partitions(topics.all());
        List<String> missing = new ArrayList<>(topics.all());
        missing.removeAll(there.keySet());
        if (!missing.isEmpty()) {
            throw new StartFailure("the topics must stay while the forecaster runs: missing=" + missing
                    + "; start it again, which makes them anew");
        }
        return there;
    }

    private static String text(Config config, String name) {
        return config.get(name).value();
    }
}
