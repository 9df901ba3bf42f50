package io.rillcast.deploy;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What is asked of Prometheus, by the alerts and by the dashboard. */
final class Expressions {
    static final Path DIRECTORY = Path.of("deploy", "monitoring");

    private static final Set<String> WORDS = Set.of(
            "abs",
            "and",
            "avg",
            "by",
            "changes",
            "delta",
            "histogram_quantile",
            "increase",
            "label_values",
            "max",
            "min",
            "or",
            "rate",
            "sum",
            "unless");

    private static final Pattern WORD = Pattern.compile("[a-zA-Z_:][a-zA-Z0-9_:]*");

    private Expressions() {}

    /** Every expression. */
    static List<String> all() {
        List<String> all = new ArrayList<>();
        for (JsonNode rule : rules()) {
            all.add(rule.path("expr").asText());
        }
        JsonNode dashboard = Manifests.file(DIRECTORY.resolve("dashboard.json"));
        dashboard.findValuesAsText("expr").forEach(all::add);
        for (JsonNode variable : dashboard.at("/templating/list")) {
            if (variable.path("type").asText().equals("query")) {
                all.add(variable.path("query").asText());
            }
        }
        return all;
    }

    /** The alerts. */
    static JsonNode rules() {
        return Manifests.file(DIRECTORY.resolve("alerts.yaml")).at("/groups/0/rules");
    }

    /** The names of the metrics in an expression: what is neither a label, a duration, a text, nor a word of PromQL. */
    static Set<String> metrics(String expression) {
        String bare = expression
                .replaceAll("\"[^\"]*\"", "")
                .replaceAll("\\{[^}]*}", "")
                .replaceAll("\\[[^]]*]", "")
                .replaceAll("by \\([^)]*\\)", "by")
                .replaceAll("(label_values\\([^,]*),[^)]*\\)", "$1)")
                .replaceAll("\\b[0-9.]+\\b", "");
        Set<String> names = new TreeSet<>();
        Matcher word = WORD.matcher(bare);
        while (word.find()) {
            if (!WORDS.contains(word.group())) {
                names.add(word.group());
            }
        }
        return names;
    }
}
