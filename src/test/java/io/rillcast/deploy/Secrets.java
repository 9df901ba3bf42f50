package io.rillcast.deploy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Which secrets there will be: those that Strimzi makes of what it is told, and those that the guide has people make. */
final class Secrets {
    private static final Path GUIDE = Path.of("deploy", "README.md");

    private Secrets() {}

    /** The keys of a secret; none if nobody makes it. */
    static Set<String> keys(Manifests all, String name) {
        boolean isCluster = all.all("KafkaTopic").stream()
                .map(topic ->
                        topic.at("/metadata/labels").path("strimzi.io/cluster").asText())
                .anyMatch(cluster -> name.equals(cluster + "-cluster-ca-cert"));
        if (isCluster) {
            return Set.of("ca.crt", "ca.p12", "ca.password");
        }
        boolean isUser = all.find("KafkaUser", name)
                .filter(user -> user.at("/spec/authentication/type").asText().equals("scram-sha-512"))
                .isPresent();
        return isUser ? Set.of("password", "sasl.jaas.config") : ofGuide(name);
    }

    private static Set<String> ofGuide(String name) {
        try {
            String guide = Files.readString(GUIDE).replaceAll("\\\\\\s*\\n\\s*", " ");
            Matcher command = Pattern.compile("create secret generic " + Pattern.quote(name) + "((?: --from-\\S+)+)")
                    .matcher(guide);
            Set<String> keys = new HashSet<>();
            if (command.find()) {
                Matcher key =
                        Pattern.compile("--from-(?:file|literal)=([^=\\s]+)=").matcher(command.group(1));
                while (key.find()) {
                    keys.add(key.group(1));
                }
            }
            return keys;
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }
}
