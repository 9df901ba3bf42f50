package io.rillcast.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.rillcast.forecast.CovariateNames;
import io.rillcast.forecast.Covariates;
import io.rillcast.forecast.Reading;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ReadingSortTest {
    private static final CovariateNames NAMES = new CovariateNames(List.of("a", "b"));

    @TempDir
    private Path dir;

    /** Few times, so that many readings share one; the value says which came first. */
    private static List<Reading> readings(int count) {
        Random random = new Random(count);
        List<Reading> readings = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            Covariates covariates = i % 3 == 0
                    ? Covariates.NONE
                    : Covariates.of(NAMES.fingerprint(), new double[] {i, i % 2 == 0 ? Double.NaN : -i});
            readings.add(new Reading("s" + random.nextInt(7), random.nextInt(50) - 25, i, covariates));
        }
        return readings;
    }

    private static List<Reading> all(Iterator<Reading> iterator) {
        List<Reading> all = new ArrayList<>();
        iterator.forEachRemaining(all::add);
        return all;
    }

    private ReadingSort sort(int mostInMemory, int mostFiles) {
        return new ReadingSort(dir, NAMES.fingerprint(), mostInMemory, mostFiles);
    }

    private long files() throws IOException {
        try (Stream<Path> entries = Files.list(dir)) {
            return entries.count();
        }
    }

    @ParameterizedTest
    @CsvSource({
        "0, 10, 4",
        "1, 10, 4",
        "9, 10, 4",
        "10, 10, 4",
        "1000, 10, 200",
        "1000, 10, 4",
        "1000, 1, 2",
        "1000, 5000, 4"
    })
    void sortsByTimeAndKeepsTheOrderOfReadingsOfOneTime(int count, int mostInMemory, int mostFiles) throws Exception {
        List<Reading> expected = readings(count);
        expected.sort(Comparator.comparingLong(Reading::timestampMs));

        try (ReadingSort sort = sort(mostInMemory, mostFiles)) {
            for (Reading reading : readings(count)) {
                sort.add(reading);
            }

            assertThat(sort.count()).isEqualTo(count);
            assertThat(all(sort.inOrder())).isEqualTo(expected);
            assertThat(all(sort.inOrder())).isEqualTo(expected);
            assertThat(files()).isLessThanOrEqualTo(mostFiles);
        }
    }

    @Test
    void leavesNoFileBehind() throws Exception {
        try (ReadingSort sort = sort(10, 4)) {
            for (Reading reading : readings(100)) {
                sort.add(reading);
            }
            sort.inOrder().next();

            assertThat(files()).isPositive();
        }

        assertThat(files()).isZero();
    }
}
