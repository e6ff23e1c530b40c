package dev.busway.logging;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.OutputStreamAppender;
import com.azure.messaging.servicebus.ServiceBusClientBuilder;
import com.azure.messaging.servicebus.ServiceBusMessage;
import com.azure.messaging.servicebus.ServiceBusSenderClient;
import com.sun.net.httpserver.HttpServer;
import dev.busway.emulator.ServiceBusEmulator;
import dev.busway.host.Host;
import dev.busway.settings.Settings;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.LoggerFactory;

/**
 * Plants a key and bodies, and looks for them in every byte of log and traces, at the most talkative level, with a route that
 * has no error handling of its own and a bean that quotes the body in its failure.
 */
final class NothingPlantedIsWrittenTest {

    private static final String ROUTE = """
            - route:
                id: quoting
                from:
                  uri: azure-servicebus:quoting-in
                  parameters:
                    enableDeadLettering: "true"
                  steps:
                    - convertBodyTo:
                        type: String
                    - bean:
                        beanType: dev.busway.logging.QuotingBean
                        method: handle
                    - to:
                        uri: azure-servicebus:quoting-out
            """;

    @TempDir
    private Path folder;

    private final LoggerContext context = (LoggerContext) LoggerFactory.getILoggerFactory();
    private final Logger root = context.getLogger("ROOT");
    private final Logger ours = context.getLogger("dev.busway");
    private final Level before = ours.getLevel();
    private final ByteArrayOutputStream log = new ByteArrayOutputStream();
    private final ByteArrayOutputStream traces = new ByteArrayOutputStream();
    private final OutputStreamAppender<ILoggingEvent> appender = new OutputStreamAppender<>();
    private HttpServer collector;

    @BeforeEach
    void start() throws IOException {
        collector = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        collector.createContext("/", exchange -> {
            byte[] body = exchange.getRequestBody().readAllBytes();
            synchronized (traces) {
                traces.write(body);
            }
            exchange.sendResponseHeaders(200, -1);
            exchange.close();
        });
        collector.start();
    }

    @AfterEach
    void stop() {
        collector.stop(0);
        root.detachAppender(appender);
        appender.stop();
        ours.setLevel(before);
    }

    @ParameterizedTest
    @ValueSource(strings = {"text", "json"})
    void evenAtTheMostTalkativeLevel(String format) throws Exception {
        Files.writeString(folder.resolve("quoting.camel.yaml"), ROUTE);
        write(format);
        try (ServiceBusEmulator emulator = ServiceBusEmulator.start();
                Host host = host(emulator)) {
            assertThat(host.lanes()).hasSize(1);
            send(emulator);
            Awaitility.await().atMost(Duration.ofSeconds(60)).untilAsserted(() -> {
                assertThat(emulator.counts("quoting-in").deadLettered()).isEqualTo(1);
                assertThat(emulator.counts("quoting-out").active()).isEqualTo(1);
            });
        }

        assertThat(log.toString(StandardCharsets.UTF_8))
                .contains("dead-lettered", "IllegalStateException", "QuotingBean")
                .doesNotContain("planted");
        synchronized (traces) {
            assertThat(traces.toString(StandardCharsets.ISO_8859_1))
                    .contains("process quoting-in", "IllegalStateException", "send quoting-out")
                    .doesNotContain("planted");
        }
    }

    private void write(String format) {
        appender.setContext(context);
        appender.setEncoder(LogSetup.encoder(context, format));
        appender.setOutputStream(log);
        appender.start();
        root.addAppender(appender);
        ours.setLevel(Level.TRACE);
    }

    private Host host(ServiceBusEmulator emulator) {
        return Host.start(Settings.shipped()
                .with(
                        Settings.CONNECTION_STRING,
                        emulator.connectionString()
                                .replaceFirst("SharedAccessKey=[^;]*", "SharedAccessKey=planted-access-key"))
                .with(Settings.ROUTES, folder.toString())
                .with(Settings.HTTP_HOST, "127.0.0.1")
                .with(Settings.HTTP_PORT, "0")
                .with(Settings.TRACING, "true")
                .with("otel.exporter.otlp.headers", "authorization=planted-collector-key")
                .with(
                        "otel.exporter.otlp.endpoint",
                        "http://127.0.0.1:" + collector.getAddress().getPort()));
    }

    private static void send(ServiceBusEmulator emulator) {
        try (ServiceBusSenderClient sender = new ServiceBusClientBuilder()
                .connectionString(emulator.connectionString())
                .sender()
                .queueName("quoting-in")
                .buildClient()) {
            sender.sendMessages(List.of(message("planted-body-one"), message("planted-body-two is good")));
        }
    }

    private static ServiceBusMessage message(String body) {
        ServiceBusMessage message = new ServiceBusMessage(body).setMessageId(body.substring(13, 16));
        message.getApplicationProperties().put("card", "planted-property");
        return message;
    }
}
