package dev.busway.logging;

import ch.qos.logback.classic.spi.ILoggingEvent;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.util.Collection;
import java.util.Map;
import net.logstash.logback.composite.AbstractJsonProvider;

/**
 * Writes the fields as fields of the JSON object, numbers and truth values as such. It takes the place of the encoder's
 * own two providers, which write nulls, and a name that statement and MDC share twice.
 */
final class FieldsProvider extends AbstractJsonProvider<ILoggingEvent> {

    @Override
    public void writeTo(JsonGenerator json, ILoggingEvent event) throws IOException {
        for (Map.Entry<String, Object> field : Fields.of(event).entrySet()) {
            json.writeFieldName(field.getKey());
            write(json, field.getValue());
        }
    }

    /** The common types by their own methods, which look for no serializer. */
    private static void write(JsonGenerator json, Object value) throws IOException {
        if (value instanceof Integer || value instanceof Long) {
            json.writeNumber(((Number) value).longValue());
        } else if (value instanceof Number || value instanceof Boolean) {
            json.writeObject(value);
        } else if (value instanceof Collection<?> several) {
            json.writeStartArray();
            for (Object each : several) {
                json.writeString(String.valueOf(each));
            }
            json.writeEndArray();
        } else {
            json.writeString(value.toString());
        }
    }
}
