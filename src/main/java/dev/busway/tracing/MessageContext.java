package dev.busway.tracing;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.propagation.W3CTraceContextPropagator;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.propagation.TextMapGetter;
import io.opentelemetry.context.propagation.TextMapPropagator;
import java.util.Map;

/**
 * Reads and writes the context of a trace in application properties. Azure's own clients know the property
 * {@code Diagnostic-Id}, whose value is that of {@code traceparent}; older ones know nothing else.
 */
final class MessageContext {

    static final String DIAGNOSTIC_ID = "Diagnostic-Id";
    static final String TRACEPARENT = "traceparent";

    private static final TextMapPropagator W3C = W3CTraceContextPropagator.getInstance();
    private static final TextMapGetter<Map<String, Object>> GETTER = new Getter();

    private final TextMapPropagator propagator;

    MessageContext(TextMapPropagator propagator) {
        this.propagator = propagator;
    }

    /** The context that the sender has given, on top of {@code outer}; {@code outer} when it gave none or one that cannot be read. */
    Context read(Map<String, Object> properties, Context outer) {
        Context given = propagator.extract(outer, properties, GETTER);
        if (isValid(given) || !(properties.get(DIAGNOSTIC_ID) instanceof String diagnosticId)) {
            return given;
        }
        return W3C.extract(given, Map.of(TRACEPARENT, diagnosticId), GETTER);
    }

    /** Takes the place of what the properties held before, such as what an output has inherited from its input. */
    void write(Context context, Map<String, Object> properties) {
        propagator.fields().forEach(properties::remove);
        properties.remove(DIAGNOSTIC_ID);
        propagator.inject(context, properties, (map, name, value) -> map.put(name, value));
        W3C.inject(context, properties, (map, name, value) -> {
            if (name.equals(TRACEPARENT)) {
                map.put(DIAGNOSTIC_ID, value);
            }
        });
    }

    private static boolean isValid(Context context) {
        return Span.fromContext(context).getSpanContext().isValid();
    }

    private static final class Getter implements TextMapGetter<Map<String, Object>> {

        @Override
        public String get(Map<String, Object> properties, String name) {
            return properties != null && properties.get(name) instanceof String value ? value : null;
        }
    }
}
