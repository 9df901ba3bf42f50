package io.rillcast.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.rillcast.process.BrokerProcess;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * What goes wrong where there is a broker, or a registry that refuses: in {@code wrong-uses/with-broker.txt}, word for
 * word. The broker is a process of its own, so that nothing of what it logs is taken for the command's.
 */
@Timeout(300)
class WrongUsesIT {
    private static final String FILE = "with-broker";

    @TempDir
    private static Path dir;

    private static BrokerProcess broker;
    private static HttpServer web;
    private static WrongUses uses;

    @BeforeAll
    static void begin() throws Exception {
        broker = BrokerProcess.startWithLogin(dir.resolve("cluster"));
        web = HttpServer.create(new InetSocketAddress(InetAddress.getByAddress(new byte[] {127, 0, 0, 1}), 0), 0);
        web.createContext(
                "/private", exchange -> answer(exchange, 401, "{\"error_code\":401,\"message\":\"who are you\"}"));
        web.createContext(
                "/broken", exchange -> answer(exchange, 500, "{\"error_code\":50001,\"message\":\"no store\"}"));
        web.createContext("/page", exchange -> answer(exchange, 200, "<html>welcome</html>"));
        web.start();
        Files.writeString(
                dir.resolve("good.properties"),
                "bootstrap.servers=" + broker.bootstrapServers() + "\nschema.registry.url=" + broker.registryUrl()
                        + "\nstate.dir=" + dir.resolve("state") + "\nmax.retries=0\nhttp.port=0\n");
        Files.writeString(dir.resolve("one.csv"), "series,timestamp,value\na,0,1\n");
        Files.writeString(dir.resolve("bad.csv"), "series,timestamp,value\na,0,1\na,tomorrow,2\n");
        Files.createDirectory(dir.resolve("elsewhere"));
        Files.writeString(dir.resolve("elsewhere").resolve("rillcast.cluster-id"), "another\n");
        create(new NewTopic("wrong.models", 1, (short) 1).configs(Map.of("cleanup.policy", "delete")));
        create(new NewTopic("wrong.scores", 1, (short) 1).configs(Map.of("cleanup.policy", "compact")));
        create(new NewTopic("readings", 3, (short) 1));
        uses = new WrongUses(FILE, places());
    }

    private static Map<String, String> places() throws Exception {
        Map<String, String> places = new HashMap<>();
        places.put("dir", dir.toString());
        places.put("broker", broker.bootstrapServers());
        places.put("login", broker.loginServers());
        places.put("registry", broker.registryUrl());
        places.put("web", "http://127.0.0.1:" + web.getAddress().getPort());
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", broker.bootstrapServers()))) {
            places.put("cluster", admin.describeCluster().clusterId().get(60, TimeUnit.SECONDS));
        }
        // It holds blanks, which part the arguments in the file.
        places.put(
                "wrong-login",
                "-Dsasl.jaas.config=org.apache.kafka.common.security.plain.PlainLoginModule required username=\"ada\""
                        + " password=\"wrong\";");
        return places;
    }

    private static void create(NewTopic topic) throws Exception {
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", broker.bootstrapServers()))) {
            admin.createTopics(List.of(topic)).all().get(60, TimeUnit.SECONDS);
        }
    }

    private static void answer(HttpExchange exchange, int status, String text) throws IOException {
        byte[] body = text.getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(status, body.length);
        exchange.getResponseBody().write(body);
        exchange.close();
    }

    @AfterAll
    static void end() throws Exception {
        uses.close();
        web.stop(0);
        broker.close();
    }

    @TestFactory
    Stream<DynamicTest> saysWhatIsWrong() throws Exception {
        return WrongUses.read(FILE).stream()
                .map(use -> dynamicTest("rillcast " + use.arguments(), () -> assertThat(uses.run(use.arguments()))
                        .isEqualTo(use.expected())));
    }
}
