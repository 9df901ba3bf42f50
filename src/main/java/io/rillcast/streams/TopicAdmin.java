package io.rillcast.streams;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.errors.TopicExistsException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;

/** Asks the brokers about topics and has them made; each failure is a sentence. The admin client stays the caller's. */
final class TopicAdmin {
    /** Longest wait for one answer, and for topics that were made to be seen. */
    static final long TIMEOUT_SECONDS = 30;

    private final Admin admin;

    TopicAdmin(Admin admin) {
        this.admin = admin;
    }

    /** One answer of the brokers. */
    private interface Question<T> {
        T ask() throws ExecutionException, TimeoutException, InterruptedException;
    }

    /** How many partitions each of these topics has; those that do not exist are left out. */
    Map<String, Integer> partitions(Iterable<String> names) throws StartFailure {
        Map<String, Integer> there = new HashMap<>();
        Set<String> asked = new HashSet<>();
        names.forEach(asked::add);
        for (Map.Entry<String, KafkaFuture<TopicDescription>> entry :
                admin.describeTopics(asked).topicNameValues().entrySet()) {
            try {
                TopicDescription description = entry.getValue().get(TIMEOUT_SECONDS, TimeUnit.SECONDS);
                there.put(entry.getKey(), description.partitions().size());
            } catch (ExecutionException failed) {
                if (!(failed.getCause() instanceof UnknownTopicOrPartitionException)) {
                    throw failure("describe topic " + entry.getKey(), "bootstrap.servers", failed);
                }
            } catch (TimeoutException | InterruptedException failed) {
                throw failure("describe topic " + entry.getKey(), "bootstrap.servers", failed);
            }
        }
        return there;
    }

    /** Makes topics; one that another instance has made meanwhile is left as it is. */
    void create(List<NewTopic> missing) throws StartFailure {
        for (Map.Entry<String, KafkaFuture<Void>> entry :
                admin.createTopics(missing).values().entrySet()) {
            try {
                entry.getValue().get(TIMEOUT_SECONDS, TimeUnit.SECONDS);
            } catch (ExecutionException failed) {
                if (!(failed.getCause() instanceof TopicExistsException)) {
                    throw failure("create topic " + entry.getKey(), "topics.partitions, topics.replication", failed);
                }
            } catch (TimeoutException | InterruptedException failed) {
                throw failure("create topic " + entry.getKey(), "topics.partitions, topics.replication", failed);
            }
        }
    }

    /** The settings of topics that exist, by topic. */
    Map<String, Config> settings(Iterable<String> names) throws StartFailure {
        Set<ConfigResource> resources = new HashSet<>();
        names.forEach(name -> resources.add(new ConfigResource(ConfigResource.Type.TOPIC, name)));
        Map<String, Config> byTopic = new HashMap<>();
        answer(
                        "read the settings of the topics",
                        () -> admin.describeConfigs(resources).all().get(TIMEOUT_SECONDS, TimeUnit.SECONDS))
                .forEach((resource, config) -> byTopic.put(resource.name(), config));
        return byTopic;
    }

    private static <T> T answer(String what, Question<T> question) throws StartFailure {
        try {
            return question.ask();
        } catch (ExecutionException | TimeoutException | InterruptedException failed) {
            throw failure(what, "bootstrap.servers", failed);
        }
    }

    private static StartFailure failure(String what, String settings, Exception failed) {
        if (failed instanceof InterruptedException) {
            Thread.currentThread().interrupt();
        }
        Throwable cause = failed instanceof ExecutionException ? failed.getCause() : failed;
        return new StartFailure(
                "the brokers must let us " + what + ": cause="
                        + cause.getClass().getSimpleName() + ", message=" + cause.getMessage()
                        + "; check " + settings + " and the rights of this client",
                cause);
    }
}
