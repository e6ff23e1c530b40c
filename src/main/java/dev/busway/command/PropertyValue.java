package dev.busway.command;

import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/**
 * The value of an application property as it is typed: text, or {@code <type>:<value>} with one of {@value #TYPES}. Text that
 * begins like that is written {@code string:...}.
 */
record PropertyValue(Object value) {

    static final String TYPES = "string, int, long, double, boolean, uuid, time";

    private static final Map<String, Function<String, Object>> READERS = Map.of(
            "string", text -> text,
            "int", Integer::valueOf,
            "long", Long::valueOf,
            "double", Double::valueOf,
            "boolean", PropertyValue::truth,
            "uuid", UUID::fromString,
            "time", OffsetDateTime::parse);

    /** Reads one; a type that cannot hold the value is refused, not sent as text. */
    static final class Converter implements ITypeConverter<PropertyValue> {
        @Override
        public PropertyValue convert(String typed) {
            int colon = typed.indexOf(':');
            Function<String, Object> reader = colon < 0 ? null : READERS.get(typed.substring(0, colon));
            if (reader == null) {
                return new PropertyValue(typed);
            }
            String text = typed.substring(colon + 1);
            try {
                return new PropertyValue(reader.apply(text));
            } catch (IllegalArgumentException | DateTimeParseException wrong) {
                throw new TypeConversionException("\"" + text + "\" is no " + typed.substring(0, colon)
                        + "; for text write string:" + typed + " (types: " + TYPES + ")");
            }
        }
    }

    /** Numbers and truth values as JSON has them, all else as text. */
    static Object json(Object value) {
        return value instanceof Number || value instanceof Boolean ? value : String.valueOf(value);
    }

    private static Boolean truth(String text) {
        if (!text.equals("true") && !text.equals("false")) {
            throw new IllegalArgumentException(text);
        }
        return Boolean.valueOf(text);
    }
}
