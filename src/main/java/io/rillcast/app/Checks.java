package io.rillcast.app;

import io.rillcast.config.SettingsException;
import io.rillcast.local.LocalStartFailure;
import io.rillcast.serde.BadLine;
import io.rillcast.serde.RegistryFailure;
import io.rillcast.streams.StartFailure;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What a command needs before it begins, tried one after the other, so that all that is wrong is said at once. */
final class Checks {
    private final List<Exception> failures = new ArrayList<>();

    /** Something a command needs. */
    interface Need<T> {
        T get() throws SettingsException, StartFailure, BadLine, IOException, InterruptedException;
    }

    /** Something that must hold. */
    interface Rule {
        void check() throws SettingsException, StartFailure, BadLine, IOException, InterruptedException;
    }

    /** What is needed, or nothing if that failed. */
    <T> Optional<T> tried(Need<T> need) throws InterruptedException {
        try {
            return Optional.of(need.get());
        } catch (SettingsException
                | StartFailure
                | BadLine
                | IOException
                | CommandFailure
                | LocalStartFailure
                | RegistryFailure failed) {
            failures.add(failed);
            return Optional.empty();
        }
    }

    /** Tries whether a rule holds. */
    void holds(Rule rule) throws InterruptedException {
        Optional<Boolean> unused = tried(() -> {
            rule.check();
            return true;
        });
    }

    /**
     * Ends the command if anything has failed.
     *
     * @throws CommandFailure with a sentence for each thing that is wrong
     */
    void requireAllPassed() {
        if (failures.isEmpty()) {
            return;
        }
        List<String> sentences = failures.stream()
                .flatMap(failed -> FailureReport.sentences(failed).stream())
                .toList();
        CommandFailure all = new CommandFailure(sentences, failures.get(0));
        failures.stream().skip(1).forEach(all::addSuppressed);
        throw all;
    }
}
