package io.rillcast.streams;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.rillcast.local.EmbeddedBroker;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.config.ConfigResource;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(120)
class TopicSetupIT {
    @TempDir
    private static Path directory;

    private static EmbeddedBroker broker;
    private static Admin admin;

    @BeforeAll
    static void startBroker() {
        broker = EmbeddedBroker.start(directory, 0, Map.of("auto.create.topics.enable", "false"));
        admin = Admin.create(Map.of("bootstrap.servers", broker.bootstrapServers()));
    }

    @AfterAll
    static void stopBroker() {
        admin.close();
        broker.close();
    }

    /** Topics of one test. */
    private static Topics topics(String test) {
        return new Topics(
                test + ".readings",
                test + ".forecasts",
                test + ".scores",
                test + ".models",
                test + ".model-commands",
                test + ".trainings",
                test + ".dead-letters",
                new Topics.Creation(3, (short) -1));
    }

    private static void create(String topic, int partitions, String policy) throws Exception {
        NewTopic blueprint = new NewTopic(topic, partitions, (short) 1).configs(Map.of("cleanup.policy", policy));
        admin.createTopics(List.of(blueprint)).all().get(60, SECONDS);
        await().ignoreExceptions().until(() -> partitions(topic) == partitions);
    }

    private static Config config(String topic) throws Exception {
        ConfigResource resource = new ConfigResource(ConfigResource.Type.TOPIC, topic);
        return admin.describeConfigs(List.of(resource)).all().get(60, SECONDS).get(resource);
    }

    private static int partitions(String topic) throws Exception {
        TopicDescription description = admin.describeTopics(List.of(topic))
                .allTopicNames()
                .get(60, SECONDS)
                .get(topic);
        return description.partitions().size();
    }

    @Test
    void createsWhatIsMissing() throws Exception {
        Topics topics = topics("new");

        new TopicSetup(admin, topics, 1 << 20).ensure();

        assertThat(partitions(topics.readings())).isEqualTo(3);
        assertThat(partitions(topics.forecasts())).isEqualTo(3);
        assertThat(partitions(topics.models())).isEqualTo(1);
        for (String topic : topics.all()) {
            boolean isModels = topic.equals(topics.models());
            assertThat(config(topic).get("message.timestamp.type").value()).isEqualTo("LogAppendTime");
            assertThat(config(topic).get("cleanup.policy").value()).isEqualTo(isModels ? "compact" : "delete");
        }
    }

    @Test
    void leavesAloneWhatIsThere() throws Exception {
        Topics topics = topics("there");
        create(topics.readings(), 5, "delete");

        new TopicSetup(admin, topics, 1 << 20).ensure();
        new TopicSetup(admin, topics, 1 << 20).ensure();

        assertThat(partitions(topics.readings())).isEqualTo(5);
        assertThat(config(topics.readings()).get("message.timestamp.type").value())
                .isEqualTo("CreateTime");
    }

    @Test
    void findsTheInternalTopicsOfOneApplicationOnly() throws Exception {
        create("app-series-history-changelog", 2, "compact");
        create("app-training-by-group-repartition", 3, "delete");
        create("app-two-series-history-changelog", 4, "compact");
        create("app-two-training-by-group-repartition", 5, "delete");

        assertThat(new TopicSetup(admin, topics("any"), 1 << 20).internal("app"))
                .isEqualTo(Map.of("app-series-history-changelog", 2, "app-training-by-group-repartition", 3));
    }

    @Test
    void refusesAWrongCleanupInOneSentence() throws Exception {
        Topics topics = topics("wrong");
        create(topics.models(), 1, "delete");

        assertThatThrownBy(() -> new TopicSetup(admin, topics, 1 << 20).ensure())
                .isInstanceOf(StartFailure.class)
                .hasMessage("topic must have cleanup.policy=compact: topic=wrong.models, cleanup.policy=delete;"
                        + " change it with kafka-configs, or name another topic");
    }

    @Test
    void namesAllThatIsWrongAtOnce() throws Exception {
        Topics topics = topics("both");
        create(topics.models(), 1, "compact,delete");
        create(topics.forecasts(), 1, "compact");

        assertThatThrownBy(() -> new TopicSetup(admin, topics, 1 << 20).ensure())
                .isInstanceOf(StartFailure.class)
                .hasMessageContaining(
                        "topic must have cleanup.policy=delete: topic=both.forecasts, cleanup.policy=compact;")
                .hasMessageContaining(
                        "topic must have cleanup.policy=compact: topic=both.models, cleanup.policy=compact,delete;");
    }
}
