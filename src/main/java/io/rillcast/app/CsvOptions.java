package io.rillcast.app;

import io.rillcast.serde.CsvColumns;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;

/** The options of a command that reads CSV files of readings. */
final class CsvOptions {
    @Option(names = "--skip-bad-lines", description = "Leave out and count lines that break a rule; default: stop.")
    private boolean isSkipping;

    @Option(
            names = "--series-column",
            defaultValue = "series",
            description = "Default: ${DEFAULT-VALUE}; if empty, the file is one series, named like the file.")
    private String seriesColumn;

    @Option(names = "--timestamp-column", defaultValue = "timestamp", description = "Default: ${DEFAULT-VALUE}.")
    private String timestampColumn;

    @Option(names = "--value-column", defaultValue = "value", description = "Default: ${DEFAULT-VALUE}.")
    private String valueColumn;

    /** The columns; ends the command as wrong usage if they make no sense. */
    CsvColumns columns(CommandSpec spec) {
        return WrongUsage.unlessMade(spec, () -> new CsvColumns(seriesColumn, timestampColumn, valueColumn));
    }

    /** Whether lines that break a rule are left out. */
    boolean isSkipping() {
        return isSkipping;
    }
}
