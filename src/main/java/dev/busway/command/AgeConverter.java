package dev.busway.command;

import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.Locale;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads a length of time as people write it: {@code 90s}, {@code 30m}, {@code 2h}, {@code 7d}, {@code 1h30m}. */
final class AgeConverter implements ITypeConverter<Duration> {

    @Override
    public Duration convert(String value) {
        String text = value.strip().toUpperCase(Locale.ROOT);
        try {
            if (text.startsWith("P")) {
                return Duration.parse(text);
            }
            int days = text.indexOf('D');
            if (text.startsWith("-")) {
                throw new DateTimeParseException("negative", value, 0);
            }
            return days < 0
                    ? Duration.parse("PT" + text)
                    : withDays(text.substring(0, days + 1), text.substring(days + 1));
        } catch (DateTimeParseException unreadable) {
            throw new TypeConversionException("'" + value + "' is no length of time; write 90s, 30m, 2h, 7d or 1h30m");
        }
    }

    private static Duration withDays(String days, String rest) {
        return Duration.parse("P" + days + (rest.isEmpty() ? "" : "T" + rest));
    }
}
