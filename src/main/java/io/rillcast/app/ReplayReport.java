package io.rillcast.app;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** What was sent again, by cause, and what was left, by why; owned by one thread. */
final class ReplayReport {
    private final boolean isDry;
    private final Map<String, Long> sent = new TreeMap<>();
    private final Map<String, Long> left = new TreeMap<>();

    /** For a replay, or for one that only says what it would do. */
    ReplayReport(boolean isDry) {
        this.isDry = isDry;
    }

    /** Takes in what a part of the replay did. */
    void add(ReplayReport more) {
        more.sent.forEach((cause, count) -> sent.merge(cause, count, Long::sum));
        more.left.forEach((why, count) -> left.merge(why, count, Long::sum));
    }

    /** One letter was sent. */
    void sent(String cause) {
        sent.merge(cause, 1L, Long::sum);
    }

    /** One letter was left. */
    void left(String why) {
        left.merge(why, 1L, Long::sum);
    }

    /** Letters sent. */
    long sent() {
        return sum(sent);
    }

    private static long sum(Map<String, Long> counts) {
        return counts.values().stream().mapToLong(Long::longValue).sum();
    }

    /** For a person: a line of what was sent, and one of what was left, if anything was. */
    String text() {
        String line = (isDry ? "would send again " : "sent again ") + sent() + " dead letters" + shown(sent);
        return left.isEmpty() ? line : line + System.lineSeparator() + "left " + sum(left) + shown(left);
    }

    private static String shown(Map<String, Long> counts) {
        return counts.isEmpty()
                ? ""
                : counts.entrySet().stream()
                        .map(entry -> entry.getKey() + " " + entry.getValue())
                        .collect(Collectors.joining(", ", ": ", ""));
    }

    /** For a program: one object. */
    String json() {
        ObjectNode json =
                JsonNodeFactory.instance.objectNode().put("dryRun", isDry).put("sent", sent());
        ObjectNode byCause = json.putObject("byCause");
        sent.forEach(byCause::put);
        ObjectNode byReason = json.putObject("left");
        left.forEach(byReason::put);
        return json.toString();
    }
}
