package io.rillcast.config;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import java.util.stream.Collectors;

/** The table of every setting: for README and for the terminal. */
public final class SettingsTable {
    private SettingsTable() {}

    /** A Markdown table, one row a key, ending with a line break. */
    public static String markdown() {
        String head = "| key | type | default | range | what it is for |\n|---|---|---|---|---|\n";
        return SettingKeys.ALL.stream()
                .map(key -> "| `" + key.name() + "` | " + key.type().name() + " | " + markdownDefault(key) + " | "
                        + key.type().range() + " | " + key.sentence() + " |\n")
                .collect(Collectors.joining("", head, ""));
    }

    /** Two lines a key, for a terminal, ending with a line break. */
    public static String text() {
        return SettingKeys.ALL.stream()
                .map(key -> key.name() + " = " + textDefault(key) + "  ("
                        + key.type().name() + ": " + key.type().range() + ")\n    " + key.sentence() + "\n")
                .collect(Collectors.joining());
    }

    /** A JSON array, one object a key, ending with a line break. */
    public static String json() {
        ArrayNode settings = new JsonMapper().createArrayNode();
        SettingKeys.ALL.forEach(key -> settings.addObject()
                .put("key", key.name())
                .put("type", key.type().name())
                .put("required", key.isRequired())
                .put("default", key.isRequired() ? null : key.defaultText())
                .put("range", key.type().range())
                .put("sentence", key.sentence()));
        return settings.toPrettyString() + "\n";
    }

    private static String markdownDefault(SettingKey<?> key) {
        if (key.isRequired()) {
            return "*required*";
        }
        return key.defaultText().isEmpty() ? "" : "`" + key.defaultText() + "`";
    }

    private static String textDefault(SettingKey<?> key) {
        return key.isRequired() ? "<required>" : key.defaultText();
    }
}
