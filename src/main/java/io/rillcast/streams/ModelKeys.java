package io.rillcast.streams;

import java.nio.charset.StandardCharsets;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.kafka.common.utils.Bytes;

/**
 * The keys of the models topic: the group itself for the incumbent, group/version for the archive.
 *
 * <p>A group whose own name ends in a slash and digits would look like another's archive; its last slash is written as
 * {@code %2F}. A group whose own name ends in what that gives has its percent sign written as {@code %25}, so that no two
 * groups share a key.
 */
public final class ModelKeys {
    private static final Pattern ARCHIVE = Pattern.compile("(.*)/(\\d{1,18})", Pattern.DOTALL);
    private static final Pattern LIKE_AN_ARCHIVE = Pattern.compile("/(\\d+)$");
    private static final Pattern LIKE_ESCAPED = Pattern.compile("%((25)*2F\\d+)$");

    private ModelKeys() {}

    /**
     * What a key stands for.
     *
     * @param escapedGroup the group as {@link #escaped} writes it
     * @param version of the archive, 0 for the incumbent
     */
    public record Place(String escapedGroup, long version) {}

    /** What a key of the topic stands for. */
    public static Place place(byte[] key) {
        String text = new String(key, StandardCharsets.UTF_8);
        Matcher archive = ARCHIVE.matcher(text);
        return archive.matches() ? new Place(archive.group(1), Long.parseLong(archive.group(2))) : new Place(text, 0);
    }

    /** The key of a group's incumbent. */
    static Bytes incumbent(String group) {
        return Bytes.wrap(escaped(group).getBytes(StandardCharsets.UTF_8));
    }

    /** The key of one version in the archive. */
    static Bytes archive(String group, long version) {
        return Bytes.wrap((escaped(group) + "/" + version).getBytes(StandardCharsets.UTF_8));
    }

    /** Before the keys of all archived versions of a group. */
    static Bytes archiveStart(String group) {
        return Bytes.wrap((escaped(group) + "/0").getBytes(StandardCharsets.UTF_8));
    }

    /** After the keys of all archived versions of a group; keys of others may lie between the two. */
    static Bytes archiveEnd(String group) {
        return Bytes.wrap((escaped(group) + "/:").getBytes(StandardCharsets.UTF_8));
    }

    /** The version whose key this is, if it is that of an archived version of the group. */
    static OptionalLong archivedVersion(String group, Bytes key) {
        String version = new String(key.get(), StandardCharsets.UTF_8)
                .substring(escaped(group).length() + 1);
        return version.matches("[0-9]{1,18}") ? OptionalLong.of(Long.parseLong(version)) : OptionalLong.empty();
    }

    /** The group as it stands in keys. */
    public static String escaped(String group) {
        boolean endsInDigit = !group.isEmpty() && Character.isDigit(group.charAt(group.length() - 1));
        if (!endsInDigit) {
            return group;
        }
        String lastPercent = LIKE_ESCAPED.matcher(group).replaceFirst("%25$1");
        return LIKE_AN_ARCHIVE.matcher(lastPercent).replaceFirst("%2F$1");
    }
}
