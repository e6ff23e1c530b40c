package dev.busway.tracing;

import dev.busway.servicebus.trace.MessageTracer;
import dev.busway.settings.ConfigurationException;
import io.opentelemetry.sdk.OpenTelemetrySdk;
import io.opentelemetry.sdk.autoconfigure.AutoConfiguredOpenTelemetrySdk;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.bridge.SLF4JBridgeHandler;

/**
 * OpenTelemetry as its own environment variables configure it ({@code OTEL_EXPORTER_OTLP_ENDPOINT},
 * {@code OTEL_SERVICE_NAME}, {@code OTEL_TRACES_SAMPLER} and so on), for traces alone.
 */
final class OpenTelemetryTracing implements Tracing {

    private static final Logger LOG = LoggerFactory.getLogger(OpenTelemetryTracing.class);

    /** Metrics are had from /metrics and logs from standard output; only HTTP can be spoken without another HTTP client. */
    private static final Map<String, String> DEFAULTS = Map.of(
            "otel.service.name", "busway",
            "otel.metrics.exporter", "none",
            "otel.logs.exporter", "none",
            "otel.exporter.otlp.protocol", "http/protobuf");

    /** What OpenTelemetry says of itself, such as that no collector answers; it knows only java.util.logging. */
    private static final java.util.logging.Logger OWN_LOG = java.util.logging.Logger.getLogger("io.opentelemetry");

    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private final OpenTelemetrySdk telemetry;

    private OpenTelemetryTracing(OpenTelemetrySdk telemetry) {
        this.telemetry = telemetry;
    }

    /**
     * Starts exporting spans.
     *
     * @param properties those of OpenTelemetry ({@code otel...}) that are set elsewhere than in the environment or in system
     *     properties, which win over these
     * @throws ConfigurationException when one of them cannot be used
     */
    static Tracing start(Map<String, String> properties) {
        Map<String, String> defaults = new HashMap<>(DEFAULTS);
        defaults.putAll(properties);
        bridgeLog();
        try {
            return new OpenTelemetryTracing(AutoConfiguredOpenTelemetrySdk.builder()
                    .addPropertiesSupplier(() -> defaults)
                    .disableShutdownHook()
                    .build()
                    .getOpenTelemetrySdk());
        } catch (io.opentelemetry.sdk.autoconfigure.spi.ConfigurationException e) {
            String reason = e.getCause() == null
                    ? e.getMessage()
                    : String.valueOf(e.getCause().getMessage());
            throw new ConfigurationException(
                    "Tracing cannot start: " + reason
                            + ". Look at the OTEL_... variables; OTEL_EXPORTER_OTLP_PROTOCOL must be http/protobuf.",
                    e);
        }
    }

    @Override
    public MessageTracer tracer() {
        return new Spans(telemetry);
    }

    @Override
    public void close() {
        boolean exported = telemetry
                .getSdkTracerProvider()
                .shutdown()
                .join(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)
                .isSuccess();
        if (!exported) {
            LOG.warn("The last spans could not be exported; does a collector answer at OTEL_EXPORTER_OTLP_ENDPOINT?");
        }
    }

    private static synchronized void bridgeLog() {
        if (OWN_LOG.getHandlers().length == 0) {
            OWN_LOG.setUseParentHandlers(false);
            OWN_LOG.addHandler(new SLF4JBridgeHandler());
        }
    }
}
