package io.rillcast.deploy;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.rillcast.config.ServicePlan;
import io.rillcast.config.SettingsReader;
import io.rillcast.config.SettingsSource;
import io.rillcast.forecast.Reading;
import io.rillcast.local.RegistryServer;
import io.rillcast.process.ChildProcess;
import io.rillcast.serde.ReadingSerializer;
import io.rillcast.serde.SchemaRegistryClient;
import io.rillcast.serde.SchemaRegistrySettings;
import io.rillcast.streams.ForecastService;
import io.rillcast.streams.StartFailure;
import io.rillcast.streams.StreamPlan;
import io.rillcast.streams.TopicSetup;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.ListOffsetsResult.ListOffsetsResultInfo;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.acl.AccessControlEntry;
import org.apache.kafka.common.acl.AclBinding;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.acl.AclPermissionType;
import org.apache.kafka.common.resource.PatternType;
import org.apache.kafka.common.resource.ResourcePattern;
import org.apache.kafka.common.resource.ResourceType;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Rillcast on a broker that knows who it is, with the rights of the manifest's Kafka user, and with each left out. */
@Timeout(300)
class SecuredKafkaIT {
    private static final Path USER = Manifests.ROOT.resolve("components/strimzi/user.yaml");
    private static final Duration PATIENCE = Duration.ofSeconds(90);
    private static final int SERIES = 3;
    private static final int READINGS = 300;

    @TempDir
    private static Path dir;

    private static SecuredBroker broker;
    private static RegistryServer registry;

    /** The topics are there, as Strimzi makes them, and those of Kafka Streams after a first run. */
    @BeforeAll
    static void start() throws Exception {
        broker = SecuredBroker.start(dir);
        registry = RegistryServer.start(dir, 0);
        broker.grant(rights().toList());
        List<NewTopic> topics = TopicSetup.blueprints(
                        plan(broker.scramSettings()).streams())
                .stream()
                .map(one -> new NewTopic(one.name(), one.numPartitions(), (short) 1).configs(one.configs()))
                .toList();
        broker.admin().createTopics(topics).all().get(60, SECONDS);
        try (ForecastService first = startService(broker.scramSettings())) {
            assertThat(first.awaitRunning(PATIENCE)).isTrue();
            await().atMost(PATIENCE).until(() -> internalTopics().size() == 5);
        }
    }

    @AfterAll
    static void stop() {
        registry.close();
        broker.close();
    }

    /** Each right of the manifest. */
    static Stream<AclBinding> rights() {
        List<AclBinding> rights = new ArrayList<>();
        JsonNode acls = Manifests.file(USER).at("/spec/authorization/acls");
        for (JsonNode acl : acls) {
            JsonNode resource = acl.path("resource");
            ResourcePattern pattern = new ResourcePattern(
                    ResourceType.fromString(snake(resource.path("type").asText())),
                    resource.path("name").asText(),
                    resource.path("patternType").asText().equals("prefix")
                            ? PatternType.PREFIXED
                            : PatternType.LITERAL);
            acl.path("operations")
                    .forEach(operation -> rights.add(new AclBinding(
                            pattern,
                            new AccessControlEntry(
                                    "User:" + SecuredBroker.USER,
                                    "*",
                                    AclOperation.fromString(snake(operation.asText())),
                                    AclPermissionType.ALLOW))));
        }
        return rights.stream();
    }

    private static String snake(String camel) {
        return camel.replaceAll("([a-z])([A-Z])", "$1_$2").toUpperCase(Locale.ROOT);
    }

    @Test
    void doesAllThatItDoesWithTheRightsOfTheManifest() throws Exception {
        try (ForecastService service = startService(broker.scramSettings())) {
            assertThat(service.awaitRunning(PATIENCE)).isTrue();
            publish();

            await().atMost(PATIENCE).untilAsserted(() -> {
                assertThat(service.failure().toCompletableFuture()).isNotDone();
                assertThat(records("rillcast.forecasts")).isGreaterThanOrEqualTo(SERIES * READINGS);
                assertThat(records("rillcast.scores")).isGreaterThanOrEqualTo(SERIES * (READINGS - 1));
                assertThat(records("rillcast.dead-letters")).isPositive();
                assertThat(records("rillcast.trainings")).isPositive();
                assertThat(deleted("rillcast-readings-by-series-repartition")).isPositive();
            });
        }
    }

    @ParameterizedTest
    @MethodSource("rights")
    void namesTheRightThatIsMissing(AclBinding right) throws Exception {
        boolean isToCreate = right.entry().operation() == AclOperation.CREATE;
        if (isToCreate) {
            broker.admin().deleteTopics(internalTopics()).all().get(60, SECONDS);
            await().atMost(PATIENCE).until(() -> internalTopics().isEmpty());
        }
        broker.revoke(right);
        try {
            assertThatThrownBy(() -> startService(broker.scramSettings()).close())
                    .isInstanceOf(StartFailure.class)
                    .satisfies(failure -> assertThat(failure.getMessage().lines())
                            .allMatch(line -> line.startsWith("the brokers must allow us what we do: "))
                            .anyMatch(line -> line.contains(
                                            "=" + right.pattern().name())
                                    && line.contains("missing=[" + right.entry().operation() + "]")));
        } finally {
            broker.grant(List.of(right));
            if (isToCreate) {
                runOnce();
            }
        }
    }

    /** Some rights cannot be asked about before Kafka Streams has made its topics. */
    @Test
    void namesARightThatIsMissingOnTopicsThatTheFirstRunMakes() throws Exception {
        AclBinding right = rights().filter(one -> one.entry().operation() == AclOperation.DELETE)
                .findFirst()
                .orElseThrow();
        broker.admin().deleteTopics(internalTopics()).all().get(60, SECONDS);
        await().atMost(PATIENCE).until(() -> internalTopics().isEmpty());
        broker.revoke(right);
        try (ForecastService service = startService(broker.scramSettings())) {
            assertThat(service.failure().toCompletableFuture().get(90, SECONDS))
                    .isInstanceOf(StartFailure.class)
                    .hasMessageContaining("topic=rillcast-readings-by-series-repartition, missing=[DELETE]");
        } finally {
            broker.grant(List.of(right));
            runOnce();
        }
    }

    @Test
    void provesWhoItIsByACertificate() throws Exception {
        try (ForecastService service = startService(broker.certificateSettings())) {
            assertThat(service.awaitRunning(PATIENCE)).isTrue();
            long before = records("rillcast.forecasts");

            publish();

            await().atMost(PATIENCE).until(() -> records("rillcast.forecasts") > before);
        }
    }

    @Test
    void saysInOneSentenceThatThePasswordIsWrongAndNotWhichItWas() throws Exception {
        Map<String, String> settings = new HashMap<>(settings(broker.scramSettings()));
        settings.put(
                "sasl.jaas.config",
                "org.apache.kafka.common.security.scram.ScramLoginModule required username=\"rillcast\""
                        + " password=\"lion\";");
        StringBuilder text = new StringBuilder();
        settings.forEach(
                (key, value) -> text.append(key).append('=').append(value).append('\n'));
        Path file = Files.writeString(dir.resolve("wrong.properties"), text);
        Path output = dir.resolve("wrong.log");

        try (ChildProcess run =
                ChildProcess.start(output, "io.rillcast.app.Rillcast", List.of("run", "--config", file.toString()))) {
            assertThat(run.awaitExit(PATIENCE)).isEqualTo(1);
        }

        assertThat(Files.readString(output))
                .contains("rillcast: the cluster must accept who we are: ")
                .doesNotContain("lion", "\tat ");
    }

    private static void runOnce() throws Exception {
        try (ForecastService service = startService(broker.scramSettings())) {
            assertThat(service.awaitRunning(PATIENCE)).isTrue();
        }
    }

    private static ForecastService startService(Map<String, String> kafka) throws Exception {
        ServicePlan plan = plan(kafka);
        SchemaRegistryClient client =
                new SchemaRegistryClient(SchemaRegistrySettings.of(Map.of("schema.registry.url", registry.url())));
        return ForecastService.start(plan.streams(), plan.serdes(client, System::currentTimeMillis), plan.kafka());
    }

    private static ServicePlan plan(Map<String, String> kafka) throws Exception {
        return new ServicePlan(SettingsReader.read(List.of(SettingsSource.commandLine(settings(kafka)))));
    }

    private static Map<String, String> settings(Map<String, String> kafka) {
        Map<String, String> settings = new HashMap<>(kafka);
        settings.put("schema.registry.url", registry.url());
        settings.put("state.dir", dir.resolve("state").toString());
        settings.put("topics.partitions", "2");
        // As where there is a page, which reads what is written.
        settings.put("application.server", "127.0.0.1:1");
        settings.put("training.steps", "5");
        settings.put("training.cpu.share", "1");
        settings.put("commit.interval.ms", "100");
        settings.put("repartition.purge.interval.ms", "500");
        return settings;
    }

    /** As a superuser, who is not what is tested. */
    private static void publish() throws Exception {
        StreamPlan plan = plan(broker.scramSettings()).streams();
        try (SchemaRegistryClient client = new SchemaRegistryClient(
                        SchemaRegistrySettings.of(Map.of("schema.registry.url", registry.url())));
                ReadingSerializer serializer = new ReadingSerializer(client);
                KafkaProducer<String, byte[]> producer = new KafkaProducer<>(
                        Map.of(
                                "bootstrap.servers",
                                broker.bootstrapServers(),
                                "max.in.flight.requests.per.connection",
                                1),
                        new StringSerializer(),
                        new ByteArraySerializer())) {
            String topic = plan.topics().readings();
            long begin = System.currentTimeMillis() - Duration.ofDays(30).toMillis();
            for (int n = 0; n < SERIES * READINGS; n++) {
                Reading reading = new Reading("s" + n % SERIES, begin + 60_000L * n, Math.sin(n / 10.0));
                Future<RecordMetadata> unused = producer.send(
                        new ProducerRecord<>(topic, reading.seriesId(), serializer.serialize(topic, reading)));
            }
            producer.send(new ProducerRecord<>(topic, "s0", new byte[] {1, 2, 3}))
                    .get(60, SECONDS);
            producer.flush();
        }
    }

    private static Set<String> internalTopics() throws Exception {
        return broker.admin().listTopics().names().get(60, SECONDS).stream()
                .filter(name -> name.startsWith("rillcast-"))
                .collect(Collectors.toSet());
    }

    private static long records(String topic) throws Exception {
        return sum(topic, OffsetSpec.latest());
    }

    private static long deleted(String topic) throws Exception {
        return sum(topic, OffsetSpec.earliest());
    }

    private static long sum(String topic, OffsetSpec spec) throws Exception {
        int partitions = broker.admin()
                .describeTopics(List.of(topic))
                .allTopicNames()
                .get(60, SECONDS)
                .get(topic)
                .partitions()
                .size();
        Map<TopicPartition, OffsetSpec> asked = new HashMap<>();
        for (int partition = 0; partition < partitions; partition++) {
            asked.put(new TopicPartition(topic, partition), spec);
        }
        return broker.admin().listOffsets(asked).all().get(60, SECONDS).values().stream()
                .mapToLong(ListOffsetsResultInfo::offset)
                .sum();
    }
}
