package io.rillcast.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class ProgressTest {
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final PrintStream out = new PrintStream(bytes, true, StandardCharsets.UTF_8);
    private final AtomicLong nanos = new AtomicLong();

    @Test
    void writesALineEveryFiveSecondsWhereThereIsNoTerminal() {
        Progress progress = Progress.lines(out, new Progress.Task("publishing", "readings", 20_000), nanos::get);

        progress.advance(1_000);
        nanos.set(5_000_000_000L);
        progress.advance(1_000);
        nanos.set(9_000_000_000L);
        progress.advance(1_000);
        nanos.set(10_000_000_000L);
        progress.advance(1_000);
        progress.close();

        assertThat(bytes.toString(StandardCharsets.UTF_8).lines())
                .containsExactly("publishing: 2,000 of 20,000 readings", "publishing: 4,000 of 20,000 readings");
    }

    @Test
    void leavesOutATotalThatIsNotKnown() {
        Progress progress = Progress.lines(out, new Progress.Task("publishing", "readings", -1), nanos::get);

        nanos.set(5_000_000_000L);
        progress.advance(7);
        progress.close();

        assertThat(bytes.toString(StandardCharsets.UTF_8).lines()).containsExactly("publishing: 7 readings");
    }

    @Test
    void addsWhatElseThereIsToSay() {
        Progress progress = Progress.lines(out, new Progress.Task("learning", "steps", 9), nanos::get);

        progress.note("2.5 bits");
        progress.say("a sample");
        nanos.set(5_000_000_000L);
        progress.advance(7);
        progress.close();

        assertThat(bytes.toString(StandardCharsets.UTF_8).lines())
                .containsExactly("a sample", "learning: 7 of 9 steps; 2.5 bits");
    }
}
