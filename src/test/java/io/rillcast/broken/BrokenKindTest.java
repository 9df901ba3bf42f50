package io.rillcast.broken;

import static org.assertj.core.api.Assertions.assertThat;

import io.rillcast.forecast.CovariateNames;
import io.rillcast.forecast.Reading;
import io.rillcast.forecast.SkipReason;
import io.rillcast.serde.AvroReadingDecoder;
import io.rillcast.serde.DeadLetterCause;
import io.rillcast.serde.GenericReadingDecoder;
import io.rillcast.serde.JsonReadingDecoder;
import io.rillcast.serde.ProtocolServer;
import io.rillcast.serde.ReadingDecoder;
import io.rillcast.serde.ReadingMapping;
import io.rillcast.serde.SchemaRegistryClient;
import io.rillcast.serde.SeriesEnd;
import io.rillcast.serde.UndecodableReading;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class BrokenKindTest {
    private static final Path TABLE = Path.of("src", "main", "java", "io", "rillcast", "serde", "BrokenInput.md");
    private static final Reading LAST = new Reading("pump", Draw.BEGIN_MS, 20);

    /** What only a series' state, a record's place or the writer of models can tell. */
    private static final Set<DeadLetterCause> NOT_OF_DECODERS = EnumSet.of(
            DeadLetterCause.KEY_IS_NOT_SERIES, DeadLetterCause.WRONG_PARTITION, DeadLetterCause.UNSUPPORTED_COMMAND);

    private static ProtocolServer server;
    private static SchemaRegistryClient registry;

    @BeforeAll
    static void start() {
        server = ProtocolServer.start();
        registry = server.client(Map.of("max.retries", "0"));
    }

    @AfterAll
    static void stop() {
        registry.close();
        server.close();
    }

    @Test
    void tableSaysWhatIsTested() throws IOException {
        List<String> rows = new ArrayList<>();
        Matcher matcher = Pattern.compile("(?m)^\\| `([^`]+)` \\| (\\w+) \\| (?:[^|]+) \\| ([^|]+) \\|$")
                .matcher(Files.readString(TABLE));
        while (matcher.find()) {
            rows.add(matcher.group(1) + " " + matcher.group(2) + " " + matcher.group(3));
        }

        assertThat(rows)
                .containsExactlyElementsOf(Arrays.stream(BrokenKind.values())
                        .map(kind -> kind.text() + " " + kind.setup() + " " + kind.outcome())
                        .toList())
                .hasSizeGreaterThanOrEqualTo(60);
    }

    @Test
    void everyCauseAndReasonIsThatOfSomeKind() {
        Set<DeadLetterCause> causes = EnumSet.noneOf(DeadLetterCause.class);
        Set<SkipReason> reasons = EnumSet.noneOf(SkipReason.class);
        for (BrokenKind kind : BrokenKind.values()) {
            kind.outcome().cause().ifPresent(causes::add);
            kind.outcome().reason().ifPresent(reasons::add);
        }

        assertThat(causes).containsExactly(DeadLetterCause.values());
        assertThat(reasons).containsExactly(SkipReason.values());
    }

    @ParameterizedTest
    @EnumSource(BrokenKind.class)
    void noVariationIsLikeAnother(BrokenKind kind) {
        Set<BrokenRecord> variations = new HashSet<>();

        for (int index = 0; index < BrokenTraffic.VARIATIONS; index++) {
            variations.add(make(kind, index));
        }

        assertThat(variations).hasSize(BrokenTraffic.VARIATIONS);
    }

    @ParameterizedTest
    @EnumSource(BrokenKind.class)
    void decodersNameTheCause(BrokenKind kind) {
        Optional<DeadLetterCause> expected = kind.outcome().cause().filter(cause -> !NOT_OF_DECODERS.contains(cause));
        if (kind.setup() == Setup.COMMAND) {
            return;
        }
        ReadingDecoder decoder = decoder(kind.setup());

        for (int index = 0; index < BrokenTraffic.VARIATIONS; index++) {
            BrokenRecord record = make(kind, index);
            if (SeriesEnd.isEnd(record.key(), record.value())) {
                // Taken before it comes to a decoder.
                return;
            }
            assertThat(cause(decoder, record))
                    .as("variation %d: %s", index, record)
                    .isEqualTo(expected);
        }
    }

    private static Optional<DeadLetterCause> cause(ReadingDecoder decoder, BrokenRecord record) {
        try {
            Reading reading = decoder.decode("readings", record.headers(), record.key(), record.value());
            assertThat(reading.seriesId()).isNotEmpty();
            return Optional.empty();
        } catch (UndecodableReading refusal) {
            return Optional.of(refusal.reason());
        }
    }

    private static BrokenRecord make(BrokenKind kind, int index) {
        long seed = 31L * kind.text().hashCode() + index;
        return kind.make(new Draw(new Random(seed), kind, index, new ProtocolSchemas(server), LAST));
    }

    private static ReadingDecoder decoder(Setup setup) {
        return switch (setup) {
            case JSON -> new JsonReadingDecoder(ReadingMapping.DEFAULT, () -> Draw.LATEST_MS);
            case KEY -> new JsonReadingDecoder(new ReadingMapping("", "timestamp", "value"), () -> Draw.LATEST_MS);
            case FOREIGN ->
                new GenericReadingDecoder(OtherFaults.foreign(), ReadingMapping.DEFAULT, () -> Draw.LATEST_MS);
            case NAMED ->
                new AvroReadingDecoder(
                        registry,
                        new ReadingMapping("series", "timestamp", "value", new CovariateNames(List.of("heat", "wind"))),
                        () -> Draw.LATEST_MS);
            default -> new AvroReadingDecoder(registry, ReadingMapping.DEFAULT, () -> Draw.LATEST_MS);
        };
    }
}
