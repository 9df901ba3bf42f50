package io.rillcast.deploy;

import com.fasterxml.jackson.databind.JsonNode;
import io.fabric8.kubernetes.api.model.Quantity;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What must hold between the manifests of one rendering; each rule says what is wrong, in sentences. */
final class ManifestRules {
    /** What threads, RocksDB's own bookkeeping and the C library take beside what is bounded. */
    private static final long OTHER_MIB = 256;

    private static final long MIB = 1 << 20;

    private static final Map<String, Function<Manifests, List<String>>> RULES = rules();

    private ManifestRules() {}

    private static Map<String, Function<Manifests, List<String>>> rules() {
        Map<String, Function<Manifests, List<String>>> rules = new LinkedHashMap<>();
        rules.put("ports", ManifestRules::ports);
        rules.put("selectors", ManifestRules::selectors);
        rules.put("memory", ManifestRules::memory);
        rules.put("end", ManifestRules::end);
        rules.put("security", ManifestRules::security);
        rules.put("volumes", ManifestRules::volumes);
        rules.put("egress", ManifestRules::egress);
        return rules;
    }

    /** All that is wrong by any rule. */
    static List<String> problems(Manifests manifests) {
        List<String> problems = new ArrayList<>();
        RULES.values().forEach(rule -> problems.addAll(rule.apply(manifests)));
        return problems;
    }

    /** One port for HTTP, wherever it stands. */
    private static List<String> ports(Manifests all) {
        List<String> problems = new ArrayList<>();
        int port = all.settings().path("http.port").asInt();
        JsonNode container = all.container();
        require(
                problems,
                container.at("/ports/0/containerPort").asInt() == port,
                "container's port",
                container.at("/ports"));
        String name = container.at("/ports/0/name").asText();
        for (String service : List.of("rillcast", "rillcast-instances")) {
            JsonNode one = all.get("Service", service).at("/spec/ports/0");
            require(problems, one.path("port").asInt() == port, "service's port: service=" + service, one);
            require(
                    problems,
                    one.path("targetPort").asText().equals(name),
                    "service's target: service=" + service,
                    one);
        }
        for (String probe : List.of("startupProbe", "livenessProbe", "readinessProbe")) {
            JsonNode http = container.path(probe).path("httpGet");
            require(problems, http.path("port").asText().equals(name), probe + "'s port", http);
            String path = probe.equals("readinessProbe") ? "/health/ready" : "/health/live";
            require(problems, http.path("path").asText().equals(path), probe + "'s path", http);
        }
        JsonNode ingress = all.get("NetworkPolicy", "rillcast").at("/spec/ingress/0/ports/0/port");
        require(problems, ingress.asInt() == port, "port that the network policy opens", ingress);
        String server = variable(container, "RILLCAST_APPLICATION_SERVER");
        String expected = "$(POD_NAME)."
                + all.get("StatefulSet", "rillcast").at("/spec/serviceName").asText() + ".$(POD_NAMESPACE).svc:" + port;
        require(problems, server.equals(expected), "address that other instances ask", container.path("env"));
        all.find("ServiceMonitor", "rillcast")
                .map(monitor -> monitor.at("/spec/endpoints/0"))
                .ifPresent(endpoint -> {
                    require(problems, endpoint.path("port").asText().equals("http"), "monitored port", endpoint);
                    require(problems, endpoint.path("path").asText().equals("/metrics"), "path of metrics", endpoint);
                });
        return problems;
    }

    /** What selects pods selects Rillcast's, and only one service is scraped. */
    private static List<String> selectors(Manifests all) {
        List<String> problems = new ArrayList<>();
        JsonNode set = all.get("StatefulSet", "rillcast");
        JsonNode labels = set.at("/spec/template/metadata/labels");
        List<JsonNode> selectors = new ArrayList<>(List.of(
                set.at("/spec/selector/matchLabels"),
                all.get("Service", "rillcast").at("/spec/selector"),
                all.get("Service", "rillcast-instances").at("/spec/selector"),
                all.get("PodDisruptionBudget", "rillcast").at("/spec/selector/matchLabels"),
                all.get("NetworkPolicy", "rillcast").at("/spec/podSelector/matchLabels")));
        Manifests.each(all.pod().path("topologySpreadConstraints"))
                .forEach(one -> selectors.add(one.at("/labelSelector/matchLabels")));
        selectors.forEach(one -> require(problems, selects(one, labels), "selector", one));
        JsonNode headless = all.get("Service", "rillcast-instances").path("spec");
        require(problems, headless.path("clusterIP").asText().equals("None"), "service without an address", headless);
        require(problems, headless.path("publishNotReadyAddresses").asBoolean(), "names of all instances", headless);
        require(
                problems,
                set.at("/spec/serviceName").asText().equals("rillcast-instances"),
                "name of the service of the instances",
                set.at("/spec/serviceName"));
        all.find("ServiceMonitor", "rillcast").ifPresent(monitor -> {
            long scraped = all.all("Service").stream()
                    .filter(one -> selects(monitor.at("/spec/selector/matchLabels"), one.at("/metadata/labels")))
                    .count();
            require(problems, scraped == 1, "number of services that are scraped: found=" + scraped, monitor);
        });
        all.find("ScaledObject", "rillcast")
                .map(scaled -> scaled.at("/spec/scaleTargetRef"))
                .ifPresent(target -> require(
                        problems,
                        all.find(
                                                target.path("kind").asText(),
                                                target.path("name").asText())
                                        .isPresent()
                                && !set.path("spec").has("replicas"),
                        "what is scaled",
                        target));
        return problems;
    }

    private static boolean selects(JsonNode selector, JsonNode labels) {
        return !selector.isEmpty()
                && selector.properties().stream()
                        .allMatch(pair -> labels.path(pair.getKey()).equals(pair.getValue()));
    }

    /** The limit is what is bounded and what is not, and hardly more; all of it is asked for. */
    private static List<String> memory(Manifests all) {
        List<String> problems = new ArrayList<>();
        JsonNode container = all.container();
        String flags = variable(container, "JDK_JAVA_OPTIONS");
        long bounded = all.settings().path("state.memory.mb").asLong();
        for (String flag :
                List.of("-Xmx", "-XX:MaxDirectMemorySize=", "-XX:MaxMetaspaceSize=", "-XX:ReservedCodeCacheSize=")) {
            bounded += flagMib(flags, flag);
        }
        JsonNode limit = container.at("/resources/limits/memory");
        long limitMib = bytes(limit.asText()) / MIB;
        require(problems, limitMib >= bounded + OTHER_MIB, "memory for " + bounded + " + " + OTHER_MIB + " MiB", limit);
        require(problems, limitMib <= 1.15 * (bounded + OTHER_MIB), "no more memory than is used", limit);
        require(problems, limit.equals(container.at("/resources/requests/memory")), "memory asked for", limit);
        require(problems, flagMib(flags, "-Xms") == flagMib(flags, "-Xmx"), "heap of one size", limit);
        return problems;
    }

    private static long flagMib(String flags, String flag) {
        Matcher found =
                Pattern.compile(Pattern.quote(flag) + "(\\d+)([gm])(?: |$)").matcher(flags);
        return found.find() ? Long.parseLong(found.group(1)) * (found.group(2).equals("g") ? 1024 : 1) : -1_000_000;
    }

    private static long bytes(String quantity) {
        return Quantity.getAmountInBytes(new Quantity(quantity)).longValue();
    }

    /** A pod may take as long to end as Rillcast may. */
    private static List<String> end(Manifests all) {
        List<String> problems = new ArrayList<>();
        long shutdownMs = all.settings().path("shutdown.timeout.ms").asLong();
        JsonNode grace = all.pod().path("terminationGracePeriodSeconds");
        require(problems, shutdownMs > 0 && grace.asLong() * 1000 >= 2 * shutdownMs, "time to end", grace);
        JsonNode pods = all.get("PodDisruptionBudget", "rillcast").at("/spec/maxUnavailable");
        require(problems, pods.asInt() == 1, "pods taken away at once", pods);
        return problems;
    }

    /** Kubernetes' restricted profile, and more: no token, nothing secret in the environment. */
    private static List<String> security(Manifests all) {
        List<String> problems = new ArrayList<>();
        Stream.of("StatefulSet", "Deployment", "Job")
                .flatMap(kind -> all.all(kind).stream())
                .forEach(workload ->
                        pod(problems, workload.at("/metadata/name").asText(), workload.at("/spec/template/spec")));
        require(
                problems,
                all.container().at("/securityContext/readOnlyRootFilesystem").asBoolean(),
                "read-only root",
                all.container().path("securityContext"));
        JsonNode account =
                all.get("ServiceAccount", all.pod().path("serviceAccountName").asText());
        require(
                problems,
                account.path("automountServiceAccountToken").isBoolean()
                        && !account.path("automountServiceAccountToken").asBoolean(),
                "account without a token",
                account);
        for (JsonNode namespace : all.all("Namespace")) {
            JsonNode enforced = namespace.at("/metadata/labels").path("pod-security.kubernetes.io/enforce");
            require(problems, enforced.asText().equals("restricted"), "restricted namespace", namespace);
        }
        require(problems, !all.all("Namespace").isEmpty(), "namespace", all.pod());
        return problems;
    }

    private static void pod(List<String> problems, String name, JsonNode pod) {
        JsonNode shared = pod.path("securityContext");
        require(
                problems,
                shared.path("runAsNonRoot").asBoolean()
                        && shared.path("runAsUser").asInt() > 0,
                name + ": user",
                shared);
        require(
                problems,
                shared.at("/seccompProfile/type").asText().equals("RuntimeDefault"),
                name + ": seccomp",
                shared);
        require(
                problems,
                pod.path("automountServiceAccountToken").isBoolean()
                        && !pod.path("automountServiceAccountToken").asBoolean(),
                name + ": no token",
                pod.path("automountServiceAccountToken"));
        for (String host : List.of("hostNetwork", "hostPID", "hostIPC")) {
            require(problems, !pod.path(host).asBoolean(), name + ": " + host, pod.path(host));
        }
        Manifests.each(pod.path("volumes"))
                .forEach(volume -> require(problems, !volume.has("hostPath"), name + ": volume", volume));
        Manifests.each(pod.path("containers")).forEach(container -> container(problems, name, container));
    }

    private static void container(List<String> problems, String name, JsonNode container) {
        JsonNode own = container.path("securityContext");
        require(
                problems,
                own.path("allowPrivilegeEscalation").isBoolean()
                        && !own.path("allowPrivilegeEscalation").asBoolean(),
                name + ": privileges",
                own);
        require(
                problems,
                own.at("/capabilities/drop/0").asText().equals("ALL")
                        && !own.path("capabilities").has("add"),
                name + ": capabilities",
                own);
        require(problems, !own.path("privileged").asBoolean(), name + ": privileged", own);
        require(problems, !container.has("envFrom"), name + ": environment of its own", container.path("envFrom"));
        Manifests.each(container.path("env"))
                .forEach(variable -> require(
                        problems,
                        !variable.path("valueFrom").has("secretKeyRef")
                                && !variable.path("name")
                                        .asText()
                                        .matches(".*(PASSWORD|SECRET|TOKEN|JAAS|USER_INFO).*"),
                        name + ": environment without secrets",
                        variable));
        require(
                problems,
                container.at("/resources/limits").has("memory"),
                name + ": memory limit",
                container.path("resources"));
    }

    /** Each mount has its volume, each volume is there, and what the settings name lies in one. */
    private static List<String> volumes(Manifests all) {
        List<String> problems = new ArrayList<>();
        Map<String, Set<String>> keysByVolume = new LinkedHashMap<>();
        Manifests.each(all.pod().path("volumes"))
                .forEach(volume -> keysByVolume.put(volume.path("name").asText(), keys(problems, all, volume)));
        Manifests.each(all.get("StatefulSet", "rillcast").at("/spec/volumeClaimTemplates"))
                .forEach(claim -> keysByVolume.put(claim.at("/metadata/name").asText(), Set.of()));
        Map<String, Set<String>> keysByPath = new LinkedHashMap<>();
        Manifests.each(all.container().path("volumeMounts")).forEach(mount -> {
            Set<String> keys = keysByVolume.get(mount.path("name").asText());
            require(problems, keys != null, "volume of a mount", mount);
            keysByPath.put(mount.path("mountPath").asText(), keys == null ? Set.of() : keys);
        });
        Pattern place = Pattern.compile("\\$\\{dir:(/[^:]+):([^}]+)}|^(/etc/rillcast/.+)/([^/]+)$");
        all.settings().forEach(value -> {
            Matcher found = place.matcher(value.asText());
            while (found.find()) {
                String directory = found.group(1) == null ? found.group(3) : found.group(1);
                String file = found.group(1) == null ? found.group(4) : found.group(2);
                require(
                        problems,
                        keysByPath.getOrDefault(directory, Set.of()).contains(file),
                        "file that a setting names",
                        value);
            }
        });
        String state = all.settings().path("state.dir").asText();
        require(
                problems,
                keysByPath.keySet().stream().anyMatch(path -> state.startsWith(path + "/")),
                "volume of the state",
                all.settings().path("state.dir"));
        require(
                problems,
                keysByPath.containsKey("/tmp"),
                "a place for native code",
                all.container().path("volumeMounts"));
        String settings = Manifests.each(all.container().path("args"))
                .map(JsonNode::asText)
                .collect(Collectors.joining(" "));
        require(
                problems,
                settings.equals("run --config /etc/rillcast/settings")
                        && !keysByPath
                                .getOrDefault("/etc/rillcast/settings", Set.of())
                                .isEmpty(),
                "settings that are mounted",
                all.container().path("args"));
        return problems;
    }

    /** The files in a volume; each must be one that its source has. */
    private static Set<String> keys(List<String> problems, Manifests all, JsonNode volume) {
        if (volume.has("configMap")) {
            return all.find("ConfigMap", volume.at("/configMap/name").asText())
                    .map(map -> fields(map.path("data")))
                    .orElseGet(() -> {
                        problems.add("must be right: what=configuration of a volume, found=" + volume);
                        return Set.of();
                    });
        }
        Set<String> names = new HashSet<>();
        if (volume.has("secret")) {
            Set<String> there =
                    Secrets.keys(all, volume.at("/secret/secretName").asText());
            Manifests.each(volume.at("/secret/items")).forEach(item -> {
                require(problems, there.contains(item.path("key").asText()), "key of a secret", volume);
                names.add(item.path("path").asText());
            });
            require(problems, !names.isEmpty(), "keys of a secret", volume);
        }
        return names;
    }

    private static Set<String> fields(JsonNode object) {
        Set<String> names = new HashSet<>();
        object.fieldNames().forEachRemaining(names::add);
        return names;
    }

    /** The network policy lets Rillcast go where the settings send it. */
    private static List<String> egress(Manifests all) {
        List<String> problems = new ArrayList<>();
        Set<Integer> open = new HashSet<>();
        Manifests.each(all.get("NetworkPolicy", "rillcast").at("/spec/egress"))
                .flatMap(rule -> Manifests.each(rule.path("ports")))
                .filter(port -> port.path("protocol").asText().equals("TCP"))
                .forEach(port -> open.add(port.path("port").asInt()));
        for (String key : List.of("bootstrap.servers", "schema.registry.url")) {
            Matcher found =
                    Pattern.compile(":(\\d+)").matcher(all.settings().path(key).asText());
            require(
                    problems,
                    found.find() && open.contains(Integer.parseInt(found.group(1))),
                    "way out to " + key,
                    all.settings().path(key));
        }
        require(
                problems,
                open.contains(53),
                "way out to the names' service",
                all.get("NetworkPolicy", "rillcast").at("/spec/egress"));
        return problems;
    }

    private static String variable(JsonNode container, String name) {
        return Manifests.each(container.path("env"))
                .filter(one -> one.path("name").asText().equals(name))
                .map(one -> one.path("value").asText())
                .findFirst()
                .orElse("");
    }

    private static void require(List<String> problems, boolean holds, String what, JsonNode found) {
        if (!holds) {
            problems.add("must be right: what=" + what + ", found=" + found);
        }
    }
}
