package dev.busway.host;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
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
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

/** A failing app can be diagnosed from its log lines and its last error alone, without a word of its messages. */
final class DiagnosisTest {

    private static final String ROUTE = """
        - route:
            id: orders
            errorHandler:
              defaultErrorHandler:
                redeliveryPolicy:
                  maximumRedeliveries: 1
                  redeliveryDelay: 300
                  asyncDelayedRedelivery: "true"
            from:
              uri: azure-servicebus:orders-in
              parameters:
                enableDeadLettering: "true"
                maxConcurrentCalls: 64
              steps:
                - convertBodyTo:
                    type: String
                - split:
                    expression:
                      tokenize:
                        token: "#"
                    shareUnitOfWork: true
                    stopOnException: true
                    steps:
                      - bean:
                          id: take-order
                          beanType: com.example.orders.FailingOrders
                          method: handle
                - to:
                    uri: azure-servicebus:orders-out
        """;

    @TempDir
    private Path folder;

    private final Logger ours = (Logger) LoggerFactory.getLogger("dev.busway.servicebus.messages.orders");
    private final ListAppender<ILoggingEvent> lines = new ListAppender<>();

    @BeforeEach
    void listen() {
        lines.start();
        ours.addAppender(lines);
    }

    @AfterEach
    void stop() {
        ours.detachAppender(lines);
        ours.setLevel(null);
    }

    @Test
    void theFirstFailedTrySaysWhatWhereAndWhyAndEachMessageIsNamed() throws Exception {
        Files.writeString(folder.resolve("orders.camel.yaml"), ROUTE);
        ours.setLevel(Level.INFO);
        try (ServiceBusEmulator emulator = ServiceBusEmulator.start();
                Host host = host(emulator)) {
            send(emulator, 40);
            Awaitility.await()
                    .atMost(Duration.ofSeconds(10))
                    .until(() -> report(host).lastError() != null);
            assertThat(report(host).counts().deadLettered()).isZero();
            Awaitility.await()
                    .atMost(Duration.ofSeconds(30))
                    .until(() -> report(host).counts().deadLettered() == 40);

            assertThat(report(host).lastError().kind()).isEqualTo("IllegalStateException");
            assertThat(report(host).lastError().message())
                    .isEqualTo("java.lang.IllegalStateException at com.example.orders.FailingOrders.check:14;"
                            + " step take-order of route orders, orders.camel.yaml:24");
        }
        List<ILoggingEvent> retrying = of("retrying");
        assertThat(retrying).hasSize(10);
        assertThat(field(retrying.get(0), "reason")).isEqualTo("IllegalStateException");
        assertThat(field(retrying.get(0), "detail").toString()).contains("take-order", "orders.camel.yaml:24");
        assertThat(lines.list)
                .filteredOn(line -> line.getThrowableProxy() != null)
                .singleElement()
                .satisfies(line ->
                        assertThat(line.getThrowableProxy().getMessage()).isEqualTo("java.lang.IllegalStateException"));
        List<ILoggingEvent> ended = of("dead-lettered");
        assertThat(ended).hasSizeBetween(11, 20);
        assertThat(IntStream.range(0, 40).mapToObj(i -> "id-" + i)).allSatisfy(id -> assertThat(ended)
                .anyMatch(line -> id.equals(field(line, "messageId"))
                        || (field(line, "messageIds") instanceof List<?> ids && ids.contains(id))));
        assertThat(lines.list.toString()).doesNotContain("planted");
    }

    private List<ILoggingEvent> of(String message) {
        return lines.list.stream()
                .filter(line -> line.getMessage().equals(message))
                .toList();
    }

    private static Object field(ILoggingEvent line, String name) {
        return line.getKeyValuePairs().stream()
                .filter(pair -> pair.key.equals(name))
                .map(pair -> pair.value)
                .findFirst()
                .orElse(null);
    }

    private static AppReport report(Host host) {
        return ServiceBusReports.of(host.context()).get(0);
    }

    private Host host(ServiceBusEmulator emulator) {
        return Host.start(Settings.shipped()
                .with(Settings.CONNECTION_STRING, emulator.connectionString())
                .with(Settings.ROUTES, folder.toString())
                .with(Settings.HTTP_HOST, "127.0.0.1")
                .with(Settings.HTTP_PORT, "0"));
    }

    private static void send(ServiceBusEmulator emulator, int count) {
        try (ServiceBusSenderClient sender = new ServiceBusClientBuilder()
                .connectionString(emulator.connectionString())
                .sender()
                .queueName("orders-in")
                .buildClient()) {
            sender.sendMessages(IntStream.range(0, count)
                    .mapToObj(i -> new ServiceBusMessage("good#planted " + i).setMessageId("id-" + i))
                    .toList());
        }
    }
}
