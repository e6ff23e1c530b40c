package dev.busway.tracing;

import dev.busway.servicebus.trace.MessageTracer;
import dev.busway.settings.ConfigurationException;
import dev.busway.settings.Settings;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** The tracing of one process. Deliberately names no class of OpenTelemetry, so that without tracing none is loaded. */
public interface Tracing extends AutoCloseable {

    /** The name under which the tracer is bound to the Camel registry. */
    String BEAN = "busway-tracer";

    /**
     * Starts tracing when {@value Settings#TRACING} is true; empty when it is not.
     *
     * @throws ConfigurationException when it is neither true nor false, or OpenTelemetry cannot use what it is given
     */
    static Optional<Tracing> startIfOn(Settings settings) {
        if (!settings.flag(Settings.TRACING, false)) {
            return Optional.empty();
        }
        Map<String, String> given = new TreeMap<>(settings.all());
        given.keySet().removeIf(key -> !key.startsWith("otel."));
        return Optional.of(OpenTelemetryTracing.start(given));
    }

    /** What the component and the tools tell of their messages. */
    MessageTracer tracer();

    /** Exports what is left, for at most 5 seconds, and ends. */
    @Override
    void close();
}
