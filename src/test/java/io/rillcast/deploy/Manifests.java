package io.rillcast.deploy;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/** Kubernetes' objects, as one directory renders them. */
record Manifests(List<JsonNode> objects) {
    /** Where they lie. */
    static final Path ROOT = Path.of("deploy", "kubernetes");

    private static final ObjectMapper YAML = new ObjectMapper(new YAMLFactory());

    /** What {@code kubectl kustomize} makes of a directory. Skips the test where there is no kubectl that can. */
    static Manifests rendered(Path directory) {
        assumeTrue(
                isKubectlThere(),
                "program is not installed: name=kubectl; kustomize 5 or later is needed, as in kubectl 1.27 or later");
        try {
            Path out = Files.createTempFile("rendered", ".yaml");
            Path err = Files.createTempFile("rendered", ".txt");
            Process process = new ProcessBuilder("kubectl", "kustomize", directory.toString())
                    .redirectOutput(out.toFile())
                    .redirectError(err.toFile())
                    .start();
            int status = process.waitFor();
            if (status != 0) {
                throw new AssertionError("kubectl kustomize must take " + directory + ": " + Files.readString(err));
            }
            String text = Files.readString(out);
            Files.delete(out);
            Files.delete(err);
            return new Manifests(parsed(text));
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new AssertionError(interrupted);
        }
    }

    /** One overlay. */
    static Manifests overlay(String name) {
        return rendered(ROOT.resolve("overlays").resolve(name));
    }

    /** The production overlay with the optional component for scaling. */
    static Manifests scaled() {
        try {
            Path directory = Files.createDirectories(Path.of("target", "scaled"));
            Files.writeString(directory.resolve("kustomization.yaml"), """
                    apiVersion: kustomize.config.k8s.io/v1beta1
                    kind: Kustomization
                    namespace: rillcast
                    resources:
                      - ../../deploy/kubernetes/overlays/production
                    components:
                      - ../../deploy/kubernetes/components/autoscaling
                    """);
            return rendered(directory);
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    /** All objects that stand in files, before anything is put together. */
    static Manifests raw() {
        List<JsonNode> objects = new ArrayList<>();
        try (Stream<Path> files = Files.walk(ROOT)) {
            for (Path file : files.filter(one -> one.toString().endsWith(".yaml"))
                    .sorted()
                    .toList()) {
                objects.addAll(parsed(Files.readString(file)));
            }
            return new Manifests(objects);
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    /** The documents of a YAML text. */
    static List<JsonNode> parsed(String text) throws IOException {
        try (MappingIterator<JsonNode> documents =
                YAML.readerFor(JsonNode.class).readValues(text)) {
            return documents.readAll();
        }
    }

    /** The only document of a file. */
    static JsonNode file(Path file) {
        try {
            return YAML.readTree(Files.readString(file, StandardCharsets.UTF_8));
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    private static boolean isKubectlThere() {
        return Arrays.stream(System.getenv("PATH").split(File.pathSeparator))
                .anyMatch(folder -> Files.isExecutable(Path.of(folder, "kubectl")));
    }

    /** Copies all, so that a test may change the copy. */
    Manifests copy() {
        return new Manifests(objects.stream().<JsonNode>map(JsonNode::deepCopy).toList());
    }

    /** All of a kind. */
    List<JsonNode> all(String kind) {
        return objects.stream()
                .filter(one -> one.path("kind").asText().equals(kind))
                .toList();
    }

    /** The one of a kind and name. */
    Optional<JsonNode> find(String kind, String name) {
        return all(kind).stream()
                .filter(one -> one.at("/metadata/name").asText().equals(name))
                .findFirst();
    }

    /** The one of a kind and name, which must be there. */
    JsonNode get(String kind, String name) {
        return find(kind, name).orElseThrow(() -> new AssertionError(kind + " must be there: name=" + name));
    }

    /** Rillcast's pods. */
    JsonNode pod() {
        return get("StatefulSet", "rillcast").at("/spec/template/spec");
    }

    /** Rillcast's container. */
    JsonNode container() {
        return pod().at("/containers/0");
    }

    /** Rillcast's settings, whose name ends with a hash of them. */
    JsonNode settings() {
        return all("ConfigMap").stream()
                .filter(one -> one.at("/metadata/name").asText().startsWith("rillcast-settings"))
                .findFirst()
                .orElseThrow()
                .path("data");
    }

    /** The elements of a list, none where there is no list. */
    static Stream<JsonNode> each(JsonNode list) {
        return StreamSupport.stream(list.spliterator(), false);
    }
}
