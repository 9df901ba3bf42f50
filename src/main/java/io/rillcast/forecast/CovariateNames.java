package io.rillcast.forecast;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;

/**
 * Which covariates are looked at, in order; their places in states, histories and inputs follow from it.
 *
 * @param names at most {@value #MOST}, none twice, none empty
 */
public record CovariateNames(List<String> names) {
    /** How many there may be. */
    public static final int MOST = 16;

    /** Values alone. */
    public static final CovariateNames NONE = new CovariateNames(List.of());

    /**
     * Checks the names.
     *
     * @throws IllegalArgumentException if they are too many, or one is empty or comes twice
     */
    public CovariateNames {
        names = List.copyOf(names);
        if (names.size() > MOST) {
            throw new IllegalArgumentException("covariates must be at most " + MOST + ": found=" + names.size());
        }
        if (names.contains("") || new HashSet<>(names).size() < names.size()) {
            throw new IllegalArgumentException("covariates must have names, each its own: names=" + names);
        }
    }

    /** How many they are. */
    public int count() {
        return names.size();
    }

    /** A number that tells lists apart, 0 for none. */
    public long fingerprint() {
        if (names.isEmpty()) {
            return 0;
        }
        long hash = SeriesState.fingerprint(String.join("\n", names));
        return hash == 0 ? 1 : hash;
    }

    /** As the settings have them. */
    @Override
    public String toString() {
        return String.join(",", names);
    }

    /** The names of the network's inputs that they become: for each its value, then whether it is there. */
    List<String> features() {
        List<String> features = new ArrayList<>();
        for (String name : names) {
            features.add("covariate:" + name);
            features.add("covariate-present:" + name);
        }
        return features;
    }
}
