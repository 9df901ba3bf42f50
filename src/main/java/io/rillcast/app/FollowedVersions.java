package io.rillcast.app;

import io.rillcast.serde.BadLine;
import io.rillcast.serde.ForecastCsvReader;
import io.rillcast.serde.ForecastRow;
import io.rillcast.training.Replay;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Under which version each forecast in a file was made: by series, where the version changes. The lines of a series are
 * in the order of its readings, the first being the forecast made from its first reading.
 */
final class FollowedVersions implements Replay.Versions {
    private final Path file;
    private final Map<String, Versions> bySeries = new HashMap<>();

    /** The versions of one series. */
    private static final class Versions {
        private final List<Change> changes = new ArrayList<>();
        private long count;

        void add(long version) {
            if (changes.isEmpty() || changes.get(changes.size() - 1).version() != version) {
                changes.add(new Change(count, version));
            }
            count++;
        }

        long at(long number) {
            int index = changes.size() - 1;
            while (changes.get(index).from() > number) {
                index--;
            }
            return changes.get(index).version();
        }
    }

    /** From which reading on a version was in use. */
    private record Change(long from, long version) {}

    private FollowedVersions(Path file) {
        this.file = file;
    }

    /**
     * Reads a file of forecasts.
     *
     * @throws BadLine if it is none
     */
    static FollowedVersions read(Path file) throws IOException, BadLine {
        FollowedVersions versions = new FollowedVersions(file);
        try (ForecastCsvReader rows = ForecastCsvReader.open(file)) {
            Optional<ForecastRow> row = rows.next();
            while (row.isPresent()) {
                versions.bySeries
                        .computeIfAbsent(row.get().seriesId(), series -> new Versions())
                        .add(row.get().modelVersion());
                row = rows.next();
            }
        }
        return versions;
    }

    /**
     * The version, or that of the forecast before for the last reading, whose forecast is in no line.
     *
     * @throws CommandFailure if the file is of other readings
     */
    @Override
    public long versionAt(String seriesId, long number) {
        Versions known = bySeries.get(seriesId);
        long count = known == null ? 0 : known.count;
        if (number > count) {
            throw new CommandFailure("the forecasts that are followed must be of the same readings: series="
                    + PlainLines.shown(seriesId) + ", readings=" + (count + 1) + " or fewer, found more, follow="
                    + file);
        }
        return known == null ? 0 : known.at(number);
    }
}
