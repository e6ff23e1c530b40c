package dev.busway.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import com.azure.messaging.servicebus.ServiceBusClientBuilder;
import com.azure.messaging.servicebus.ServiceBusMessage;
import com.azure.messaging.servicebus.ServiceBusSenderClient;
import dev.busway.emulator.ServiceBusEmulator;
import dev.busway.servicebus.AppReport;
import dev.busway.servicebus.ServiceBusReports;
import dev.busway.settings.Settings;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.LoggerFactory;

/** Nothing that a sender or a route file writes brings a secret of the host to light. */
final class SecretsAndRoutesTest {

    private static final String TOKEN = "planted-token-0123456789abcdef";
    private static final String KEY = "planted-key-0123456789abcdef";

    @TempDir
    private Path folder;

    @ParameterizedTest
    @ValueSource(
            strings = {
                "toD: {uri: \"azure-servicebus:${header.dest}\"}",
                "toD: {uri: \"${header.whole}\"}",
                "recipientList: {simple: \"azure-servicebus:${header.dest}\"}",
                "routingSlip: {simple: \"azure-servicebus:${header.dest}\"}",
                "wireTap: {uri: \"azure-servicebus:${header.dest}\"}",
                "enrich: {simple: \"azure-servicebus:${header.dest}\"}"
            })
    void placeholdersThatASenderWritesAreNeverResolved(String step) throws Exception {
        write("- " + step);
        ListAppender<ILoggingEvent> lines = new ListAppender<>();
        Logger root = (Logger) LoggerFactory.getLogger("ROOT");
        lines.start();
        root.addAppender(lines);
        try (ServiceBusEmulator emulator = ServiceBusEmulator.start();
                Host host = host(emulator)) {
            List<String> written = List.of(
                    "{{env:SERVICE_BUS_CONNECTION_STRING}}",
                    "leak-{{env:BUSWAY_OPS_TOKEN}}",
                    "leak-{{busway.ops.token}}",
                    "leak-{{env:REGION}}",
                    "leak-{{sys:user.dir}}",
                    "leak-{{region}}",
                    "q?clientOption={{region}}",
                    "{{?env:REGION}}x");
            send(emulator, written);
            Awaitility.await().atMost(Duration.ofSeconds(20)).until(() -> {
                AppReport report = ServiceBusReports.of(host.context()).get(0);
                return report.counts().completed() + report.counts().deadLettered() == written.size();
            });

            assertThat(get(host, "/health") + get(host, "/health/ready"))
                    .doesNotContain(TOKEN)
                    .doesNotContain(KEY)
                    .doesNotContain("eu-planted");
            assertThat(emulator.queues()).noneMatch(queue -> queue.contains("planted") || queue.contains("/"));
        } finally {
            root.detachAppender(lines);
        }
        assertThat(lines.list.stream().map(each -> each.getFormattedMessage() + each.getKeyValuePairs()))
                .noneMatch(line -> line.contains(TOKEN) || line.contains(KEY) || line.contains("eu-planted"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{{env:BUSWAY_OPS_TOKEN}}",
                "{{env:busway.ops.token}}",
                "{{env:SERVICE_BUS_CONNECTION_STRING:none}}",
                "{{busway.ops.token}}",
                "{{BUSWAY.OPS-TOKEN}}",
                "{{service.bus.connection.string}}",
                "{{sys:busway.ops.token}}",
                "{{env:AZURE_CLIENT_SECRET}}",
                "${env.BUSWAY_OPS_TOKEN}",
                "${env:BUSWAY_OPS_TOKEN}",
                "${sysenv.SERVICE_BUS_CONNECTION_STRING}",
                "${sysenv:AZURE_CLIENT_SECRET}",
                "${sys.busway.ops.token}",
                "${ENV.BUSWAY_OPS_TOKEN}",
                "${env.${header.name}}",
                "$simple{env.BUSWAY_OPS_TOKEN}"
            })
    void noRouteReadsASecretByAnyRoad(String road) throws Exception {
        write("- setBody: {simple: {expression: \"" + road + "\"}}\n        - to: {uri: \"azure-servicebus:out\"}");
        try (ServiceBusEmulator emulator = ServiceBusEmulator.start()) {
            assertThatThrownBy(() -> host(emulator).close())
                    .hasMessageNotContaining(TOKEN)
                    .hasMessageNotContaining(KEY)
                    .satisfies(refused -> assertThat(refused.getMessage())
                            .containsAnyOf(
                                    "secret of the host", "whose name is computed", "is not set and has no default"));
        }
    }

    @Test
    void whatIsNoSecretIsReadAsBefore() throws Exception {
        write("- setBody: {simple: {expression: \"{{env:REGION}} ${properties:region} {{sys:java.version}}"
                + " ${env.PATH} ${sys.user.dir} ${file:name}\"}}\n        - to: {uri: \"azure-servicebus:out\"}");
        try (ServiceBusEmulator emulator = ServiceBusEmulator.start();
                Host host = host(emulator)) {
            send(emulator, List.of("x"));
            Awaitility.await()
                    .atMost(Duration.ofSeconds(20))
                    .until(() -> emulator.counts("out").active() == 1);
            assertThat(host.lanes()).hasSize(1);
        }
    }

    private void write(String step) throws Exception {
        Files.writeString(folder.resolve("app.camel.yaml"), """
            - route:
                id: app
                from:
                  uri: azure-servicebus:in
                  parameters:
                    enableDeadLettering: "true"
                  steps:
                    %s
            """.formatted(step));
    }

    private Host host(ServiceBusEmulator emulator) {
        Properties properties = new Properties();
        properties.setProperty(Settings.CONNECTION_STRING, connection(emulator));
        properties.setProperty("region", "eu-planted");
        properties.setProperty(Settings.ROUTES, folder.toString());
        properties.setProperty(Settings.HTTP_HOST, "127.0.0.1");
        properties.setProperty(Settings.HTTP_PORT, "0");
        properties.setProperty("camel.main.shutdownTimeout", "5");
        return Host.start(Settings.of(
                Map.of(
                        "BUSWAY_OPS_TOKEN",
                        TOKEN,
                        "SERVICE_BUS_CONNECTION_STRING",
                        connection(emulator),
                        "AZURE_CLIENT_SECRET",
                        TOKEN,
                        "REGION",
                        "eu-planted"),
                properties));
    }

    private static String connection(ServiceBusEmulator emulator) {
        return emulator.connectionString().replaceFirst("SharedAccessKey=[^;]*", "SharedAccessKey=" + KEY);
    }

    private static String get(Host host, String path) throws Exception {
        return HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + host.httpPort() + path))
                                .build(),
                        BodyHandlers.ofString())
                .body();
    }

    private static void send(ServiceBusEmulator emulator, List<String> destinations) {
        try (ServiceBusSenderClient sender = new ServiceBusClientBuilder()
                .connectionString(emulator.connectionString())
                .sender()
                .queueName("in")
                .buildClient()) {
            for (String destination : destinations) {
                ServiceBusMessage message = new ServiceBusMessage("{}");
                message.getApplicationProperties().put("dest", destination);
                message.getApplicationProperties().put("whole", "azure-servicebus:" + destination);
                sender.sendMessage(message);
            }
        }
    }
}
