package dev.busway.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import com.azure.messaging.servicebus.ServiceBusClientBuilder;
import com.azure.messaging.servicebus.ServiceBusMessage;
import com.azure.messaging.servicebus.ServiceBusSenderClient;
import dev.busway.emulator.ActiveFault;
import dev.busway.emulator.Fault;
import dev.busway.emulator.FaultStep;
import dev.busway.emulator.ServiceBusEmulator;
import dev.busway.emulator.queue.QueueSettings;
import dev.busway.servicebus.BuswayServiceBusComponent;
import dev.busway.servicebus.ServiceBusApps;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.DoubleStream;
import java.util.stream.Stream;
import org.apache.camel.Exchange;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Lets each thing happen that a metric is there for, and sees it move. The body of a message says what happens to it. */
final class MetricsMoveTest {

    private static final String SETTLED = "busway_messages_settled_total";
    private static final String DISPOSITION = "messaging_servicebus_disposition_status";

    private final ServiceBusEmulator emulator = ServiceBusEmulator.start();
    private final DefaultCamelContext context = new DefaultCamelContext();
    private final HostMetrics metrics = HostMetrics.addTo(context);
    private final CountDownLatch gate = new CountDownLatch(1);

    @AfterEach
    void stop() {
        gate.countDown();
        emulator.faults().clear();
        context.stop();
        emulator.close();
    }

    @Test
    void whatGoesThroughIsCountedAndTimed() throws Exception {
        run("", 0, 1);
        eventually("messaging_client_consumed_messages_total", 0);

        send("passes", "passes", "passes");

        eventually("messaging_client_consumed_messages_total", 3, "messaging_destination_name=\"in\"");
        eventually("messaging_client_sent_messages_total", 3, "messaging_destination_name=\"out\"");
        eventually(SETTLED, 3, tag(DISPOSITION, "complete"));
        eventually("messaging_process_duration_seconds_count", 3, tag("outcome", "completed"));
        eventually("messaging_process_duration_seconds_bucket", 3, tag("outcome", "completed"), tag("le", "+Inf"));
        eventually("busway_message_critical_time_seconds_count", 3);
        eventually("busway_message_critical_time_seconds_bucket", 3, tag("le", "+Inf"));
        eventually("busway_handoff_group_size_sum", 3);
        assertThat(value("messaging_process_duration_seconds_sum")).isPositive();
        assertThat(value("busway_handoff_group_size_count")).isBetween(1.0, 3.0);
        assertThat(value("busway_app_last_message_time_seconds")).isGreaterThan(1.6e9);
        assertThat(value("busway_messages_in_flight")).isZero();
    }

    @Test
    void whatFailsIsRedeliveredAbandonedAndDeadLettered() throws Exception {
        emulator.declareQueue(QueueSettings.of("in").withMaxDeliveryCount(2));
        run("", 1, 10);

        send("fails", "is final");

        eventually("busway_messages_redelivered_total", 2);
        eventually(SETTLED, 2, tag(DISPOSITION, "abandon"));
        eventually(SETTLED, 1, tag(DISPOSITION, "dead_letter"));
        eventually("messaging_process_duration_seconds_count", 2, tag("outcome", "abandoned"));
        eventually("messaging_process_duration_seconds_count", 1, tag("outcome", "dead_lettered"));
        eventually("busway_message_critical_time_seconds_count", 1);
    }

    @Test
    void whatIsTriedLaterByACopyIsScheduled() throws Exception {
        run("?delayedRedeliveries=1&delayedRedeliveryDelay=60000", 0, 1);
        send("fails");
        eventually(SETTLED, 1, tag(DISPOSITION, "schedule"));
    }

    @Test
    void whatIsInWorkIsInFlightWithItsLockRenewedOrLost() throws Exception {
        emulator.declareQueue(
                QueueSettings.of("in").withLockDuration(Duration.ofSeconds(5)).withMaxDeliveryCount(1_000));
        run("", 0, 1);

        send("waits");

        eventually("busway_messages_in_flight", 1);
        eventuallyAtLeast("busway_lock_renewals_total", 1, tag("result", "renewed"));
        // More than once, because a lock that ran out while this machine was busy is not asked for again.
        Awaitility.await()
                .atMost(Duration.ofSeconds(60))
                .pollInterval(Duration.ofSeconds(3))
                .until(() -> {
                    emulator.faults().loseLocks("in", 100);
                    return value("busway_lock_renewals_total", tag("result", "failed")) > 0;
                });
        ServiceBusApps.pause(context, "app");
        gate.countDown();
        eventuallyAtLeast("busway_messages_lock_lost_total", 1);
        eventually("busway_messages_in_flight", 0);
    }

    @Test
    void whatWaitsForItsNextTryIsSeenAndEndsWithTheDrain() throws Exception {
        run("", 1, 600_000);
        send("fails");
        eventually("busway_messages_waiting_for_redelivery", 1);

        ServiceBusApps.drain(context, "app");

        eventually("busway_messages_waiting_for_redelivery", 0);
        eventually("busway_app_state", 1, tag("state", "paused"));
        eventually("busway_app_state", 0, tag("state", "receiving"));
        eventually(SETTLED, 1, tag(DISPOSITION, "abandon"));
    }

    @Test
    void whatHasNotStartedIsReleasedByADrain() throws Exception {
        run("?maxConcurrentCalls=1&prefetchCount=5", 0, 1);
        send("waits", "passes", "passes", "passes");
        eventually("busway_messages_in_flight", 4);

        ServiceBusApps.drain(context, "app");

        // One that was given back can come again before the broker hears that no more are wanted.
        eventuallyAtLeast(SETTLED, 3, tag(DISPOSITION, "release"));
        eventually("busway_app_state", 1, tag("state", "draining"));
        gate.countDown();
        eventually("busway_app_state", 1, tag("state", "paused"));
    }

    @Test
    void theLinkIsSeenToGoAndComeBack() throws Exception {
        run("", 0, 1);
        eventually("busway_app_state", 1, tag("state", "receiving"));
        ActiveFault refusal = emulator.faults()
                .inject(new Fault.Refuse(FaultStep.ATTACH, "in", "amqp:internal-error"))
                .untilOff();
        emulator.faults().cutConnections();
        eventually("busway_app_state", 1, tag("state", "disconnected"));
        refusal.close();
        eventually("busway_app_state", 1, tag("state", "receiving"));
    }

    @Test
    void theVirtualMachineAndTheProcessAreSeen() {
        assertThat(value("jvm_memory_used_bytes", tag("area", "heap"))).isPositive();
        assertThat(value("jvm_threads_live_threads")).isPositive();
        assertThat(value("jvm_classes_loaded_classes")).isPositive();
        assertThat(value("process_uptime_seconds")).isPositive();
        assertThat(value("process_files_open_files")).isPositive();
        assertThat(value("system_cpu_count")).isPositive();
        assertThat(names()).contains("process_cpu_usage", "jvm_gc_memory_allocated_bytes_total");
    }

    private void run(String inputOptions, int tries, long delayMillis) throws Exception {
        BuswayServiceBusComponent component = new BuswayServiceBusComponent();
        component.getConfiguration().setConnectionString(emulator.connectionString());
        context.addComponent(BuswayServiceBusComponent.SCHEME, component);
        context.getShutdownStrategy().setTimeout(10);
        context.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                errorHandler(defaultErrorHandler()
                        .maximumRedeliveries(tries)
                        .redeliveryDelay(delayMillis)
                        .asyncDelayedRedelivery());
                onException(IllegalArgumentException.class)
                        .maximumRedeliveries(0)
                        .setProperty("BuswayDeadLetterReason", constant("Why"));
                from("azure-servicebus:in" + inputOptions)
                        .routeId("app")
                        .process(MetricsMoveTest.this::happen)
                        .to("azure-servicebus:out");
            }
        });
        context.start();
    }

    private void happen(Exchange exchange) throws InterruptedException {
        switch (exchange.getMessage().getBody(String.class)) {
            case "passes" -> {}
            case "waits" -> assertThat(gate.await(120, TimeUnit.SECONDS)).isTrue();
            case "is final" -> throw new IllegalArgumentException("on purpose");
            default -> throw new IllegalStateException("on purpose");
        }
    }

    private void send(String... bodies) {
        try (ServiceBusSenderClient sender = new ServiceBusClientBuilder()
                .connectionString(emulator.connectionString())
                .sender()
                .queueName("in")
                .buildClient()) {
            sender.sendMessages(Stream.of(bodies).map(ServiceBusMessage::new).toList());
        }
    }

    private void eventually(String name, double expected, String... labels) {
        Awaitility.await().atMost(Duration.ofSeconds(60)).untilAsserted(() -> assertThat(value(name, labels))
                .as(name + String.join(",", labels))
                .isEqualTo(expected));
    }

    private void eventuallyAtLeast(String name, double least, String... labels) {
        Awaitility.await().atMost(Duration.ofSeconds(60)).untilAsserted(() -> assertThat(value(name, labels))
                .as(name + String.join(",", labels))
                .isGreaterThanOrEqualTo(least));
    }

    /** The sum of all series of this name that have these labels; there has to be one. */
    private double value(String name, String... labels) {
        double[] found = metrics.scrape()
                .lines()
                .filter(line -> nameOf(line).equals(name))
                .filter(line -> Stream.of(labels).allMatch(line::contains))
                .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
                .toArray();
        assertThat(found).as(name).isNotEmpty();
        return DoubleStream.of(found).sum();
    }

    private Stream<String> names() {
        return metrics.scrape().lines().map(MetricsMoveTest::nameOf);
    }

    private static String nameOf(String line) {
        return line.split("[{ ]", 2)[0];
    }

    private static String tag(String name, String value) {
        return name + "=\"" + value + "\"";
    }
}
