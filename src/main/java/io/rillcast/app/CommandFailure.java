package io.rillcast.app;

import java.util.List;

/** A command could not do what it was asked to; a sentence for each reason, for the person who asked. */
final class CommandFailure extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final String[] sentences;

    CommandFailure(String sentence) {
        this(sentence, null);
    }

    CommandFailure(String sentence, Throwable cause) {
        this(List.of(sentence), cause);
    }

    CommandFailure(List<String> sentences, Throwable cause) {
        super(String.join("\n", sentences), cause);
        this.sentences = sentences.toArray(String[]::new);
    }

    /** One for each reason. */
    List<String> sentences() {
        return List.of(sentences);
    }
}
