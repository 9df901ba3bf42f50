package io.rillcast.streams;

import java.util.List;
import org.apache.kafka.streams.state.HostInfo;

/**
 * Who holds a series.
 *
 * @param active the instance that forecasts it
 * @param standbys instances with a copy of its state
 * @param isHere whether the active one is this instance
 */
public record SeriesOwner(HostInfo active, List<HostInfo> standbys, boolean isHere) {
    /** Copies the standbys. */
    public SeriesOwner {
        standbys = List.copyOf(standbys);
    }
}
