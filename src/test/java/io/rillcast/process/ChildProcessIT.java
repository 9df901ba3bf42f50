package io.rillcast.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ChildProcessIT {
    private static final Duration TIMEOUT = Duration.ofSeconds(60);

    @TempDir
    private Path dir;

    /** Says its argument, then waits, exits with the code given, or says goodbye on SIGTERM. */
    static final class Parrot {
        private Parrot() {}

        /** The word to say, then {@code wait} or an exit code. */
        public static void main(String[] args) throws InterruptedException {
            System.out.println("says " + args[0]);
            if (!args[1].equals("wait")) {
                System.exit(Integer.parseInt(args[1]));
            }
            Runtime.getRuntime().addShutdownHook(new Thread(() -> System.out.println("goodbye")));
            System.out.println("waits");
            new CountDownLatch(1).await();
        }
    }

    @Test
    void keepsItsOutputAndExitCode() throws Exception {
        try (ChildProcess child = start("hello", "3")) {
            int code = child.awaitExit(TIMEOUT);

            assertThat(code).isEqualTo(3);
            assertThat(child.lines()).containsExactly("says hello");
            assertThat(Files.readAllLines(dir.resolve("parrot.log"))).containsExactly("says hello");
        }
    }

    @Test
    void findsALineSaidBeforeAndAfterTheCall() {
        try (ChildProcess child = start("hello", "wait")) {
            child.awaitLine("^waits$", TIMEOUT);

            assertThat(child.awaitLine("says (\\w+)", TIMEOUT).group(1)).isEqualTo("hello");
            assertThat(child.isAlive()).isTrue();
        }
    }

    @Test
    void tellsWhatAProcessSaidThatEndedTooEarly() {
        try (ChildProcess child = start("sorry", "1")) {
            assertThatThrownBy(() -> child.awaitLine("ready", TIMEOUT))
                    .isInstanceOf(AssertionError.class)
                    .hasMessageContaining("ended before it said /ready/")
                    .hasMessageEndingWith("says sorry");
        }
    }

    @Test
    void letsAProcessTidyUpOnSigterm() {
        try (ChildProcess child = start("hello", "wait")) {
            child.awaitLine("^waits$", TIMEOUT);

            child.sigterm();

            assertThat(child.awaitExit(TIMEOUT)).isEqualTo(128 + 15);
            assertThat(child.lines()).endsWith("goodbye");
        }
    }

    @Test
    void letsNothingTidyUpOnKill9() {
        try (ChildProcess child = start("hello", "wait")) {
            child.awaitLine("^waits$", TIMEOUT);

            child.kill9();

            assertThat(child.awaitExit(TIMEOUT)).isEqualTo(128 + 9);
            assertThat(child.lines()).endsWith("waits");
        }
    }

    private ChildProcess start(String word, String end) {
        return ChildProcess.start(dir.resolve("parrot.log"), Parrot.class.getName(), List.of(word, end));
    }
}
