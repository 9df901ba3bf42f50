package io.rillcast.serde;

import de.siegmar.fastcsv.reader.CloseableIterator;
import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import io.rillcast.forecast.Reading;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Pattern;
import java.util.zip.GZIPInputStream;

/**
 * Readings out of a CSV file, one line at a time, plain or gzipped; owned by one thread.
 *
 * <p>UTF-8, a header line, commas, quotes as in RFC 4180. A line without a value is a missing reading: left out and
 * counted. The file is never held in memory; a line may have {@value #MOST_LINE_CHARACTERS} characters.
 */
public final class CsvReadings implements AutoCloseable {
    /** No line of readings is longer; an unclosed quote would otherwise swallow the file. */
    static final int MOST_LINE_CHARACTERS = 1 << 20;

    private static final int GZIP_MAGIC = 0x1f8b;
    private static final int BUFFER_BYTES = 1 << 16;

    /** What {@code Double.parseDouble} takes, without its hexadecimal numbers, type suffixes, NaN and Infinity. */
    private static final Pattern NUMBER = Pattern.compile("[+-]?(\\d+\\.?\\d*|\\.\\d+)([eE][+-]?\\d+)?");

    private final Path file;
    private final String fileSeries;
    private final CountedInput counted;
    private final CloseableIterator<CsvRecord> records;
    private final List<String> header;
    private final CsvColumns columns;
    private final int series;
    private final int timestamp;
    private final int value;
    private long missing;
    private long line = 1;
    private long lines = 1;
    private boolean isNumberSeen;
    private Optional<String> doubt = Optional.empty();

    private CsvReadings(Path file, CsvColumns columns, CountedInput counted) throws IOException, BadLine {
        this.file = file;
        this.columns = columns;
        this.counted = counted;
        this.fileSeries = file.getFileName().toString().replaceFirst("(\\.csv)?(\\.gz)?$", "");
        this.records = CsvReader.builder()
                .maxBufferSize(MOST_LINE_CHARACTERS)
                .allowMissingFields(true)
                .allowExtraFields(true)
                .ofCsvRecord(new InputStreamReader(plain(counted), StandardCharsets.UTF_8))
                .iterator();
        this.header = headerLine();
        this.series = columns.series().isEmpty() ? -1 : indexOf(columns.series());
        this.timestamp = indexOf(columns.timestamp());
        this.value = indexOf(columns.value());
    }

    /**
     * Opens a file and reads its header line.
     *
     * @throws BadLine if there is none, it cannot be read or its header line lacks a column
     */
    public static CsvReadings open(Path file, CsvColumns columns) throws IOException, BadLine {
        CountedInput counted;
        try {
            counted = new CountedInput(Files.newInputStream(file));
        } catch (NoSuchFileException missing) {
            throw new BadLine("file must exist: file=" + file, 0, missing);
        } catch (IOException e) {
            throw unreadable(file, 0, e);
        }
        try {
            return new CsvReadings(file, columns, counted);
        } catch (IOException e) {
            counted.close();
            throw unreadable(file, 0, e);
        } catch (BadLine | RuntimeException e) {
            counted.close();
            throw e;
        }
    }

    private static BadLine unreadable(Path file, long line, IOException cause) {
        return new BadLine(
                "file must be readable to its end: file=" + file.getFileName() + ", afterLine=" + line + ", problem="
                        + cause.getClass().getSimpleName() + ", " + cause.getMessage(),
                line,
                cause);
    }

    /**
     * The next line that holds a reading, empty at the end of the file.
     *
     * @throws BadLine if the next line breaks a rule; unless it says otherwise, calling again reads on after it
     */
    public Optional<CsvRow> next() throws BadLine {
        Optional<CsvRecord> record = nextRecord();
        while (record.isPresent()) {
            CsvRecord fields = record.get();
            if (fields.getFieldCount() != header.size()) {
                throw bad(
                        "line must have as many fields as the header line",
                        "fields=" + fields.getFieldCount() + ", header=" + header.size(),
                        true);
            }
            if (!fields.getField(value).isBlank()) {
                return Optional.of(row(fields));
            }
            missing++;
            record = nextRecord();
        }
        return Optional.empty();
    }

    /** The names of the columns beside series, timestamp and value, in the order of the header line. */
    public List<String> covariateColumns() {
        List<String> names = new ArrayList<>();
        for (int i = 0; i < header.size(); i++) {
            if (i != series && i != timestamp && i != value) {
                names.add(header.get(i));
            }
        }
        return names;
    }

    /** How many lines without a value were left out so far. */
    public long missing() {
        return missing;
    }

    /** A sentence for people about a reading that breaks no rule, yet is hardly what was meant; none while there is none. */
    public Optional<String> doubt() {
        return doubt;
    }

    /** How many bytes of the file were read so far, compressed as it is: for a progress bar beside the file's size. */
    public long bytesRead() {
        return counted.count();
    }

    @Override
    public void close() throws IOException {
        records.close();
    }

    private CsvRow row(CsvRecord fields) throws BadLine {
        String seriesId = series < 0 ? fileSeries : fields.getField(series);
        Optional<String> problem = ReadingRules.seriesProblem(seriesId);
        if (problem.isPresent()) {
            throw bad(problem.get(), "column=" + columns.series(), true);
        }
        String time = fields.getField(timestamp).strip();
        OptionalLong timestampMs = Timestamps.parseIsoOrEpochMs(time);
        if (timestampMs.isEmpty() || timestampMs.getAsLong() < ReadingRules.EARLIEST_MS) {
            throw bad(
                    "timestamp must be an ISO-8601 date, date and time, or epoch milliseconds, not before year 1",
                    "column=" + columns.timestamp() + ", text=" + quoted(time),
                    true);
        }
        if (!isNumberSeen && time.indexOf('-') < 0) {
            isNumberSeen = true;
            doubt = Timestamps.secondsDoubt(time)
                    .map(pairs -> "timestamps are read as epoch milliseconds: file=" + file.getFileName() + ", line="
                            + line + ", " + pairs + "; if seconds are meant, write milliseconds or ISO-8601");
        }
        String number = fields.getField(value).strip();
        double parsed = number(number);
        if (!Double.isFinite(parsed)) {
            throw bad("value must be a finite number", "column=" + columns.value() + ", text=" + quoted(number), true);
        }
        return new CsvRow(line, new Reading(seriesId, timestampMs.getAsLong(), parsed), covariates(fields));
    }

    private Map<String, Double> covariates(CsvRecord fields) {
        if (header.size() == (series < 0 ? 2 : 3)) {
            return Map.of();
        }
        Map<String, Double> covariates = new LinkedHashMap<>();
        for (int i = 0; i < header.size(); i++) {
            double number = i == series || i == timestamp || i == value
                    ? Double.NaN
                    : number(fields.getField(i).strip());
            if (Double.isFinite(number)) {
                covariates.put(header.get(i), number);
            }
        }
        return covariates;
    }

    private static double number(String text) {
        return NUMBER.matcher(text).matches() ? Double.parseDouble(text) : Double.NaN;
    }

    private List<String> headerLine() throws BadLine {
        CsvRecord first =
                nextRecord().orElseThrow(() -> bad("file must begin with a header line", "file is empty", false));
        List<String> names = first.getFields().stream().map(String::strip).toList();
        // Excel and others mark UTF-8 by a character that is not part of the first name.
        String firstName = names.get(0).startsWith("\uFEFF") ? names.get(0).substring(1) : names.get(0);
        List<String> cleaned = new ArrayList<>(names);
        cleaned.set(0, firstName);
        return List.copyOf(cleaned);
    }

    private int indexOf(String column) throws BadLine {
        int index = header.indexOf(column);
        if (index < 0 || header.lastIndexOf(column) != index) {
            throw bad(
                    "header line must name the column once",
                    "column=" + column + ", header=" + header
                            + "; name the file's own columns by --series-column, --timestamp-column, --value-column",
                    false);
        }
        return index;
    }

    private Optional<CsvRecord> nextRecord() throws BadLine {
        try {
            if (!records.hasNext()) {
                return Optional.empty();
            }
            CsvRecord record = records.next();
            line = record.getStartingLineNumber();
            lines = 1
                    + record.getFields().stream()
                            .mapToLong(CsvReadings::lineBreaks)
                            .sum();
            return Optional.of(record);
        } catch (UncheckedIOException e) {
            throw unreadable(file, line, e.getCause());
        } catch (CsvParseException e) {
            throw bad(
                    "quotes must be closed, and a line have at most " + MOST_LINE_CHARACTERS + " characters",
                    "afterLine=" + line,
                    false);
        }
    }

    private BadLine bad(String rule, String pairs, boolean mayGoOn) {
        String separator = rule.contains(": ") ? ", " : ": ";
        String question = lines == 1 ? "" : ", linesWithinQuotes=" + lines + "; is a quote left open?";
        return new BadLine(
                rule + separator + "file=" + file.getFileName() + ", line=" + line + ", " + pairs + question,
                line,
                lines,
                mayGoOn);
    }

    private static long lineBreaks(String field) {
        return field.chars().filter(c -> c == '\n').count();
    }

    private static String quoted(String text) {
        return '"' + text.substring(0, Math.min(60, text.length())) + '"';
    }

    /** What a file holds, whether it is gzipped or not. */
    static InputStream plain(InputStream in) throws IOException {
        BufferedInputStream buffered = new BufferedInputStream(in, BUFFER_BYTES);
        buffered.mark(2);
        int magic = (buffered.read() << 8) | buffered.read();
        buffered.reset();
        return magic == GZIP_MAGIC ? new GZIPInputStream(buffered, BUFFER_BYTES) : buffered;
    }
}
