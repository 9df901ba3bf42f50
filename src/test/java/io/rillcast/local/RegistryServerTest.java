package io.rillcast.local;

import static org.assertj.core.api.Assertions.assertThat;

import io.rillcast.local.RegistryCalls.Answer;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RegistryServerTest {
    private static final String RAIN = "{'type':'record','name':'Rain','fields':[{'name':'mm','type':'double'}]}";
    private static final String RAIN_WITH_PLACE = "{'type':'record','name':'Rain','fields':["
            + "{'name':'mm','type':'double'},{'name':'place','type':'string','default':''}]}";
    private static final String RAIN_AS_TEXT =
            "{'type':'record','name':'Rain','fields':[{'name':'mm','type':'string'}]}";

    @TempDir
    private Path dir;

    private RegistryServer server;
    private RegistryCalls calls;

    @BeforeEach
    void start() {
        server = RegistryServer.start(dir, 0);
        calls = new RegistryCalls(server.url());
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void answersTheRootAndItsTypes() {
        assertThat(calls.get("/").text()).isEqualTo("{}");
        assertThat(calls.get("/schemas/types").text()).isEqualTo("['AVRO']");
        assertThat(calls.get("/contexts").text()).isEqualTo("['.']");
        assertThat(calls.get("/subjects").text()).isEqualTo("[]");
        assertThat(calls.get("/subjects").contentType()).isEqualTo("application/vnd.schemaregistry.v1+json");
    }

    @Test
    void givesOneIdToOneSchemaOverAllSubjects() {
        Answer first = calls.postSchema("/subjects/rain-value/versions", RAIN);
        Answer again = calls.postSchema("/subjects/rain-value/versions", RAIN.replace(",", " ,\n"));
        Answer elsewhere = calls.postSchema("/subjects/snow-value/versions", RAIN);

        assertThat(List.of(first.text(), again.text(), elsewhere.text())).containsOnly("{'id':1}");
        assertThat(calls.get("/subjects/rain-value/versions").text()).isEqualTo("[1]");
        assertThat(calls.get("/schemas/ids/1/versions").text())
                .isEqualTo("[{'subject':'rain-value','version':1},{'subject':'snow-value','version':1}]");
        assertThat(calls.get("/schemas/ids/1/subjects").text()).isEqualTo("['rain-value','snow-value']");
    }

    @Test
    void returnsASchemaByIdAndByVersion() {
        calls.postSchema("/subjects/rain-value/versions", RAIN);
        calls.postSchema("/subjects/rain-value/versions", RAIN_WITH_PLACE);

        Answer byId = calls.get("/schemas/ids/1?fetchMaxId=true");
        Answer latest = calls.get("/subjects/rain-value/versions/latest");

        assertThat(byId.body().get("schema").asText().replace('"', '\'')).isEqualTo(RAIN);
        assertThat(byId.body().get("maxId").asInt()).isEqualTo(2);
        assertThat(latest.body().get("version").asInt()).isEqualTo(2);
        assertThat(latest.body().get("id").asInt()).isEqualTo(2);
        assertThat(calls.get("/schemas/ids/1/schema").text()).isEqualTo(RAIN);
        assertThat(calls.get("/subjects/rain-value/versions/1/schema").text()).isEqualTo(RAIN);
    }

    @Test
    void looksASchemaUpUnderItsSubject() {
        calls.postSchema("/subjects/rain-value/versions", RAIN);

        Answer found = calls.postSchema("/subjects/rain-value", RAIN);

        assertThat(found.body().get("subject").asText()).isEqualTo("rain-value");
        assertThat(found.body().get("version").asInt()).isEqualTo(1);
        assertThat(calls.postSchema("/subjects/rain-value", RAIN_AS_TEXT).errorCode())
                .isEqualTo(40403);
        assertThat(calls.postSchema("/subjects/nowhere", RAIN).errorCode()).isEqualTo(40401);
    }

    @Test
    void takesSchemasOfEqualNormalFormForOne() {
        String full = "{'type':'record','name':'weather.Rain','fields':[{'name':'mm','type':{'type':'double'}}],"
                + "'owner':'met','doc':'hourly'}";
        String spelledOtherwise = "{'doc':'hourly','fields':[{'type':'double','name':'mm'}],'owner':'met',"
                + "'namespace':'weather','name':'Rain','type':'record'}";

        Answer first = calls.postSchema("/subjects/rain-value/versions?normalize=true", full);
        Answer second = calls.postSchema("/subjects/rain-value/versions?normalize=true", spelledOtherwise);

        assertThat(first.text()).isEqualTo(second.text());
        assertThat(calls.get("/subjects/rain-value/versions/1/schema").text())
                .isEqualTo("{'name':'weather.Rain','type':'record','doc':'hourly',"
                        + "'fields':[{'name':'mm','type':'double'}],'owner':'met'}");
    }

    @Test
    void judgesCompatibilityWithoutRegistering() {
        calls.postSchema("/subjects/rain-value/versions", RAIN);
        String path = "/compatibility/subjects/rain-value/versions";

        assertThat(calls.postSchema(path + "/latest", RAIN_WITH_PLACE).text()).isEqualTo("{'is_compatible':true}");
        assertThat(calls.postSchema(path + "/1?verbose=true", RAIN_AS_TEXT)
                        .body()
                        .get("messages"))
                .hasSize(1);
        assertThat(calls.postSchema(path, RAIN_AS_TEXT).text()).isEqualTo("{'is_compatible':false}");
        assertThat(calls.postSchema(path + "/7", RAIN).errorCode()).isEqualTo(40402);
        assertThat(calls.postSchema(path.replace("rain", "new") + "/latest", RAIN)
                        .text())
                .isEqualTo("{'is_compatible':true}");
    }

    @Test
    void hidesADeletedVersionButStillResolvesItsId() {
        calls.postSchema("/subjects/rain-value/versions", RAIN);
        calls.postSchema("/subjects/rain-value/versions", RAIN_WITH_PLACE);

        Answer deleted = calls.delete("/subjects/rain-value/versions/1");

        assertThat(deleted.text()).isEqualTo("1");
        assertThat(calls.get("/subjects/rain-value/versions").text()).isEqualTo("[2]");
        assertThat(calls.get("/subjects/rain-value/versions?deleted=true").text())
                .isEqualTo("[1,2]");
        assertThat(calls.get("/subjects/rain-value/versions/1").errorCode()).isEqualTo(40402);
        assertThat(calls.get("/schemas/ids/1").status()).isEqualTo(200);
        assertThat(calls.delete("/subjects/rain-value/versions/1").errorCode()).isEqualTo(40406);
        assertThat(calls.delete("/subjects/rain-value/versions/2?permanent=true")
                        .errorCode())
                .isEqualTo(40407);
    }

    @Test
    void deletesASubjectSoftlyThenForGood() {
        calls.postSchema("/subjects/rain-value/versions", RAIN);

        assertThat(calls.delete("/subjects/rain-value?permanent=true").errorCode())
                .isEqualTo(40405);
        assertThat(calls.delete("/subjects/rain-value").text()).isEqualTo("[1]");
        assertThat(calls.delete("/subjects/rain-value").errorCode()).isEqualTo(40404);
        assertThat(calls.get("/subjects").text()).isEqualTo("[]");
        assertThat(calls.get("/subjects?deleted=true").text()).isEqualTo("['rain-value']");
        assertThat(calls.delete("/subjects/rain-value?permanent=true").text()).isEqualTo("[1]");
        assertThat(calls.get("/schemas/ids/1").errorCode()).isEqualTo(40403);
        assertThat(calls.postSchema("/subjects/rain-value/versions", RAIN).text())
                .isEqualTo("{'id':2}");
    }

    @Test
    void countsOnAfterASoftlyDeletedVersion() {
        calls.postSchema("/subjects/rain-value/versions", RAIN);
        calls.delete("/subjects/rain-value");

        Answer again = calls.postSchema("/subjects/rain-value/versions", RAIN);

        assertThat(again.text()).isEqualTo("{'id':1}");
        assertThat(calls.get("/subjects/rain-value/versions").text()).isEqualTo("[2]");
    }

    @Test
    void resolvesReferencesAndProtectsThem() {
        calls.postSchema("/subjects/rain/versions", RAIN);
        String day = "{\"schema\":\"{\\\"type\\\":\\\"record\\\",\\\"name\\\":\\\"Day\\\",\\\"fields\\\":"
                + "[{\\\"name\\\":\\\"rain\\\",\\\"type\\\":\\\"Rain\\\"}]}\","
                + "\"references\":[{\"name\":\"Rain\",\"subject\":\"rain\",\"version\":1}]}";

        Answer registered = calls.post("/subjects/day/versions", day);

        assertThat(registered.text()).isEqualTo("{'id':2}");
        assertThat(calls.get("/schemas/ids/2").text()).contains("'references':[{'name':'Rain'");
        assertThat(calls.get("/subjects/rain/versions/1/referencedby").text()).isEqualTo("[2]");
        assertThat(calls.delete("/subjects/rain").errorCode()).isEqualTo(42206);
        assertThat(calls.delete("/subjects/day").text()).isEqualTo("[1]");
        assertThat(calls.delete("/subjects/rain").text()).isEqualTo("[1]");
        assertThat(calls.delete("/subjects/rain?permanent=true").errorCode()).isEqualTo(42206);
        assertThat(calls.post("/subjects/day/versions", day.replace("\"version\":1", "\"version\":9"))
                        .errorCode())
                .isEqualTo(42201);
    }

    @Test
    void keepsLevelsForTheRegistryAndForSubjects() {
        assertThat(calls.get("/config").text()).isEqualTo("{'compatibilityLevel':'BACKWARD'}");
        assertThat(calls.put("/config", "{'compatibility':'full'}").text()).isEqualTo("{'compatibility':'FULL'}");
        assertThat(calls.get("/config/rain-value").errorCode()).isEqualTo(40408);
        assertThat(calls.get("/config/rain-value?defaultToGlobal=true").text())
                .isEqualTo("{'compatibilityLevel':'FULL'}");
        assertThat(calls.put("/config/rain-value", "{'compatibility':'NONE'}").status())
                .isEqualTo(200);
        assertThat(calls.get("/config/rain-value").text()).isEqualTo("{'compatibilityLevel':'NONE'}");
        assertThat(calls.delete("/config/rain-value").text()).isEqualTo("{'compatibilityLevel':'NONE'}");
        assertThat(calls.put("/config", "{'compatibility':'SOME'}").errorCode()).isEqualTo(42203);
        assertThat(calls.delete("/config").text()).isEqualTo("{'compatibilityLevel':'FULL'}");
        assertThat(calls.get("/config").text()).isEqualTo("{'compatibilityLevel':'BACKWARD'}");
    }

    @Test
    void registersNothingInReadOnlyMode() {
        assertThat(calls.get("/mode").text()).isEqualTo("{'mode':'READWRITE'}");
        assertThat(calls.get("/mode/rain-value").errorCode()).isEqualTo(40409);
        assertThat(calls.put("/mode/rain-value", "{'mode':'READONLY'}").text()).isEqualTo("{'mode':'READONLY'}");

        Answer refused = calls.postSchema("/subjects/rain-value/versions", RAIN);

        assertThat(refused.errorCode()).isEqualTo(42205);
        assertThat(calls.put("/mode", "{'mode':'IMPORT'}").errorCode()).isEqualTo(42204);
        assertThat(calls.delete("/mode/rain-value").text()).isEqualTo("{'mode':'READONLY'}");
        assertThat(calls.postSchema("/subjects/rain-value/versions", RAIN).status())
                .isEqualTo(200);
    }

    @Test
    void listsSchemasOfAPrefix() {
        calls.postSchema("/subjects/rain-value/versions", RAIN);
        calls.postSchema("/subjects/rain-value/versions", RAIN_WITH_PLACE);
        calls.postSchema("/subjects/snow-value/versions", RAIN);

        assertThat(calls.get("/schemas?subjectPrefix=rain").body()).hasSize(2);
        assertThat(calls.get("/schemas?latestOnly=true").body()).hasSize(2);
        assertThat(calls.get("/schemas?offset=1&limit=1")
                        .body()
                        .get(0)
                        .get("version")
                        .asInt())
                .isEqualTo(2);
        assertThat(calls.get("/subjects?subjectPrefix=snow").text()).isEqualTo("['snow-value']");
        assertThat(calls.get("/schemas?limit=few").status()).isEqualTo(400);
    }

    @Test
    void decodesSubjectsFromThePath() {
        calls.postSchema("/subjects/a%2Fb%20c+d/versions", RAIN);

        assertThat(calls.get("/subjects").text()).isEqualTo("['a/b c+d']");
        assertThat(calls.get("/subjects/a%2Fb%20c+d/versions/").text()).isEqualTo("[1]");
    }

    @Test
    void givesEachSchemaOneIdWhenManyRegisterAtOnce() throws Exception {
        List<Callable<Answer>> registrations = IntStream.range(0, 40)
                .<Callable<Answer>>mapToObj(i ->
                        () -> calls.postSchema("/subjects/s" + i + "/versions", RAIN.replace("Rain", "Rain" + i % 10)))
                .toList();
        ExecutorService threads = Executors.newFixedThreadPool(8);

        try {
            for (Future<Answer> answer : threads.invokeAll(registrations)) {
                assertThat(answer.get().status()).isEqualTo(200);
            }
        } finally {
            threads.shutdownNow();
        }

        List<String> ids = calls.get("/schemas").body().findValuesAsText("id");
        assertThat(ids).hasSize(40);
        assertThat(Set.copyOf(ids)).containsExactlyInAnyOrder("1", "2", "3", "4", "5", "6", "7", "8", "9", "10");
    }
}
