package io.rillcast.streams;

import static org.apache.kafka.common.acl.AclOperation.CREATE;
import static org.apache.kafka.common.acl.AclOperation.DELETE;
import static org.apache.kafka.common.acl.AclOperation.DESCRIBE_CONFIGS;
import static org.apache.kafka.common.acl.AclOperation.READ;
import static org.apache.kafka.common.acl.AclOperation.WRITE;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ConsumerGroupDescription;
import org.apache.kafka.clients.admin.CreateTopicsOptions;
import org.apache.kafka.clients.admin.DescribeConsumerGroupsOptions;
import org.apache.kafka.clients.admin.DescribeTopicsOptions;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.streams.StreamsConfig;

/**
 * Whether the brokers allow an application all that it does: some of it is done long after the start, or fails without
 * a word, as the deletion of records that a repartition topic no longer needs. The admin client stays the caller's.
 *
 * <p>Brokers tell a client its rights on a topic or group that exists; about others they are asked for something that
 * changes nothing.
 */
final class KafkaRights {
    private final Admin admin;
    private final Topics topics;
    private final String application;
    private final List<String> missing = new ArrayList<>();

    private KafkaRights(Admin admin, Topics topics, String application) {
        this.admin = admin;
        this.topics = topics;
        this.application = application;
    }

    /**
     * Checks them all, where clients have to say who they are. Those on topics that are not there yet are left out, but
     * for that to make them.
     *
     * @param settings Kafka's own, with {@code application.id}
     * @throws StartFailure if one is missing, with a sentence for each resource
     */
    static void require(Admin admin, Topics topics, Map<String, Object> settings) throws StartFailure {
        if (!areAsked(settings)) {
            return;
        }
        String application = settings.get(StreamsConfig.APPLICATION_ID_CONFIG).toString();
        KafkaRights rights = new KafkaRights(admin, topics, application);
        // Where there is a page, it reads what the service writes, and writes the commands it is given; it is told to
        // Kafka Streams by its address.
        rights.checkTopics(settings.containsKey(StreamsConfig.APPLICATION_SERVER_CONFIG));
        rights.checkGroup();
        Object guarantee = settings.get(StreamsConfig.PROCESSING_GUARANTEE_CONFIG);
        if (!StreamsConfig.AT_LEAST_ONCE.equals(guarantee)) {
            rights.checkTransactions();
        }
        if (!rights.missing.isEmpty()) {
            throw new StartFailure(rights.missing);
        }
    }

    /** Whether clients have to say who they are, so that each can have rights of its own. */
    static boolean areAsked(Map<String, Object> settings) {
        Object protocol = settings.getOrDefault(CommonClientConfigs.SECURITY_PROTOCOL_CONFIG, "PLAINTEXT");
        return !protocol.toString().equals("PLAINTEXT");
    }

    private void checkTopics(boolean hasPage) {
        Map<String, Set<AclOperation>> needed = ours();
        if (hasPage) {
            outputs().forEach(topic -> needed.get(topic).add(READ));
            needed.get(topics.modelCommands()).add(WRITE);
        }
        List<String> internal = InternalTopics.names(application);
        internal.forEach(topic -> needed.put(topic, EnumSet.of(READ, WRITE, DELETE, DESCRIBE_CONFIGS)));
        DescribeTopicsOptions options = new DescribeTopicsOptions().includeAuthorizedOperations(true);
        Map<String, KafkaFuture<TopicDescription>> answers =
                admin.describeTopics(needed.keySet(), options).topicNameValues();
        needed.forEach((topic, operations) -> {
            Optional<Set<AclOperation>> granted = granted(answers.get(topic), TopicDescription::authorizedOperations);
            granted.ifPresent(rights -> note("topic", topic, operations, rights));
            if (granted.isEmpty() && internal.contains(topic)) {
                checkCreation(topic);
            }
        });
    }

    private Map<String, Set<AclOperation>> ours() {
        Map<String, Set<AclOperation>> needed = new LinkedHashMap<>();
        topics.all().forEach(topic -> needed.put(topic, EnumSet.of(DESCRIBE_CONFIGS)));
        List.of(topics.readings(), topics.modelCommands(), topics.models())
                .forEach(topic -> needed.get(topic).add(READ));
        needed.get(topics.models()).add(WRITE);
        outputs().forEach(topic -> needed.get(topic).add(WRITE));
        return needed;
    }

    private List<String> outputs() {
        return List.of(topics.forecasts(), topics.scores(), topics.trainings(), topics.deadLetters());
    }

    private void checkCreation(String topic) {
        NewTopic one = new NewTopic(topic, Optional.of(1), Optional.empty());
        granted(
                        admin.createTopics(List.of(one), new CreateTopicsOptions().validateOnly(true))
                                .values()
                                .get(topic),
                        done -> Set.of(CREATE))
                .ifPresent(rights -> note("topic", topic, Set.of(CREATE), rights));
    }

    private void checkGroup() {
        DescribeConsumerGroupsOptions options = new DescribeConsumerGroupsOptions().includeAuthorizedOperations(true);
        granted(
                        admin.describeConsumerGroups(List.of(application), options)
                                .describedGroups()
                                .get(application),
                        ConsumerGroupDescription::authorizedOperations)
                .ifPresent(rights -> note("group", application, Set.of(READ), rights));
    }

    /** The name of no instance's own transactions, so that none is disturbed. */
    private void checkTransactions() {
        String id = application + "-rights";
        granted(admin.fenceProducers(List.of(id)).fencedProducers().get(id), done -> Set.of(WRITE))
                .ifPresent(rights -> note("transactional id", id, Set.of(WRITE), rights));
    }

    /** What is in an answer. */
    private interface Rights<T> {
        Set<AclOperation> of(T answer);
    }

    /** The rights in an answer, none where it was refused; nothing where there is no telling. */
    private static <T> Optional<Set<AclOperation>> granted(KafkaFuture<T> answer, Rights<T> rights) {
        try {
            return Optional.ofNullable(rights.of(answer.get(TopicAdmin.TIMEOUT_SECONDS, TimeUnit.SECONDS)));
        } catch (ExecutionException failed) {
            return failed.getCause() instanceof AuthorizationException
                    ? Optional.of(EnumSet.of(DESCRIBE_CONFIGS)) // that alone does not allow a client to describe
                    : Optional.empty();
        } catch (TimeoutException unknown) {
            return Optional.empty();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        }
    }

    private void note(String kind, String name, Set<AclOperation> needed, Set<AclOperation> granted) {
        Set<AclOperation> lacking = new TreeSet<>(needed);
        lacking.removeAll(granted);
        if (!lacking.isEmpty()) {
            missing.add("the brokers must allow us what we do: " + kind + "=" + name + ", missing=" + lacking
                    + "; add ACLs for this client, or have it authenticate as another");
        }
    }
}
