package dev.busway.servicebus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.azure.messaging.servicebus.ServiceBusMessage;
import com.azure.messaging.servicebus.ServiceBusReceivedMessage;
import dev.busway.emulator.Fault;
import dev.busway.emulator.FaultStep;
import dev.busway.emulator.queue.QueueSettings;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import org.apache.camel.CamelExecutionException;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.builder.RouteBuilder;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class EntitiesTest {

    private final Bus bus = new Bus().queues("in", "out");

    @AfterEach
    void close() {
        bus.close();
    }

    @Test
    void aSubscriptionIsAnInputAndATopicAnOutput() throws Exception {
        bus.emulator().declareTopic("orders");
        bus.emulator().declareSubscription("orders", QueueSettings.of("mine"));
        bus.emulator().declareTopic("results");
        bus.emulator().declareSubscription("results", QueueSettings.of("all"));
        bus.run(route(
                "azure-servicebus:orders?serviceBusType=topic&subscriptionName=mine",
                "azure-servicebus:results?serviceBusType=topic"));

        try (var sender = bus.client().sender().topicName("orders").buildClient()) {
            sender.sendMessage(new ServiceBusMessage("x").setMessageId("a"));
        }

        await().until(() -> bus.report("app").counts().completed() == 1);
        assertThat(bus.emulator().counts("results/Subscriptions/all").active()).isEqualTo(1);
        assertThat(bus.report("app").input()).isEqualTo("orders/Subscriptions/mine");
    }

    @Test
    void aDeadLetterQueueIsAnInput() throws Exception {
        bus.run(route("azure-servicebus:in?subQueue=DEAD_LETTER_QUEUE", "azure-servicebus:out"));
        bus.send("in", "a");
        try (var receiver = bus.client().receiver().queueName("in").buildClient()) {
            receiver.receiveMessages(1, Duration.ofSeconds(5)).forEach(receiver::deadLetter);
        }

        ServiceBusReceivedMessage output = bus.take("out", 1).get(0);

        assertThat(output.getMessageId()).isEqualTo("a@in/$deadletterqueue/out");
        assertThat(output.getApplicationProperties()).isEmpty();
        assertThat(bus.report("app").input()).isEqualTo("in/$DeadLetterQueue");
    }

    @Test
    void whatDidNotComeFromServiceBusIsSentAtOnce() throws Exception {
        bus.run(route("direct:start", "azure-servicebus:out"));
        ProducerTemplate template = bus.context().createProducerTemplate();

        template.sendBody("direct:start", "hello");

        assertThat(bus.emulator().counts("out").active()).isEqualTo(1);
        ServiceBusReceivedMessage output = bus.take("out", 1).get(0);
        assertThat(output.getBody()).hasToString("hello");
        assertThat(output.getMessageId()).endsWith("/out");
    }

    @Test
    void severalSendsOfOneExchangeHaveDifferentIdsAndASendThatIsTriedAgainHasTheSame() throws Exception {
        bus.run(new RouteBuilder() {
            @Override
            public void configure() {
                errorHandler(defaultErrorHandler().maximumRedeliveries(2).redeliveryDelay(1));
                from("direct:start").to("azure-servicebus:out").to("azure-servicebus:out");
            }
        });
        var unused = bus.emulator()
                .faults()
                .inject(new Fault.Refuse(FaultStep.SEND, "out", "amqp:not-allowed"))
                .forNext(1);

        bus.context().createProducerTemplate().sendBody("direct:start", "hello");

        List<String> ids = bus.take("out", 2).stream()
                .map(ServiceBusReceivedMessage::getMessageId)
                .toList();
        assertThat(ids.get(0)).endsWith("/out");
        assertThat(ids.get(1)).isEqualTo(ids.get(0) + "/2");
    }

    @Test
    void aSendThatTheBrokerRefusesFailsItsExchange() throws Exception {
        bus.run(route("direct:start", "azure-servicebus:out"));
        ProducerTemplate template = bus.context().createProducerTemplate();
        var unused = bus.emulator()
                .faults()
                .inject(new Fault.Refuse(FaultStep.SEND, "out", "amqp:not-allowed"))
                .untilOff();

        Assertions.assertThatThrownBy(() -> template.sendBody("direct:start", "hello"))
                .isInstanceOf(CamelExecutionException.class);
    }

    @Test
    void anOutputCanBeScheduled() throws Exception {
        OffsetDateTime later = OffsetDateTime.now(ZoneOffset.UTC).plusHours(1);
        bus.run(new RouteBuilder() {
            @Override
            public void configure() {
                from("azure-servicebus:in")
                        .routeId("app")
                        .setHeader("CamelAzureServiceBusScheduledEnqueueTime", constant(later))
                        .to("azure-servicebus:out?producerOperation=scheduleMessages");
            }
        });
        bus.send("in", "a");

        await().until(() -> bus.emulator().counts("out").scheduled() == 1);
        bus.emulator().clock().advance(Duration.ofMinutes(61));
        assertThat(bus.take("out", 1)).hasSize(1);
    }

    @Test
    void whatIsReceivedAndDeletedIsProcessedOnce() throws Exception {
        bus.run(route(
                "azure-servicebus:in?serviceBusReceiveMode=RECEIVE_AND_DELETE&handoff=at-least-once",
                "azure-servicebus:out"));
        bus.send("in", "a", "b");

        assertThat(bus.take("out", 2)).hasSize(2);
    }

    private static RouteBuilder route(String from, String to) {
        return new RouteBuilder() {
            @Override
            public void configure() {
                from(from).routeId("app").to(to);
            }
        };
    }
}
