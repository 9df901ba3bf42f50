package io.rillcast.streams;

/**
 * Which series share a model: all of them, each its own, or those with the same text before a separator.
 *
 * @param kind the rule
 * @param separator of {@link Kind#PREFIX}, else empty
 */
public record GroupRule(Kind kind, String separator) {
    /** The rules. */
    public enum Kind {
        /** One model for all series. */
        ALL,
        /** A model of its own for each series. */
        SERIES,
        /** One model for all series whose names agree up to the separator. */
        PREFIX
    }

    /** One model for all. */
    public static final GroupRule ALL = new GroupRule(Kind.ALL, "");

    /** The group that all series are in under {@link Kind#ALL}. */
    public static final String GROUP_OF_ALL = "all";

    private static final String PREFIX = "prefix:";

    /**
     * Reads a rule.
     *
     * @param text {@code all}, {@code series} or {@code prefix:SEPARATOR}
     * @throws IllegalArgumentException if it is none of these, with the rule as settings are told it
     */
    public static GroupRule parse(String text) {
        if (text.equals("all")) {
            return ALL;
        }
        if (text.equals("series")) {
            return new GroupRule(Kind.SERIES, "");
        }
        if (text.startsWith(PREFIX) && text.length() > PREFIX.length()) {
            return new GroupRule(Kind.PREFIX, text.substring(PREFIX.length()));
        }
        throw new IllegalArgumentException("must be all, series, or prefix: and the separator after the prefix");
    }

    /** The group of a series; a series without the separator is a group by itself. */
    public String groupOf(String seriesId) {
        return switch (kind) {
            case ALL -> GROUP_OF_ALL;
            case SERIES -> seriesId;
            case PREFIX -> {
                int end = seriesId.indexOf(separator);
                yield end > 0 ? seriesId.substring(0, end) : seriesId;
            }
        };
    }
}
