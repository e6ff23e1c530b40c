package dev.busway.tracing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.azure.messaging.servicebus.ServiceBusMessage;
import com.sun.net.httpserver.HttpServer;
import dev.busway.settings.ConfigurationException;
import dev.busway.settings.Settings;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** How tracing is switched on, and that spans leave the process by OTLP over HTTP. */
final class TracingExportTest {

    private record Request(String path, String body) {}

    @Test
    void spansGoToTheCollectorWhenTracingEnds() throws Exception {
        BlockingQueue<Request> requests = new LinkedBlockingQueue<>();
        HttpServer collector = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        collector.createContext("/", exchange -> {
            byte[] body = exchange.getRequestBody().readAllBytes();
            requests.add(
                    new Request(exchange.getRequestURI().getPath(), new String(body, StandardCharsets.ISO_8859_1)));
            exchange.sendResponseHeaders(200, -1);
            exchange.close();
        });
        collector.start();
        try (Tracing tracing = Tracing.startIfOn(Settings.shipped()
                        .with(Settings.TRACING, "true")
                        .with(
                                "otel.exporter.otlp.endpoint",
                                "http://127.0.0.1:" + collector.getAddress().getPort()))
                .orElseThrow()) {
            tracing.tracer()
                    .sends("orders", new ServiceBusMessage("planted-body").setMessageId("id-1"))
                    .ended(null);
        }
        Request request = requests.poll(30, TimeUnit.SECONDS);
        collector.stop(0);

        assertThat(request).isNotNull();
        assertThat(request.path()).isEqualTo("/v1/traces");
        assertThat(request.body()).contains("send orders", "id-1", "busway").doesNotContain("planted-body");
        assertThat(requests).isEmpty();
    }

    @Test
    void tracingIsOffUnlessItIsAskedFor() {
        assertThat(Tracing.startIfOn(Settings.shipped())).isEqualTo(Optional.empty());
    }

    @Test
    void aValueThatIsNeitherTrueNorFalseIsRefused() {
        Settings settings = Settings.of(Map.of("BUSWAY_TRACING", "yes"));

        assertThatThrownBy(() -> Tracing.startIfOn(settings))
                .isInstanceOf(ConfigurationException.class)
                .hasMessage("busway.tracing is \"yes\"; it must be true or false.");
    }

    @Test
    void aProtocolThatCannotBeSpokenIsRefusedWithTheOneThatCan() {
        Map<String, String> grpc = Map.of("otel.exporter.otlp.protocol", "grpc");

        assertThatThrownBy(() -> OpenTelemetryTracing.start(grpc))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("OTEL_EXPORTER_OTLP_PROTOCOL must be http/protobuf");
    }
}
