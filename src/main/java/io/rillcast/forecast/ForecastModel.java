package io.rillcast.forecast;

import io.rillcast.rnn.Network;
import java.util.List;

/**
 * A published network with what is needed to run it: its inputs and its levels; immutable and shared by threads.
 *
 * @param group the model group it serves
 * @param version increasing within the group, >= 1 once published, 0 for a candidate
 * @param features the names of the inputs in order, String[D]
 * @param levels the levels of its Q outputs
 * @param network its weights
 */
public record ForecastModel(String group, long version, List<String> features, QuantileLevels levels, Network network) {
    /**
     * Checks that names, levels and network fit each other.
     *
     * @throws IllegalArgumentException if the sizes differ
     */
    public ForecastModel {
        features = List.copyOf(features);
        if (features.size() != network.shape().inputs()
                || levels.count() != network.shape().outputs()) {
            throw new IllegalArgumentException("a network must have one input a feature and one output a level: group="
                    + group + ", version=" + version + ", features=" + features.size() + ", levels=" + levels.count()
                    + ", shape=" + network.shape());
        }
    }

    /** In which first thing the model differs from what is wanted of it; for one that does not fit. */
    public String misfit(List<String> wantedFeatures, QuantileLevels wantedLevels) {
        if (!levels.equals(wantedLevels)) {
            return "levels=" + levels + ", wanted=" + wantedLevels;
        }
        int first = 0;
        while (first < Math.min(features.size(), wantedFeatures.size())
                && features.get(first).equals(wantedFeatures.get(first))) {
            first++;
        }
        return "features=" + features.size() + ", wanted=" + wantedFeatures.size() + ", firstDifferent=" + first
                + ", found=" + (first < features.size() ? features.get(first) : "none") + ", wantedThere="
                + (first < wantedFeatures.size() ? wantedFeatures.get(first) : "none");
    }

    /** The same weights under another version number. */
    public ForecastModel withVersion(long newVersion) {
        return new ForecastModel(group, newVersion, features, levels, network);
    }
}
