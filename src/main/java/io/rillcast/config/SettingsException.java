package io.rillcast.config;

import java.util.List;
import java.util.stream.Collectors;

/** The settings cannot be used; names everything that is wrong with them. */
public final class SettingsException extends Exception {
    private static final long serialVersionUID = 1;

    /** Sentences rather than problems, because an exception must be serialisable. */
    private final String[] sentences;

    SettingsException(List<SettingsProblem> problems) {
        super(problems.stream().map(SettingsProblem::sentence).collect(Collectors.joining("\n")));
        this.sentences = problems.stream().map(SettingsProblem::sentence).toArray(String[]::new);
    }

    /** One sentence for each problem, never with a secret in it. */
    public List<String> sentences() {
        return List.of(sentences);
    }
}
