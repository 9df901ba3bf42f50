package io.rillcast.streams;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.errors.TopicExistsException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;

/** Creates the topics that are missing and checks those that are there, before the stream starts. */
final class TopicSetup {
    private static final long TIMEOUT_SECONDS = 30;
    private static final long LOOK_EVERY_MS = 50;
    /** Room for larger networks than today's, without a change of the topic. */
    private static final long ROOMY_BYTES = 8L << 20;

    private static final String CLEANUP = TopicConfig.CLEANUP_POLICY_CONFIG;

    private final Admin admin;
    private final Topics topics;
    private final long snapshotBytes;

    /** For topics of which that of the models must take records of this size. */
    TopicSetup(Admin admin, Topics topics, long snapshotBytes) {
        this.admin = admin;
        this.topics = topics;
        this.snapshotBytes = snapshotBytes;
    }

    /**
     * Creates what is missing.
     *
     * @return partitions of the readings topic
     * @throws StartFailure if the broker cannot be reached or a topic is not what it must be
     */
    int ensure() throws StartFailure {
        Map<String, TopicDescription> there = describe(topics.all());
        List<NewTopic> missing = new ArrayList<>();
        for (String topic : topics.all()) {
            if (!there.containsKey(topic)) {
                missing.add(blueprint(topic));
            }
        }
        if (!missing.isEmpty()) {
            create(missing);
            there = awaitAll();
        }
        List<String> problems = check(topics.all());
        if (!problems.isEmpty()) {
            throw new StartFailure(String.join("; ", problems));
        }
        return there.get(topics.readings()).partitions().size();
    }

    /** A broker answers that a topic is made before it knows the topic itself; a stream started then would fail. */
    private Map<String, TopicDescription> awaitAll() throws StartFailure {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(TIMEOUT_SECONDS);
        Map<String, TopicDescription> there = describe(topics.all());
        try {
            while (there.size() < topics.all().size() && System.nanoTime() < deadline) {
                TimeUnit.MILLISECONDS.sleep(LOOK_EVERY_MS);
                there = describe(topics.all());
            }
        } catch (InterruptedException interrupted) {
            throw failure("wait for the topics that were made", interrupted);
        }
        if (there.size() < topics.all().size()) {
            List<String> unseen = new ArrayList<>(topics.all());
            unseen.removeAll(there.keySet());
            throw new StartFailure("topics that were made must come to be seen: topics=" + unseen + ", waitedSeconds="
                    + TIMEOUT_SECONDS + "; check the brokers");
        }
        return there;
    }

    private NewTopic blueprint(String topic) {
        Map<String, String> configs = new HashMap<>();
        configs.put(CLEANUP, policy(topic));
        configs.put(TopicConfig.MESSAGE_TIMESTAMP_TYPE_CONFIG, "LogAppendTime");
        if (topic.equals(topics.models())) {
            configs.put(TopicConfig.MAX_MESSAGE_BYTES_CONFIG, Long.toString(Math.max(ROOMY_BYTES, snapshotBytes)));
        }
        Optional<Short> replicas = topics.creation().replication() > 0
                ? Optional.of(topics.creation().replication())
                : Optional.empty();
        return new NewTopic(topic, Optional.of(topics.partitions(topic)), replicas).configs(configs);
    }

    private String policy(String topic) {
        return topics.isCompacted(topic) ? TopicConfig.CLEANUP_POLICY_COMPACT : TopicConfig.CLEANUP_POLICY_DELETE;
    }

    private Map<String, TopicDescription> describe(List<String> names) throws StartFailure {
        Map<String, TopicDescription> there = new HashMap<>();
        for (Map.Entry<String, KafkaFuture<TopicDescription>> entry :
                admin.describeTopics(names).topicNameValues().entrySet()) {
            try {
                there.put(entry.getKey(), entry.getValue().get(TIMEOUT_SECONDS, TimeUnit.SECONDS));
            } catch (ExecutionException failed) {
                if (!(failed.getCause() instanceof UnknownTopicOrPartitionException)) {
                    throw failure("describe topic " + entry.getKey(), failed.getCause());
                }
            } catch (TimeoutException | InterruptedException failed) {
                throw failure("describe topic " + entry.getKey(), failed);
            }
        }
        return there;
    }

    private void create(List<NewTopic> missing) throws StartFailure {
        for (Map.Entry<String, KafkaFuture<Void>> entry :
                admin.createTopics(missing).values().entrySet()) {
            try {
                entry.getValue().get(TIMEOUT_SECONDS, TimeUnit.SECONDS);
            } catch (ExecutionException failed) {
                if (!(failed.getCause() instanceof TopicExistsException)) {
                    throw failure("create topic " + entry.getKey(), failed.getCause());
                }
            } catch (TimeoutException | InterruptedException failed) {
                throw failure("create topic " + entry.getKey(), failed);
            }
        }
    }

    private List<String> check(List<String> names) throws StartFailure {
        List<ConfigResource> resources = names.stream()
                .map(name -> new ConfigResource(ConfigResource.Type.TOPIC, name))
                .toList();
        try {
            List<String> problems = new ArrayList<>();
            Map<ConfigResource, Config> configs =
                    admin.describeConfigs(resources).all().get(TIMEOUT_SECONDS, TimeUnit.SECONDS);
            configs.forEach((resource, config) -> {
                String is = config.get(CLEANUP).value();
                if (!is.equals(policy(resource.name()))) {
                    problems.add("topic " + resource.name() + " must have cleanup.policy=" + policy(resource.name())
                            + " but has " + is + "; change it with kafka-configs or name another topic");
                }
            });
            checkRoom(configs, problems);
            return problems;
        } catch (ExecutionException | TimeoutException | InterruptedException failed) {
            throw failure("read the settings of the topics", failed);
        }
    }

    private void checkRoom(Map<ConfigResource, Config> configs, List<String> problems) {
        ConfigResource models = new ConfigResource(ConfigResource.Type.TOPIC, topics.models());
        String most =
                configs.get(models).get(TopicConfig.MAX_MESSAGE_BYTES_CONFIG).value();
        if (Long.parseLong(most) < snapshotBytes) {
            problems.add("topic " + topics.models() + " must take a snapshot of the network: max.message.bytes=" + most
                    + ", snapshot=" + snapshotBytes + "; change it with kafka-configs or choose a smaller network");
        }
    }

    private static StartFailure failure(String what, Throwable cause) {
        if (cause instanceof InterruptedException) {
            Thread.currentThread().interrupt();
        }
        return new StartFailure("the broker did not let us " + what + " within " + TIMEOUT_SECONDS
                + " s; check bootstrap.servers and the rights of this client: cause="
                + cause.getClass().getSimpleName() + ", message=" + cause.getMessage());
    }
}
