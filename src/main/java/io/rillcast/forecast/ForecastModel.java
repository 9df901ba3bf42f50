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

    /** The same weights under another version number. */
    public ForecastModel withVersion(long newVersion) {
        return new ForecastModel(group, newVersion, features, levels, network);
    }
}
