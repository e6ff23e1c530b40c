package dev.busway.servicebus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.azure.messaging.servicebus.ServiceBusMessage;
import dev.busway.emulator.EmulatorOptions;
import dev.busway.emulator.Fault;
import dev.busway.emulator.FaultStep;
import dev.busway.emulator.queue.QueueSettings;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.camel.builder.RouteBuilder;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What Azure forbids about transactions, batches and partitions, which the emulator enforces. */
final class AzureRulesTest {

    private static final int LARGE = 600 * 1024;
    private static final int PREMIUM = 100 * 1024 * 1024;

    private Bus bus = new Bus();

    @AfterEach
    void close() {
        bus.emulator().faults().clear();
        bus.close();
    }

    /** A sender that came before the receiver on any of the connections would leave the app without a receiver for good. */
    @ParameterizedTest
    @ValueSource(strings = {"in", "topic?serviceBusType=topic&subscriptionName=sub", "in?sessionEnabled=true"})
    void theReceiveLinkComesFirstOnEveryConnection(String input) throws Exception {
        boolean sessions = input.contains("session");
        QueueSettings settings = QueueSettings.of("in").withLockDuration(Duration.ofSeconds(5));
        bus.queue(sessions ? settings.withRequiresSession(true) : settings).queues("out");
        bus.emulator().declareTopic("topic");
        bus.emulator().declareSubscription("topic", QueueSettings.of("sub").withLockDuration(Duration.ofSeconds(5)));
        String separator = input.contains("?") ? "&" : "?";
        run("azure-servicebus:" + input + separator + "maxConcurrentCalls=8");
        String target = input.startsWith("topic") ? "topic" : "in";
        int sent = 0;
        for (int round = 0; round < 6; round++) {
            List<ServiceBusMessage> messages = new ArrayList<>();
            for (int i = 0; i < 10; i++) {
                messages.add(
                        new ServiceBusMessage("m").setMessageId("m" + sent++).setSessionId("s" + i % 3));
            }
            send(target, messages);
            int all = sent;
            if (round % 2 == 0) {
                bus.emulator().faults().cutConnections();
            } else {
                bus.emulator().faults().detachLinks(target);
                bus.emulator().faults().detachLinks("out");
            }
            await().atMost(Duration.ofSeconds(20))
                    .untilAsserted(() -> assertThat(bus.emulator().counts("out").active())
                            .as("%s", bus.report("app"))
                            .isEqualTo(all));
        }
        assertThat(bus.emulator().counts("out").active()).isEqualTo(sent);
    }

    @Test
    void whatALostLinkHasLeftIsCompletedInNoTransaction() throws Exception {
        bus.queue(QueueSettings.of("in").withLockDuration(Duration.ofSeconds(20)))
                .queues("out");
        run("azure-servicebus:in?maxConcurrentCalls=16");
        bus.emulator()
                .faults()
                .inject(new Fault.DetachLink(FaultStep.SETTLEMENT, "in", "amqp:link:detach-forced"))
                // A second one could strike the release over the management node, which then waits for the lock.
                .forNext(1);
        send("in", numbered(40));

        await().atMost(Duration.ofSeconds(15))
                .until(() -> bus.emulator().counts("out").active() == 40);
        await().until(() -> bus.report("app").counts().completed() == 40);
        assertThat(bus.report("app").counts().lockLost()).isZero();
        assertThat(bus.report("app").counts().abandoned()).isZero();
    }

    /** Service Bus ends a connection with more than 255 links in an AMQP session; whatever was on its way is worked on again. */
    @ParameterizedTest
    @EnumSource(HandoffMode.class)
    void moreTargetsThanAConnectionHasLinksAreServed(HandoffMode mode) throws Exception {
        int targets = 320;
        bus.queues("in");
        for (int i = 0; i < targets; i++) {
            bus.queues("out-" + i);
        }
        bus.run(new RouteBuilder() {
            @Override
            public void configure() {
                from("azure-servicebus:in?maxConcurrentCalls=256&handoff=" + mode)
                        .routeId("app")
                        .toD("azure-servicebus:out-${header.number}");
            }
        });
        List<ServiceBusMessage> messages = new ArrayList<>();
        for (int i = 0; i < 2 * targets; i++) {
            ServiceBusMessage message = new ServiceBusMessage("m").setMessageId("m" + i);
            message.getApplicationProperties().put("number", i % targets);
            messages.add(message);
        }
        send("in", messages);

        await().atMost(Duration.ofSeconds(40))
                .untilAsserted(() -> assertThat(bus.report("app").counts().completed())
                        .as("%s", bus.report("app"))
                        .isEqualTo(2L * targets));
        for (int i = 0; i < targets; i++) {
            assertThat(bus.emulator().counts("out-" + i).active())
                    .as("out-" + i)
                    .isEqualTo(2);
        }
        assertThat(bus.report("app").counts().abandoned()).isZero();
        assertThat(bus.report("app").counts().deadLettered()).isZero();
        assertThat(bus.report("app").counts().lockLost()).isZero();
    }

    @ParameterizedTest
    @EnumSource(HandoffMode.class)
    void aBatchIsNeverLargerThanServiceBusTakes(HandoffMode mode) throws Exception {
        bus.close();
        bus = new Bus(EmulatorOptions.DEFAULT.withMaxMessageSize(PREMIUM));
        bus.queues("in", "out");
        bus.run(new RouteBuilder() {
            @Override
            public void configure() {
                from("azure-servicebus:in?handoff=" + mode)
                        .routeId("app")
                        .setBody(constant("x".repeat(LARGE)))
                        .to("azure-servicebus:out")
                        .to("azure-servicebus:out")
                        .setBody(constant("x".repeat(3 * LARGE)))
                        .to("azure-servicebus:out");
            }
        });
        bus.send("in", "a");

        await().until(() -> bus.emulator().counts("out").active() == 3);
        assertThat(bus.emulator().counts("in").deadLettered()).isZero();
    }

    @ParameterizedTest
    @EnumSource(HandoffMode.class)
    void theLimitThatIsNamedIsTheOneThatHolds(HandoffMode mode) throws Exception {
        bus.queues("in", "out");
        bus.run(new RouteBuilder() {
            @Override
            public void configure() {
                from("azure-servicebus:in?handoff=" + mode)
                        .routeId("app")
                        .process(exchange -> exchange.getMessage()
                                .setBody("x"
                                        .repeat(Integer.parseInt(
                                                exchange.getMessage().getBody(String.class)))))
                        .to("azure-servicebus:out");
            }
        });
        bus.send("in", "260000");
        String description = bus.takeDead("in", 1).get(0).getDeadLetterErrorDescription();
        int limit = Integer.parseInt(description.replaceAll(".*larger than the (\\d+) bytes.*", "$1"));

        bus.send("in", String.valueOf(limit + 1), String.valueOf(limit - 300));

        await().until(() -> bus.emulator().counts("out").active() == 1);
        await().until(() -> bus.emulator().counts("in").deadLettered() == 1);
    }

    @ParameterizedTest
    @CsvSource({"true, true", "false, true", "true, false"})
    void onPartitionedEntitiesWhatHasOneKeyGoesTogether(boolean inputToo, boolean outputToo) throws Exception {
        bus.queue(QueueSettings.of("in").withPartitioned(inputToo))
                .queue(QueueSettings.of("out").withPartitioned(outputToo));
        bus.run(new RouteBuilder() {
            @Override
            public void configure() {
                from("azure-servicebus:in?maxConcurrentCalls=16").routeId("app").to("azure-servicebus:out");
            }
        });
        List<ServiceBusMessage> messages = IntStream.range(0, 60)
                .mapToObj(i ->
                        new ServiceBusMessage("k" + i % 4).setMessageId("m" + i).setSessionId("k" + i % 4))
                .toList();
        for (ServiceBusMessage message : messages) {
            send("in", List.of(message));
        }

        await().atMost(Duration.ofSeconds(20))
                .untilAsserted(() -> assertThat(bus.report("app").counts().completed())
                        .as("%s", bus.report("app"))
                        .isEqualTo(60));
        assertThat(bus.emulator().counts("in").deadLettered()).isZero();
    }

    @Test
    void aPartitionedOutputWithoutKeysIsRefusedWithTheRemedyAndLosesNothing() throws Exception {
        bus.queues("in").queue(QueueSettings.of("out").withPartitioned(true));
        run("azure-servicebus:in");
        send("in", numbered(5));

        await().atMost(Duration.ofSeconds(10)).until(() -> bus.report("app").state() == AppState.OUTPUT_DOWN);
        assertThat(bus.report("app").detail()).contains("partition", "set handoff=at-least-once");
        assertThat(bus.emulator().counts("in").deadLettered()).isZero();
    }

    private static List<ServiceBusMessage> numbered(int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> new ServiceBusMessage("m").setMessageId("m" + i))
                .toList();
    }

    /** On a connection of its own, which no fault has struck. */
    private void send(String target, List<ServiceBusMessage> messages) {
        var sender = bus.client().sender();
        try (var client = target.equals("topic")
                ? sender.topicName(target).buildClient()
                : sender.queueName(target).buildClient()) {
            messages.forEach(client::sendMessage);
        }
    }

    private void run(String input) throws Exception {
        bus.run(new RouteBuilder() {
            @Override
            public void configure() {
                from(input).routeId("app").to("azure-servicebus:out");
            }
        });
    }
}
