package dev.busway.logging;

import ch.qos.logback.classic.spi.ILoggingEvent;
import dev.busway.text.Visible;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import org.slf4j.event.KeyValuePair;

/**
 * The fields of a log line: those of its statement in their order, then those of the message that is in work (MDC) by
 * name. A statement's own value wins; what is null is no field.
 */
final class Fields {

    private Fields() {}

    static Map<String, Object> of(ILoggingEvent event) {
        Map<String, Object> fields = new LinkedHashMap<>();
        if (event.getKeyValuePairs() != null) {
            for (KeyValuePair pair : event.getKeyValuePairs()) {
                add(fields, pair.key, pair.value);
            }
        }
        Map<String, String> inWork = event.getMDCPropertyMap();
        if (!inWork.isEmpty()) {
            new TreeMap<>(inWork).forEach((name, value) -> add(fields, name, value));
        }
        return fields;
    }

    private static void add(Map<String, Object> fields, String name, Object value) {
        if (value != null) {
            fields.putIfAbsent(name, value);
        }
    }

    /** All fields as {@code name=value}, each after a space. */
    static String text(Map<String, Object> fields) {
        StringBuilder text = new StringBuilder(160);
        fields.forEach((name, value) ->
                text.append(' ').append(Visible.line(name)).append('=').append(printable(String.valueOf(value))));
        return text.toString();
    }

    /** In quotes where it would not read as one word: ids come from senders, and must not be able to forge a field or a line. */
    private static String printable(String value) {
        if (value.chars().allMatch(Fields::isOfAWord) && !value.isEmpty()) {
            return value;
        }
        return '"' + Visible.line(value.replace("\\", "\\\\").replace("\"", "\\\"")) + '"';
    }

    private static boolean isOfAWord(int character) {
        return Character.isLetterOrDigit(character) || "-._~:/@+,;#$&*!?()[]{}<>|%'".indexOf(character) >= 0;
    }
}
