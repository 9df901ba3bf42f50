package io.rillcast.app;

import io.rillcast.forecast.CovariateNames;
import io.rillcast.serde.BadLine;
import io.rillcast.serde.CsvReadings;
import io.rillcast.serde.CsvRow;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** Takes the lines of CSV files one by one, and says what it leaves out or doubts; mutable, owned by one thread. */
final class CsvIntake {
    /** More bad lines than these are only counted. */
    private static final int BAD_LINES_SHOWN = 10;

    private final boolean isSkipping;
    private final Consumer<String> say;
    private long badLines;
    private int shown;
    private boolean isDoubtSaid;

    /**
     * What is done with a line that breaks a rule.
     *
     * @param isSkipping whether it is left out and counted, or ends the reading
     * @param say told what a person should know, a line each
     */
    CsvIntake(boolean isSkipping, Consumer<String> say) {
        this.isSkipping = isSkipping;
        this.say = say;
    }

    /**
     * The next line that holds a reading, empty at the end of the file.
     *
     * @throws BadLine at a line that breaks a rule, unless such lines are skipped and the next can be read
     */
    Optional<CsvRow> next(CsvReadings readings) throws BadLine {
        while (true) {
            try {
                Optional<CsvRow> row = readings.next();
                readings.doubt().ifPresent(this::sayOnce);
                return row;
            } catch (BadLine bad) {
                if (!isSkipping || !bad.mayGoOn()) {
                    throw bad;
                }
                badLines += bad.lines();
                show(bad);
            }
        }
    }

    /** Says which covariates that are looked at have no column in a file: a misspelt one would else be missing in silence. */
    void noteMissingCovariates(CovariateNames lookedAt, List<String> columns) {
        List<String> missing = lookedAt.names().stream()
                .filter(name -> !columns.contains(name) && !columns.contains(name.replaceFirst("^covariates\\.", "")))
                .toList();
        if (!missing.isEmpty()) {
            say.accept("note: "
                    + PlainLines.shownSentences("covariates without a column in the file will be missing:"
                            + " readings.covariate.fields=" + String.join(",", missing) + ", columns="
                            + String.join(",", columns)));
        }
    }

    /** How many lines were skipped. */
    long badLines() {
        return badLines;
    }

    private void sayOnce(String doubt) {
        if (!isDoubtSaid) {
            isDoubtSaid = true;
            say.accept("note: " + PlainLines.shownSentences(doubt));
        }
    }

    private void show(BadLine bad) {
        shown++;
        if (shown <= BAD_LINES_SHOWN) {
            say.accept("skipped: " + PlainLines.shownSentences(bad.getMessage()));
        }
        if (shown == BAD_LINES_SHOWN) {
            say.accept("further bad lines are only counted");
        }
    }
}
