package io.rillcast.broken;

import static io.rillcast.broken.Outcome.accepted;
import static io.rillcast.broken.Outcome.letter;
import static io.rillcast.broken.Outcome.skip;
import static io.rillcast.broken.Setup.AVRO;
import static io.rillcast.broken.Setup.COMMAND;
import static io.rillcast.broken.Setup.FOREIGN;
import static io.rillcast.broken.Setup.JSON;
import static io.rillcast.broken.Setup.KEY;
import static io.rillcast.broken.Setup.NAMED;
import static io.rillcast.broken.Setup.PLACED;

import io.rillcast.forecast.SkipReason;
import io.rillcast.serde.DeadLetterCause;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;

/** The kinds of {@code serde/BrokenInput.md}, in its order, each with its outcome and what makes it. */
public enum BrokenKind {
    NOTHING(AVRO, letter(DeadLetterCause.NULL_VALUE), Envelopes::nothing),
    END_OF_NO_SERIES(AVRO, skip(SkipReason.NO_SUCH_SERIES), Envelopes::endOfNone),
    END_UNDER_BAD_NAME(AVRO, letter(DeadLetterCause.SERIES_NAME), Envelopes::endUnderBadName),
    EMPTY_VALUE(AVRO, letter(DeadLetterCause.EMPTY_VALUE), Envelopes::emptyValue),
    TOO_LARGE(AVRO, letter(DeadLetterCause.TOO_LARGE), Envelopes::tooLarge),
    NEARLY_TOO_LARGE(AVRO, letter(DeadLetterCause.NO_WIRE_HEADER), Envelopes::nearlyTooLarge),
    HUGE_KEY_OR_HEADERS(AVRO, letter(DeadLetterCause.NO_WIRE_HEADER), Envelopes::hugeFrame),
    WRONG_MAGIC_BYTE(AVRO, letter(DeadLetterCause.NO_WIRE_HEADER), Envelopes::wrongMagicByte),
    SHORT_HEADER(AVRO, letter(DeadLetterCause.NO_WIRE_HEADER), Envelopes::shortHeader),
    TEXT_IN_AVRO(AVRO, letter(DeadLetterCause.NO_WIRE_HEADER), Envelopes::text),
    JSON_IN_AVRO(AVRO, letter(DeadLetterCause.NO_WIRE_HEADER), Envelopes::jsonInAvro),
    UNKNOWN_SCHEMA(AVRO, letter(DeadLetterCause.UNKNOWN_SCHEMA_ID), Envelopes::unknownSchema),
    NEGATIVE_SCHEMA(AVRO, letter(DeadLetterCause.UNKNOWN_SCHEMA_ID), Envelopes::negativeSchema),
    OTHER_KIND_OF_SCHEMA(AVRO, letter(DeadLetterCause.UNUSABLE_SCHEMA), Envelopes::otherKindOfSchema),
    NO_SCHEMA(AVRO, letter(DeadLetterCause.UNUSABLE_SCHEMA), Envelopes::noSchema),
    WEIGHTLESS_ELEMENTS(AVRO, letter(DeadLetterCause.UNUSABLE_SCHEMA), AvroFaults::weightless),
    HUGE_FIXED(AVRO, letter(DeadLetterCause.UNUSABLE_SCHEMA), AvroFaults::hugeFixed),
    FOREIGN_KEY(AVRO, accepted(), Envelopes::foreignKey),
    ODD_HEADERS(AVRO, accepted(), Envelopes::oddHeaders),
    BODYLESS(AVRO, letter(DeadLetterCause.MALFORMED_AVRO), AvroFaults::bodyless),
    TRUNCATED(AVRO, letter(DeadLetterCause.MALFORMED_AVRO), AvroFaults::truncated),
    TRAILING_BYTES(AVRO, letter(DeadLetterCause.TRAILING_BYTES), AvroFaults::trailing),
    TWO_RECORDS(AVRO, letter(DeadLetterCause.TRAILING_BYTES), AvroFaults::twoRecords),
    ABSURD_LENGTH(AVRO, letter(DeadLetterCause.MALFORMED_AVRO), AvroFaults::absurdLength),
    ABSURD_COUNT(AVRO, letter(DeadLetterCause.MALFORMED_AVRO), AvroFaults::absurdCount),
    NEGATIVE_COUNT(AVRO, letter(DeadLetterCause.MALFORMED_AVRO), AvroFaults::negativeCount),
    ABSURD_BRANCH(AVRO, letter(DeadLetterCause.MALFORMED_AVRO), AvroFaults::absurdBranch),
    ABSURD_SYMBOL(AVRO, letter(DeadLetterCause.MALFORMED_AVRO), AvroFaults::absurdSymbol),
    ENDLESS_NUMBER(AVRO, letter(DeadLetterCause.MALFORMED_AVRO), AvroFaults::endlessNumber),
    ENDLESS_NESTING(AVRO, letter(DeadLetterCause.MALFORMED_AVRO), AvroFaults::endlessNesting),
    NO_RECORD(AVRO, letter(DeadLetterCause.WRONG_TYPE), AvroFaults::noRecord),
    SERIES_MISSING(AVRO, letter(DeadLetterCause.MISSING_FIELD), draw -> AvroFaults.without(draw, "series")),
    TIMESTAMP_MISSING(AVRO, letter(DeadLetterCause.MISSING_FIELD), draw -> AvroFaults.without(draw, "timestamp")),
    VALUE_MISSING(AVRO, letter(DeadLetterCause.MISSING_FIELD), draw -> AvroFaults.without(draw, "value")),
    SERIES_NULL(AVRO, letter(DeadLetterCause.MISSING_FIELD), draw -> AvroFaults.nullField(draw, "series")),
    TIMESTAMP_NULL(AVRO, letter(DeadLetterCause.MISSING_FIELD), draw -> AvroFaults.nullField(draw, "timestamp")),
    VALUE_NULL(AVRO, letter(DeadLetterCause.MISSING_FIELD), draw -> AvroFaults.nullField(draw, "value")),
    SERIES_OF_WRONG_TYPE(AVRO, letter(DeadLetterCause.WRONG_TYPE), AvroFaults::wrongSeries),
    TIMESTAMP_OF_WRONG_TYPE(AVRO, letter(DeadLetterCause.WRONG_TYPE), AvroFaults::wrongTime),
    TIMESTAMP_TEXT(AVRO, letter(DeadLetterCause.WRONG_TYPE), AvroFaults::wrongText),
    TIME_OF_DAY(AVRO, letter(DeadLetterCause.WRONG_TYPE), AvroFaults::timeOfDay),
    VALUE_OF_WRONG_TYPE(AVRO, letter(DeadLetterCause.WRONG_TYPE), AvroFaults::wrongValue),
    TIME_AS_VALUE(AVRO, letter(DeadLetterCause.WRONG_TYPE), AvroFaults::timeAsValue),
    LONG_DECIMAL(AVRO, letter(DeadLetterCause.WRONG_TYPE), AvroFaults::longDecimal),
    ADDED_FIELD(AVRO, accepted(), AvroFaults::addedField),
    OTHER_NUMBER(AVRO, accepted(), AvroFaults::otherNumber),
    RENAMED_VALUE(AVRO, letter(DeadLetterCause.MISSING_FIELD), AvroFaults::renamedValue),
    RETYPED_VALUE(AVRO, letter(DeadLetterCause.WRONG_TYPE), AvroFaults::retypedValue),
    ODD_COVARIATES(AVRO, accepted(), AvroFaults::oddCovariates),
    MANY_COVARIATES(AVRO, accepted(), AvroFaults::manyCovariates),
    INFINITE_COVARIATE(NAMED, letter(DeadLetterCause.COVARIATE_INFINITE), AvroFaults::infiniteCovariate),
    MASKED_COVARIATE(NAMED, accepted(), AvroFaults::maskedCovariate),
    NAN(AVRO, letter(DeadLetterCause.VALUE_NOT_FINITE), ReadingFaults::notANumber),
    PLUS_INFINITY(
            AVRO,
            letter(DeadLetterCause.VALUE_NOT_FINITE),
            draw -> ReadingFaults.infinite(draw, Double.POSITIVE_INFINITY)),
    MINUS_INFINITY(
            AVRO,
            letter(DeadLetterCause.VALUE_NOT_FINITE),
            draw -> ReadingFaults.infinite(draw, Double.NEGATIVE_INFINITY)),
    SUBNORMAL(AVRO, accepted(), ReadingFaults::subnormal),
    ZERO(AVRO, accepted(), ReadingFaults::zero),
    HUGE(AVRO, accepted(), ReadingFaults::huge),
    BEYOND_STATISTICS(AVRO, skip(SkipReason.NOT_FINITE), ReadingFaults::beyondStatistics),
    NEGATIVE(AVRO, skip(SkipReason.NEGATIVE), ReadingFaults::negative),
    EMPTY_NAME(AVRO, letter(DeadLetterCause.SERIES_NAME), ReadingFaults::nameless),
    LONG_NAME(AVRO, letter(DeadLetterCause.SERIES_NAME), ReadingFaults::longName),
    CONTROL_NAME(AVRO, letter(DeadLetterCause.SERIES_NAME), ReadingFaults::controlName),
    BROKEN_NAME(AVRO, letter(DeadLetterCause.SERIES_NAME), ReadingFaults::brokenName),
    ODD_NAME(AVRO, accepted(), ReadingFaults::oddName),
    BEFORE_YEAR_1(AVRO, letter(DeadLetterCause.TIMESTAMP_OUT_OF_RANGE), ReadingFaults::beforeYear1),
    YEAR_1(AVRO, accepted(), ReadingFaults::year1),
    BEFORE_1970(AVRO, accepted(), ReadingFaults::before1970),
    YEAR_9999(AVRO, letter(DeadLetterCause.TIMESTAMP_TOO_FAR_AHEAD), ReadingFaults::year9999),
    END_OF_TIME(AVRO, letter(DeadLetterCause.TIMESTAMP_TOO_FAR_AHEAD), ReadingFaults::endOfTime),
    TOO_FAR_AHEAD(AVRO, letter(DeadLetterCause.TIMESTAMP_TOO_FAR_AHEAD), ReadingFaults::tooFarAhead),
    JUST_AHEAD(AVRO, accepted(), ReadingFaults::atTheLimit),
    MICROSECONDS(AVRO, letter(DeadLetterCause.TIMESTAMP_TOO_FAR_AHEAD), ReadingFaults::microseconds),
    ABSURD_DAYS(AVRO, letter(DeadLetterCause.TIMESTAMP_TOO_FAR_AHEAD), ReadingFaults::absurdDays),
    LATE(AVRO, skip(SkipReason.LATE), ReadingFaults::late),
    DUPLICATE(AVRO, skip(SkipReason.DUPLICATE), ReadingFaults::duplicate),
    CORRECTION(AVRO, skip(SkipReason.CORRECTION), ReadingFaults::correction),
    KEY_IS_NOT_SERIES(PLACED, letter(DeadLetterCause.KEY_IS_NOT_SERIES), Envelopes::differingKey),
    WRONG_PARTITION(PLACED, letter(DeadLetterCause.WRONG_PARTITION), ReadingFaults::misplaced),
    NO_JSON(JSON, letter(DeadLetterCause.MALFORMED_JSON), JsonFaults::noJson),
    BLANK(JSON, letter(DeadLetterCause.MALFORMED_JSON), JsonFaults::blank),
    JSON_TRUNCATED(JSON, letter(DeadLetterCause.MALFORMED_JSON), JsonFaults::truncated),
    TRAILING_TEXT(JSON, letter(DeadLetterCause.MALFORMED_JSON), JsonFaults::trailing),
    DUPLICATE_KEYS(JSON, letter(DeadLetterCause.MALFORMED_JSON), JsonFaults::duplicateKeys),
    DEEP_NESTING(JSON, letter(DeadLetterCause.MALFORMED_JSON), JsonFaults::deep),
    NO_NUMBER(JSON, letter(DeadLetterCause.MALFORMED_JSON), JsonFaults::noNumber),
    ENDLESS_DIGITS(JSON, letter(DeadLetterCause.MALFORMED_JSON), JsonFaults::endlessNumber),
    JSON_INVALID_UTF8(JSON, letter(DeadLetterCause.MALFORMED_JSON), JsonFaults::invalidUtf8),
    JSON_COMMENT(JSON, letter(DeadLetterCause.MALFORMED_JSON), JsonFaults::comment),
    JSON_TOO_LARGE(JSON, letter(DeadLetterCause.TOO_LARGE), JsonFaults::tooLarge),
    NO_OBJECT(JSON, letter(DeadLetterCause.WRONG_TYPE), JsonFaults::noObject),
    JSON_FIELD_MISSING(JSON, letter(DeadLetterCause.MISSING_FIELD), JsonFaults::missing),
    JSON_FIELD_NULL(JSON, letter(DeadLetterCause.MISSING_FIELD), JsonFaults::nullField),
    JSON_SERIES_OF_WRONG_TYPE(JSON, letter(DeadLetterCause.WRONG_TYPE), JsonFaults::wrongSeries),
    JSON_TIMESTAMP_OF_WRONG_TYPE(JSON, letter(DeadLetterCause.WRONG_TYPE), JsonFaults::wrongTime),
    JSON_VALUE_OF_WRONG_TYPE(JSON, letter(DeadLetterCause.WRONG_TYPE), JsonFaults::wrongValue),
    BEYOND_DOUBLE(JSON, letter(DeadLetterCause.VALUE_NOT_FINITE), JsonFaults::beyondDouble),
    UNDERFLOW(JSON, accepted(), JsonFaults::underflow),
    JSON_SURROGATE(JSON, letter(DeadLetterCause.SERIES_NAME), JsonFaults::surrogate),
    JSON_BAD_NAME(JSON, letter(DeadLetterCause.SERIES_NAME), JsonFaults::name),
    JSON_BEFORE_YEAR_1(JSON, letter(DeadLetterCause.TIMESTAMP_OUT_OF_RANGE), JsonFaults::year0),
    JSON_YEAR_9999(JSON, letter(DeadLetterCause.TIMESTAMP_TOO_FAR_AHEAD), JsonFaults::year9999),
    OTHER_UNICODE(JSON, accepted(), JsonFaults::otherUnicode),
    JSON_MORE(JSON, accepted(), JsonFaults::more),
    JSON_HEADER(JSON, accepted(), JsonFaults::header),
    KEY_NOTHING(KEY, letter(DeadLetterCause.NULL_VALUE), Envelopes::nothing),
    KEY_NULL(KEY, letter(DeadLetterCause.MISSING_FIELD), JsonFaults::noKey),
    KEY_EMPTY(KEY, letter(DeadLetterCause.SERIES_NAME), JsonFaults::emptyKey),
    KEY_NOT_UTF8(KEY, letter(DeadLetterCause.SERIES_NAME), JsonFaults::brokenKey),
    KEY_BAD_NAME(KEY, letter(DeadLetterCause.SERIES_NAME), JsonFaults::badKey),
    KEY_OF_OTHER_CASE(KEY, accepted(), JsonFaults::otherCase),
    FOREIGN_REFUSAL(FOREIGN, letter(DeadLetterCause.DESERIALIZER), OtherFaults::foreignRefusal),
    FOREIGN_NO_RECORD(FOREIGN, letter(DeadLetterCause.WRONG_TYPE), OtherFaults::foreignOther),
    FOREIGN_NAN(FOREIGN, letter(DeadLetterCause.VALUE_NOT_FINITE), OtherFaults::foreignNaN),
    NO_COMMAND(COMMAND, letter(DeadLetterCause.NULL_VALUE), OtherFaults::noCommand),
    TEXT_COMMAND(COMMAND, letter(DeadLetterCause.NO_WIRE_HEADER), OtherFaults::textCommand),
    TRUNCATED_COMMAND(COMMAND, letter(DeadLetterCause.MALFORMED_AVRO), OtherFaults::truncatedCommand),
    IMPORT_COMMAND(COMMAND, letter(DeadLetterCause.UNSUPPORTED_COMMAND), OtherFaults::importCommand),
    UNKNOWN_ACTION(COMMAND, letter(DeadLetterCause.UNSUPPORTED_COMMAND), OtherFaults::unknownAction);

    private final Setup setup;

    @SuppressWarnings("ImmutableEnumChecker") // a record of two enums
    private final Outcome outcome;

    @SuppressWarnings("ImmutableEnumChecker") // a static method
    private final Function<Draw, BrokenRecord> maker;

    BrokenKind(Setup setup, Outcome outcome, Function<Draw, BrokenRecord> maker) {
        this.setup = setup;
        this.outcome = outcome;
        this.maker = maker;
    }

    /** The kinds that are met by one setup. */
    public static List<BrokenKind> of(Setup setup) {
        return Arrays.stream(values()).filter(kind -> kind.setup == setup).toList();
    }

    /** As the table spells it. */
    public String text() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** Where it is met. */
    public Setup setup() {
        return setup;
    }

    /** What becomes of it. */
    public Outcome outcome() {
        return outcome;
    }

    /** One variation of it. */
    public BrokenRecord make(Draw draw) {
        return maker.apply(draw);
    }
}
