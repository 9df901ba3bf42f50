package io.rillcast.app;

import io.rillcast.forecast.Covariates;
import io.rillcast.forecast.Reading;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.function.ToIntFunction;

/**
 * A temporary file of readings in the order of time, read back one at a time; owned by one thread.
 *
 * <pre>
 * series, int32 (a number given by the sort)   time ms, int64   value, float64   covariates, int8; then each, float64
 * </pre>
 */
final class SortedRun implements AutoCloseable {
    private static final int BUFFER_BYTES = 1 << 16;

    private final DataInputStream in;
    private final List<String> seriesByNumber;
    private final long covariateList;

    private SortedRun(DataInputStream in, List<String> seriesByNumber, long covariateList) {
        this.in = in;
        this.seriesByNumber = seriesByNumber;
        this.covariateList = covariateList;
    }

    /** Writes readings, which must be in order, into a file. */
    static void write(Path file, Iterator<Reading> inOrder, ToIntFunction<String> numberOfSeries) throws IOException {
        try (DataOutputStream out =
                new DataOutputStream(new BufferedOutputStream(Files.newOutputStream(file), BUFFER_BYTES))) {
            while (inOrder.hasNext()) {
                Reading reading = inOrder.next();
                Covariates covariates = reading.covariates();
                out.writeInt(numberOfSeries.applyAsInt(reading.seriesId()));
                out.writeLong(reading.timestampMs());
                out.writeDouble(reading.value());
                out.writeByte(covariates.count());
                for (int i = 0; i < covariates.count(); i++) {
                    out.writeDouble(covariates.value(i));
                }
            }
        }
    }

    /**
     * Opens a file that was written.
     *
     * @param seriesByNumber the series by the numbers that they were written with
     * @param covariateList the fingerprint of the covariates' names
     */
    static SortedRun open(Path file, List<String> seriesByNumber, long covariateList) throws IOException {
        return new SortedRun(
                new DataInputStream(new BufferedInputStream(Files.newInputStream(file), BUFFER_BYTES)),
                seriesByNumber,
                covariateList);
    }

    /** The next reading; empty at the end. */
    Optional<Reading> next() throws IOException {
        int series;
        try {
            series = in.readInt();
        } catch (EOFException end) {
            return Optional.empty();
        }
        long timestampMs = in.readLong();
        double value = in.readDouble();
        double[] covariates = new double[in.readByte()];
        for (int i = 0; i < covariates.length; i++) {
            covariates[i] = in.readDouble();
        }
        Covariates known = covariates.length == 0 ? Covariates.NONE : Covariates.of(covariateList, covariates);
        return Optional.of(new Reading(seriesByNumber.get(series), timestampMs, value, known));
    }

    @Override
    public void close() throws IOException {
        in.close();
    }
}
