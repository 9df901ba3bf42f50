package io.rillcast.streams;

import java.util.List;

/** The service cannot start; the sentences say why and what to do. */
public final class StartFailure extends Exception {
    private static final long serialVersionUID = 1L;

    private final String[] sentences;

    /** With the sentence. */
    public StartFailure(String sentence) {
        this(List.of(sentence), null);
    }

    /** With the sentence, and what led to it. */
    StartFailure(String sentence, Throwable cause) {
        this(List.of(sentence), cause);
    }

    /** With all that is wrong, a sentence each. */
    StartFailure(List<String> sentences) {
        this(sentences, null);
    }

    private StartFailure(List<String> sentences, Throwable cause) {
        super(String.join("\n", sentences), cause);
        this.sentences = sentences.toArray(String[]::new);
    }

    /** All that is wrong, a sentence each. */
    public List<String> sentences() {
        return List.of(sentences);
    }
}
