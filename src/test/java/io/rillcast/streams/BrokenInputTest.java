package io.rillcast.streams;

import static org.assertj.core.api.Assertions.assertThat;

import io.rillcast.broken.BrokenKind;
import io.rillcast.broken.BrokenTraffic;
import io.rillcast.broken.BrokenTraffic.Item;
import io.rillcast.broken.ProtocolSchemas;
import io.rillcast.broken.Setup;
import io.rillcast.serde.ProtocolServer;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Every kind of broken input between good readings: each in its place, and the good ones served as if alone. */
class BrokenInputTest {
    private static final long SEED = 20261121;

    @TempDir
    private Path dir;

    private ProtocolServer registry;

    @BeforeEach
    void startRegistry() {
        registry = ProtocolServer.start();
    }

    @AfterEach
    void stopRegistry() {
        registry.close();
    }

    @ParameterizedTest
    @EnumSource(Setup.class)
    void eachComesToItsPlaceAndChangesNothingElse(Setup setup) {
        List<Item> all = BrokenTraffic.of(SEED, setup, new ProtocolSchemas(registry));
        List<Item> good = all.stream().filter(Item::isGood).toList();

        BrokenRun alone = run("alone", setup, good);
        BrokenRun mixed = run("mixed", setup, all);

        assertThat(alone.outputsOfGoodSeries())
                .hasSize(2 * good.size() - BrokenTraffic.goodSeries().size());
        assertThat(mixed.outputsOfGoodSeries())
                .as("seed=%d", SEED)
                .usingElementComparator(BrokenRun.BITS)
                .containsExactlyElementsOf(alone.outputsOfGoodSeries());
        assertThat(mixed.forecastsOfOtherSeries())
                .hasSize((int) all.stream().filter(BrokenInputTest::isAccepted).count());
        LetterCheck.requireAll(all, mixed.letters());
        assertThat(mixed.refusedAndSkipped()).containsExactlyEntriesOf(expectedCounts(all));
    }

    private BrokenRun run(String name, Setup setup, List<Item> items) {
        try (BrokenRun run = new BrokenRun(dir.resolve(name), setup, registry)) {
            items.forEach(run::send);
            run.end();
            return run;
        }
    }

    static boolean isAccepted(Item item) {
        return item.kind().map(kind -> kind.outcome().isAccepted()).orElse(false);
    }

    private static Map<String, Long> expectedCounts(List<Item> items) {
        Map<String, Long> counts = new TreeMap<>();
        for (Item item : items) {
            Optional<BrokenKind> kind = item.kind();
            kind.flatMap(k -> k.outcome().cause())
                    .ifPresent(cause -> counts.merge("readings-refused-" + cause.text(), 1L, Long::sum));
            kind.flatMap(k -> k.outcome().reason())
                    .ifPresent(reason -> counts.merge("readings-skipped-" + reason.text(), 1L, Long::sum));
        }
        return counts;
    }
}
