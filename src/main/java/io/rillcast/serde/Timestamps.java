package io.rillcast.serde;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.time.chrono.IsoChronology;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.format.ResolverStyle;
import java.time.temporal.TemporalAccessor;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Pattern;

/** Times as text: an ISO-8601 month, date, or date and time; UTC unless an offset stands there. */
final class Timestamps {
    private static final DateTimeFormatter ISO = new DateTimeFormatterBuilder()
            .parseCaseInsensitive()
            .append(DateTimeFormatter.ISO_LOCAL_DATE)
            .optionalStart()
            .appendLiteral('T')
            .append(DateTimeFormatter.ISO_LOCAL_TIME)
            .optionalStart()
            .appendOffsetId()
            .optionalEnd()
            .optionalEnd()
            .toFormatter()
            .withResolverStyle(ResolverStyle.STRICT)
            .withChronology(IsoChronology.INSTANCE);

    /** The length of "2020-01-31", after which databases and pandas write a blank instead of a T. */
    private static final int DATE_LENGTH = 10;

    /** The length of "2020-01". */
    private static final int MONTH_LENGTH = 7;

    private static final Pattern SECONDS = Pattern.compile("\\d{9,10}");
    /** 2000-01-01. */
    private static final long LEAST_SECONDS = 946_684_800L;
    /** 2035-01-01. */
    private static final long MOST_SECONDS = 2_051_222_400L;

    private Timestamps() {}

    /**
     * Epoch ms of a month, a date or a date and time: the month's first day, midnight where there is no time; empty if the
     * text is none of them.
     */
    static OptionalLong parseIso(String text) {
        String withT = text.length() > DATE_LENGTH && text.charAt(DATE_LENGTH) == ' '
                ? text.substring(0, DATE_LENGTH) + 'T' + text.substring(DATE_LENGTH + 1)
                : text;
        try {
            TemporalAccessor parsed = ISO.parseBest(withT, OffsetDateTime::from, LocalDateTime::from, LocalDate::from);
            return OptionalLong.of(epochMs(instant(parsed)));
        } catch (DateTimeException e) {
            return parseMonth(text);
        }
    }

    /** "2020-01", as monthly tables have it. */
    private static OptionalLong parseMonth(String text) {
        if (text.length() != MONTH_LENGTH) {
            return OptionalLong.empty();
        }
        try {
            LocalDate first = YearMonth.parse(text).atDay(1);
            return OptionalLong.of(epochMs(first.atStartOfDay(ZoneOffset.UTC).toInstant()));
        } catch (DateTimeException e) {
            return OptionalLong.empty();
        }
    }

    /** Epoch ms of ISO-8601 text, or of the number of milliseconds itself; empty if the text is neither. */
    static OptionalLong parseIsoOrEpochMs(String text) {
        try {
            return OptionalLong.of(Long.parseLong(text));
        } catch (NumberFormatException e) {
            return parseIso(text);
        }
    }

    /**
     * Pairs for people about a number of milliseconds in the first weeks of 1970 that would be a time from 2000 to 2035 in
     * seconds; empty for any other text.
     */
    static Optional<String> secondsDoubt(String text) {
        if (!SECONDS.matcher(text).matches()) {
            return Optional.empty();
        }
        long number = Long.parseLong(text);
        boolean isOfOurTime = number >= LEAST_SECONDS && number <= MOST_SECONDS;
        return isOfOurTime
                ? Optional.of("text=" + text + ", read=" + Instant.ofEpochMilli(number) + ", asSeconds="
                        + Instant.ofEpochSecond(number))
                : Optional.empty();
    }

    /** Epoch ms; the first or last that there is where a long does not reach, which is beyond every rule's bounds. */
    static long epochMs(Instant instant) {
        try {
            return instant.toEpochMilli();
        } catch (ArithmeticException e) {
            return instant.getEpochSecond() < 0 ? Long.MIN_VALUE : Long.MAX_VALUE;
        }
    }

    private static Instant instant(TemporalAccessor parsed) {
        if (parsed instanceof OffsetDateTime withOffset) {
            return withOffset.toInstant();
        }
        if (parsed instanceof LocalDateTime local) {
            return local.toInstant(ZoneOffset.UTC);
        }
        return LocalDate.from(parsed).atStartOfDay(ZoneOffset.UTC).toInstant();
    }
}
