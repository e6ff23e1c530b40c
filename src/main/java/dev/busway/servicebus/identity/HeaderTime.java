package dev.busway.servicebus.identity;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.util.Date;
import org.apache.camel.util.TimeUtils;

/** Reads times and durations as people write them in a route. What it cannot read is a fault, never a message without them. */
final class HeaderTime {

    private static final String REASON = "InvalidHeader";

    /** ISO 8601; the offset with or without a colon. */
    private static final DateTimeFormatter ISO = new DateTimeFormatterBuilder()
            .append(DateTimeFormatter.ISO_LOCAL_DATE_TIME)
            .appendPattern("[XXX][XX][X]")
            .toFormatter();

    private HeaderTime() {}

    /**
     * A moment; null of null.
     *
     * @throws UnsendableOutput when the value is none, or says no time zone
     */
    @SuppressWarnings("JavaUtilDate") // what ${date:...} gives
    static OffsetDateTime moment(String header, Object value) {
        if (value == null || value instanceof OffsetDateTime) {
            return (OffsetDateTime) value;
        }
        try {
            if (value instanceof ZonedDateTime zoned) {
                return zoned.toOffsetDateTime();
            }
            if (value instanceof Instant instant) {
                return instant.atOffset(ZoneOffset.UTC);
            }
            if (value instanceof Date date) {
                return at(date.getTime());
            }
            if (value instanceof Number millis) {
                return at(millis.longValue());
            }
            if (value instanceof CharSequence text) {
                String stripped = text.toString().strip();
                return isNumber(stripped) ? at(Long.parseLong(stripped)) : OffsetDateTime.parse(stripped, ISO);
            }
        } catch (DateTimeException | NumberFormatException e) {
            throw notAMoment(header);
        }
        throw notAMoment(header);
    }

    /**
     * A duration longer than nothing; null of null.
     *
     * @throws UnsendableOutput when the value is none
     */
    static Duration duration(String header, Object value) {
        Duration duration = value == null || value instanceof Duration ? (Duration) value : parsed(header, value);
        if (duration != null && (duration.isNegative() || duration.isZero())) {
            throw notADuration(header);
        }
        return duration;
    }

    private static Duration parsed(String header, Object value) {
        try {
            if (value instanceof Number millis) {
                return Duration.ofMillis(millis.longValue());
            }
            if (value instanceof CharSequence text) {
                String stripped = text.toString().strip();
                return stripped.startsWith("P") || stripped.startsWith("p")
                        ? Duration.parse(stripped)
                        : Duration.ofMillis(TimeUtils.toMilliSeconds(stripped));
            }
        } catch (DateTimeException | IllegalArgumentException | IndexOutOfBoundsException e) {
            throw notADuration(header);
        }
        throw notADuration(header);
    }

    private static OffsetDateTime at(long millis) {
        return Instant.ofEpochMilli(millis).atOffset(ZoneOffset.UTC);
    }

    private static boolean isNumber(String text) {
        return !text.isEmpty() && text.chars().allMatch(Character::isDigit);
    }

    private static UnsendableOutput notAMoment(String header) {
        return new UnsendableOutput(
                REASON,
                "the header " + header + " must be a time: a date such as ${date:now+600s}, milliseconds since 1970, or"
                        + " a text with its offset such as 2035-06-01T08:00:00Z");
    }

    private static UnsendableOutput notADuration(String header) {
        return new UnsendableOutput(
                REASON,
                "the header " + header + " must be a duration longer than nothing: milliseconds, or a text such as 10m"
                        + " or PT10M");
    }
}
