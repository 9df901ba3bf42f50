package io.rillcast.app;

import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import ch.qos.logback.core.encoder.EncoderBase;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A line of the log as a JSON object: time, level, logger, thread, message, and where it is one of ours, {@code event: key=value,
 * key=value}, the event and a field for each key as well. What the log's context holds (MDC), such as the trace and the span
 * that OpenTelemetry's agent puts there, is a field too.
 */
final class JsonLogLine extends EncoderBase<ILoggingEvent> {
    private static final Pattern KEY = Pattern.compile("([A-Za-z][A-Za-z0-9.]*)=\\{}");

    @Override
    public byte[] encode(ILoggingEvent event) {
        ObjectNode line = JsonNodeFactory.instance.objectNode();
        line.put("time", Instant.ofEpochMilli(event.getTimeStamp()).toString());
        line.put("level", event.getLevel().toString());
        line.put("logger", event.getLoggerName());
        line.put("thread", event.getThreadName());
        line.put("message", event.getFormattedMessage());
        for (Map.Entry<String, String> entry : event.getMDCPropertyMap().entrySet()) {
            line.put(entry.getKey(), entry.getValue());
        }
        putKeys(line, event.getMessage(), event.getArgumentArray());
        if (event.getThrowableProxy() != null) {
            line.put("exception", ThrowableProxyUtil.asString(event.getThrowableProxy()));
        }
        return (line + "\n").getBytes(StandardCharsets.UTF_8);
    }

    /** The values that stand behind a key in the pattern; a brace without a key before it takes its value all the same. */
    private static void putKeys(ObjectNode line, String pattern, Object[] values) {
        if (pattern == null || values == null || !pattern.contains(": ")) {
            return;
        }
        line.put("event", pattern.substring(0, pattern.indexOf(": ")).replace("{}", String.valueOf(values[0])));
        Matcher keys = KEY.matcher(pattern);
        while (keys.find()) {
            int place = braces(pattern.substring(0, keys.end() - 2));
            if (place < values.length && !line.has(keys.group(1))) {
                put(line, keys.group(1), values[place]);
            }
        }
    }

    private static int braces(String text) {
        return text.split("\\{}", -1).length - 1;
    }

    private static void put(ObjectNode line, String key, Object value) {
        if (value instanceof Long || value instanceof Integer) {
            line.put(key, ((Number) value).longValue());
        } else if (value instanceof Number number && Double.isFinite(number.doubleValue())) {
            line.put(key, number.doubleValue());
        } else {
            line.put(key, String.valueOf(value));
        }
    }

    @Override
    public byte[] headerBytes() {
        return new byte[0];
    }

    @Override
    public byte[] footerBytes() {
        return new byte[0];
    }
}
