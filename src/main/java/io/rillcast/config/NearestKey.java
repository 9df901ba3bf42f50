package io.rillcast.config;

import java.util.Collection;
import java.util.Comparator;
import java.util.Optional;

/** Finds the known key, or other name, that a mistyped one was probably meant to be. */
public final class NearestKey {
    private NearestKey() {}

    /** The known key with the fewest edits, the first of equals; none if a third of the key would have to change. */
    public static Optional<String> of(String mistyped, Collection<String> known) {
        int most = Math.max(2, mistyped.length() / 3);
        return known.stream()
                .filter(key -> Math.abs(key.length() - mistyped.length()) <= most)
                .filter(key -> edits(mistyped, key) <= most)
                .min(Comparator.comparingInt(key -> edits(mistyped, key)));
    }

    /** Letters to insert, delete, replace, or swap with their neighbour to make one text of the other. */
    static int edits(String from, String to) {
        int[][] distance = new int[from.length() + 1][to.length() + 1];
        for (int i = 0; i <= from.length(); i++) {
            for (int j = 0; j <= to.length(); j++) {
                distance[i][j] = (i == 0 || j == 0) ? i + j : step(distance, from, to, i, j);
            }
        }
        return distance[from.length()][to.length()];
    }

    private static int step(int[][] distance, String from, String to, int i, int j) {
        int replaced = distance[i - 1][j - 1] + (from.charAt(i - 1) == to.charAt(j - 1) ? 0 : 1);
        int least = Math.min(replaced, 1 + Math.min(distance[i - 1][j], distance[i][j - 1]));
        boolean isSwap =
                i > 1 && j > 1 && from.charAt(i - 1) == to.charAt(j - 2) && from.charAt(i - 2) == to.charAt(j - 1);
        return isSwap ? Math.min(least, distance[i - 2][j - 2] + 1) : least;
    }
}
