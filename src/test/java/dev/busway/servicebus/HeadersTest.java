package dev.busway.servicebus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.awaitility.Awaitility.await;

import com.azure.messaging.servicebus.ServiceBusMessage;
import com.azure.messaging.servicebus.ServiceBusReceivedMessage;
import dev.busway.emulator.queue.QueueSettings;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.apache.camel.builder.RouteBuilder;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class HeadersTest {

    private static final String SCHEDULED = "CamelAzureServiceBusScheduledEnqueueTime";

    private final Bus bus = new Bus();

    @AfterEach
    void close() {
        bus.close();
    }

    private void steps(String... steps) throws Exception {
        bus.queues("in", "out");
        String[] lines = new String[steps.length + 6];
        lines[0] = "- route:";
        lines[1] = "    id: app";
        lines[2] = "    from:";
        lines[3] = "      uri: azure-servicebus:in";
        lines[4] = "      steps:";
        for (int i = 0; i < steps.length; i++) {
            lines[5 + i] = "        - " + steps[i];
        }
        lines[5 + steps.length] = "        - to: {uri: 'azure-servicebus:out'}";
        bus.yaml(lines);
    }

    private ServiceBusReceivedMessage through(ServiceBusMessage message) {
        bus.send("in", List.of(message));
        return bus.take("out", 1).get(0);
    }

    @Test
    void whatARouteRemovesGoesNoFurther() throws Exception {
        steps("removeHeaders: {pattern: 'internal*'}", "removeHeader: {name: CamelAzureServiceBusSubject}");
        ServiceBusMessage message = new ServiceBusMessage("x").setMessageId("a").setSubject("secret");
        message.getApplicationProperties().put("internalToken", "t");
        message.getApplicationProperties().put("tenant", "acme");

        ServiceBusReceivedMessage output = through(message);

        assertThat(output.getSubject()).isNull();
        assertThat(output.getApplicationProperties()).containsOnlyKeys("tenant");
    }

    @Test
    void theContentTypeOfTheRouteBeatsTheSendersHoweverThatIsWritten() throws Exception {
        steps("setHeader: {name: Content-Type, constant: application/json}");
        ServiceBusMessage message =
                new ServiceBusMessage("{}").setMessageId("a").setContentType("text/plain");
        message.getApplicationProperties().put("content-type", "text/html");

        ServiceBusReceivedMessage output = through(message);

        assertThat(output.getContentType()).isEqualTo("application/json");
        assertThat(output.getApplicationProperties()).isEmpty();
    }

    @Test
    void aSendersPropertyOfThatNameStaysAProperty() throws Exception {
        steps("setHeader: {name: other, constant: x}");
        ServiceBusMessage message =
                new ServiceBusMessage("{}").setMessageId("a").setContentType("application/json");
        message.getApplicationProperties().put("Content-Type", "text/html");

        ServiceBusReceivedMessage output = through(message);

        assertThat(output.getContentType()).isEqualTo("application/json");
        assertThat(output.getApplicationProperties())
                .containsEntry("Content-Type", "text/html")
                .containsEntry("other", "x");
    }

    @Test
    void aHeaderThatTheRouteSetsToTheValueItHadCountsAsSet() throws Exception {
        steps(
                "setHeader: {name: CamelAzureServiceBusMessageId, simple: '${header.CamelAzureServiceBusMessageId}'}",
                "setHeader: {name: CamelAzureServiceBusTimeToLive, simple:"
                        + " '${header.CamelAzureServiceBusTimeToLive}'}");

        ServiceBusReceivedMessage output =
                through(new ServiceBusMessage("x").setMessageId("order-1").setTimeToLive(Duration.ofMinutes(3)));

        assertThat(output.getMessageId()).isEqualTo("order-1");
        assertThat(output.getTimeToLive()).isEqualTo(Duration.ofMinutes(3));
    }

    @Test
    void whatTheHostNotesOnAMessageStaysThereHoweverASenderWritesIt() throws Exception {
        steps("setHeader: {name: other, constant: x}");
        ServiceBusMessage message = new ServiceBusMessage("x").setMessageId("a");
        message.getApplicationProperties().put("Busway-Attempt", -7);
        message.getApplicationProperties().put("deadletterreason", 5);

        assertThat(through(message).getApplicationProperties()).containsOnlyKeys("other");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        simple   | ${date-with-timezone:now+600s:UTC:yyyy-MM-dd'T'HH:mm:ssXXX}
        simple   | ${date:now+600s}
        simple   | ${date-with-timezone:now+600s:Europe/Berlin:yyyy-MM-dd'T'HH:mm:ssZ}
        """)
    void aTimeIsTakenHoweverItIsWritten(String language, String text) throws Exception {
        steps("setHeader: {name: " + SCHEDULED + ", " + language + ": \"" + text + "\"}");
        bus.send("in", "a");

        await().until(() -> bus.report("app").counts().completed() == 1);
        try (var receiver = bus.client().receiver().queueName("out").buildClient()) {
            assertThat(receiver.peekMessage().getScheduledEnqueueTime().toInstant())
                    .isCloseTo(Instant.now().plusSeconds(600), within(30, ChronoUnit.SECONDS));
        }
    }

    @Test
    void textsAndMillisecondsAreTimesToo() throws Exception {
        long millis = Instant.parse("2035-06-01T08:00:00Z").toEpochMilli();
        bus.queues("in", "out").run(new RouteBuilder() {
            @Override
            public void configure() {
                from("azure-servicebus:in")
                        .routeId("app")
                        .setHeader(SCHEDULED, constant("2035-06-01T08:00:00Z"))
                        .to("azure-servicebus:out")
                        .setHeader(SCHEDULED, constant("2035-06-01T10:00:00+02:00"))
                        .to("azure-servicebus:out")
                        .setHeader(SCHEDULED, constant(millis))
                        .to("azure-servicebus:out")
                        .setHeader(SCHEDULED, constant(Long.toString(millis)))
                        .to("azure-servicebus:out");
            }
        });
        bus.send("in", "a");

        await().until(() -> bus.report("app").counts().completed() == 1);
        try (var receiver = bus.client().receiver().queueName("out").buildClient()) {
            assertThat(receiver.peekMessages(4))
                    .hasSize(4)
                    .extracting(ServiceBusReceivedMessage::getScheduledEnqueueTime)
                    .containsOnly(OffsetDateTime.parse("2035-06-01T08:00:00Z"));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"60000", "PT1M", "1m"})
    void aTimeToLiveIsTakenHoweverItIsWritten(String text) throws Exception {
        steps("setHeader: {name: CamelAzureServiceBusTimeToLive, constant: '" + text + "'}");

        assertThat(through(new ServiceBusMessage("x").setMessageId("a")).getTimeToLive())
                .isEqualTo(Duration.ofMinutes(1));
    }

    @ParameterizedTest
    @CsvSource({
        SCHEDULED + ", next tuesday, 2035-06-01T08:00:00Z",
        SCHEDULED + ", 2035-06-01T08:00:00, 2035-06-01T08:00:00Z",
        "CamelAzureServiceBusTimeToLive, soon, PT10M",
        "CamelAzureServiceBusTimeToLive, -5, PT10M"
    })
    void whatIsNoTimeIsAFaultThatNamesHeaderAndForm(String header, String text, String form) throws Exception {
        steps("setHeader: {name: " + header + ", constant: '" + text + "'}");
        bus.send("in", "a");

        assertThat(bus.takeDead("in", 1)).singleElement().satisfies(dead -> {
            assertThat(dead.getDeadLetterReason()).isEqualTo("InvalidHeader");
            assertThat(dead.getDeadLetterErrorDescription())
                    .contains(header, form, "route app")
                    .doesNotContain(text + " ");
        });
    }

    @Test
    void inputsOfTwoQueuesWithEqualIdsGiveOutputsWithDifferentOnes() throws Exception {
        bus.queue(QueueSettings.of("audit").withDuplicateDetectionWindow(Duration.ofMinutes(10)))
                .queues("created-in", "paid-in")
                .run(new RouteBuilder() {
                    @Override
                    public void configure() {
                        from("azure-servicebus:created-in").to("azure-servicebus:audit");
                        from("azure-servicebus:paid-in").to("azure-servicebus:audit");
                    }
                });
        bus.send("created-in", "42");
        bus.send("paid-in", "42");

        assertThat(bus.take("audit", 2))
                .extracting(ServiceBusReceivedMessage::getMessageId)
                .containsExactlyInAnyOrder("42@created-in/audit", "42@paid-in/audit");
    }

    @Test
    void aResubmittedMessageGivesItsOutputsTheIdsThatTheOriginalWouldHaveGiven() throws Exception {
        steps("setHeader: {name: other, constant: x}");
        ServiceBusMessage resubmitted = new ServiceBusMessage("x").setMessageId("42~7");
        resubmitted.getApplicationProperties().put("busway-original-message-id", "42");
        resubmitted.getApplicationProperties().put("busway-resubmitted-from", "in/$DeadLetterQueue#7");

        assertThat(through(resubmitted).getMessageId()).isEqualTo("42@in/out");
    }
}
