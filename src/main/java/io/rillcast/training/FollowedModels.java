package io.rillcast.training;

import io.rillcast.forecast.ForecastModel;
import io.rillcast.forecast.SeriesWindow;
import java.util.Optional;

/** Models that were trained elsewhere, each in use where it was there. */
final class FollowedModels implements ReplayModels {
    private final Replay.Archive archive;
    private final Replay.Versions versions;

    FollowedModels(Replay.Archive archive, Replay.Versions versions) {
        this.archive = archive;
        this.versions = versions;
    }

    @Override
    public Optional<ForecastModel> serving(String group, String seriesId, long number) {
        long version = versions.versionAt(seriesId, number);
        return version == 0 ? Optional.empty() : Optional.of(archive.model(group, version));
    }

    @Override
    public boolean takesWindows() {
        return false;
    }

    @Override
    public void offer(String group, SeriesWindow window, int newReadings) {
        throw new IllegalStateException("followed models are not trained: group=" + group);
    }
}
