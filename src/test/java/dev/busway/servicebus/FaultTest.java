package dev.busway.servicebus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.azure.messaging.servicebus.ServiceBusMessage;
import com.azure.messaging.servicebus.ServiceBusReceivedMessage;
import dev.busway.emulator.Fault;
import dev.busway.emulator.FaultStep;
import dev.busway.emulator.queue.MessageEvent;
import dev.busway.emulator.queue.QueueSettings;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.camel.builder.RouteBuilder;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

@Execution(ExecutionMode.CONCURRENT)
final class FaultTest {

    private static final int MESSAGES = 40;

    // What the broker sends on a link that is cut at that moment stays locked, so the locks are short.
    private final Bus bus = new Bus()
            .queue(QueueSettings.of("in").withLockDuration(Duration.ofSeconds(5)))
            .queues("out");
    private final Gate gate = new Gate();

    @AfterEach
    void close() {
        gate.open();
        bus.emulator().faults().clear();
        bus.close();
    }

    @ParameterizedTest
    @EnumSource(HandoffMode.class)
    void aRefusedSendIsTriedAgain(HandoffMode mode) throws Exception {
        run(mode);
        bus.emulator()
                .faults()
                .inject(new Fault.Refuse(FaultStep.SEND, "out", "com.microsoft:server-busy"))
                .forNext(3);

        allGoThrough();

        assertThat(idsIn("out")).doesNotHaveDuplicates();
    }

    @Test
    void aRefusedDischargeIsTriedAgain() throws Exception {
        run(HandoffMode.ATOMIC);
        bus.emulator()
                .faults()
                .inject(new Fault.Refuse(FaultStep.DISCHARGE, null, "amqp:internal-error"))
                .forNext(3);

        allGoThrough();

        assertThat(idsIn("out")).doesNotHaveDuplicates();
    }

    @Test
    void aControlLinkThatTheBrokerDetachesIsReplaced() throws Exception {
        run(HandoffMode.ATOMIC);
        bus.emulator()
                .faults()
                .inject(new Fault.DetachLink(FaultStep.DISCHARGE, null, "amqp:link:detach-forced"))
                .forNext(1);

        allGoThrough();

        assertThat(idsIn("out")).doesNotHaveDuplicates();
    }

    @Test
    void aCommitWhoseAnswerIsLostDoublesNothing() throws Exception {
        run(HandoffMode.ATOMIC);
        bus.emulator()
                .faults()
                .inject(new Fault.LoseAnswer(FaultStep.DISCHARGE, null))
                .forNext(2);

        allGoThrough();

        assertThat(idsIn("out")).doesNotHaveDuplicates();
    }

    @Test
    void aConnectionThatIsCutAtTheCommitLosesAndDoublesNothing() throws Exception {
        run(HandoffMode.ATOMIC);
        bus.emulator()
                .faults()
                .inject(new Fault.CutConnection(FaultStep.DISCHARGE, null))
                .forNext(3);

        allGoThrough();

        assertThat(idsIn("out")).doesNotHaveDuplicates().hasSize(MESSAGES);
    }

    @Test
    void aCommitThatIsNeverAnsweredLosesAndDoublesNothing() throws Exception {
        run(HandoffMode.ATOMIC);
        bus.emulator()
                .faults()
                .inject(new Fault.Stall(FaultStep.DISCHARGE, null))
                .forNext(3);

        allGoThrough();

        assertThat(idsIn("out")).doesNotHaveDuplicates().hasSize(MESSAGES);
    }

    @Test
    void aConnectionThatIsCutInTheMiddleOfATransactionDoublesNothing() throws Exception {
        run(HandoffMode.ATOMIC);
        bus.emulator()
                .faults()
                .inject(new Fault.CutConnection(FaultStep.SETTLEMENT, "in"))
                .forNext(2);

        allGoThrough();

        assertThat(idsIn("out")).doesNotHaveDuplicates();
    }

    @Test
    void aLostLockSendsNothingAndHurtsNoNeighbour() throws Exception {
        run(HandoffMode.ATOMIC, gate);
        send();
        await().until(() -> gate.entered() == 16);
        bus.emulator().faults().loseLocks("in", 3);

        gate.open();

        arrive();
        assertThat(idsIn("out")).doesNotHaveDuplicates();
        await().until(() -> bus.report("app").counts().completed() == MESSAGES);
        assertThat(bus.report("app").counts().lockLost()).isEqualTo(3);
    }

    @ParameterizedTest
    @EnumSource(HandoffMode.class)
    void anOutputThatIsTooLargeIsDeadLetteredAndHurtsNoNeighbour(HandoffMode mode) throws Exception {
        bus.run(new RouteBuilder() {
            @Override
            public void configure() {
                from("azure-servicebus:in?maxConcurrentCalls=16&handoff=" + mode)
                        .routeId("app")
                        .process(exchange -> {
                            if (exchange.getMessage().getBody(String.class).equals("7")) {
                                exchange.getMessage().setBody("x".repeat(300_000));
                            }
                        })
                        .to("azure-servicebus:out");
            }
        });
        send();

        List<ServiceBusReceivedMessage> dead = bus.takeDead("in", 1);

        assertThat(dead.get(0).getMessageId()).isEqualTo("7");
        assertThat(dead.get(0).getDeadLetterReason()).isEqualTo("OutputTooLarge");
        await().until(() -> bus.report("app").counts().completed() == MESSAGES - 1);
        assertThat(bus.emulator().counts("out").active()).isEqualTo(MESSAGES - 1);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void receivingGoesOnWithinSecondsAfterALoss(boolean connection) throws Exception {
        run(HandoffMode.ATOMIC);
        bus.send("in", "first");
        await().until(() -> bus.report("app").counts().completed() == 1);

        if (connection) {
            bus.emulator().faults().cutConnections();
        } else {
            bus.emulator().faults().detachLinks("in");
        }
        try (var sender = bus.client().sender().queueName("in").buildClient()) {
            sender.sendMessage(new ServiceBusMessage("second").setMessageId("second"));
        }
        await().atMost(Duration.ofSeconds(10))
                .until(() -> bus.report("app").counts().completed() == 2);

        await().until(() -> bus.report("app").state() == AppState.RECEIVING);
    }

    @Test
    void aReceiveLinkThatDiesWithoutAWordIsNoticedAndReplaced() throws Exception {
        run(HandoffMode.ATOMIC);
        bus.send("in", "first");
        await().until(() -> bus.report("app").counts().completed() == 1);

        assertThat(bus.emulator().faults().silenceLinks("in")).isPositive();
        try (var sender = bus.client().sender().queueName("in").buildClient()) {
            sender.sendMessage(new ServiceBusMessage("second").setMessageId("second"));
        }

        await().atMost(Duration.ofSeconds(45))
                .until(() -> bus.report("app").counts().completed() == 2);
        assertThat(bus.report("app").lastError().message()).contains("none comes on the receive link");
    }

    @Test
    void aDeadLetteringOnALostLockIsNotCountedAsOne() throws Exception {
        bus.run(new RouteBuilder() {
            @Override
            public void configure() {
                onException(IllegalArgumentException.class).setProperty("BuswayDeadLetterReason", constant("Bad"));
                from("azure-servicebus:in").routeId("app").process(gate).throwException(new IllegalArgumentException());
            }
        });
        bus.send("in", "a");
        await().until(() -> gate.entered() == 1);
        bus.emulator().faults().loseLocks("in", 1);

        gate.open();

        await().until(() -> bus.report("app").counts().deadLettered() == 1);
        assertThat(bus.report("app").counts().lockLost()).isEqualTo(1);
        assertThat(bus.emulator().counts("in").deadLettered()).isEqualTo(1);
    }

    @Test
    void whenServiceBusIsGoneTheReportSaysSoWithinTenSeconds() throws Exception {
        run(HandoffMode.ATOMIC);
        await().until(() -> bus.report("app").state() == AppState.RECEIVING);

        var fault = bus.emulator()
                .faults()
                .inject(new Fault.Stall(FaultStep.MANAGEMENT, null))
                .untilOff();
        await().atMost(Duration.ofSeconds(10)).until(() -> bus.report("app").state() == AppState.DISCONNECTED);
        assertThat(bus.report("app").detail()).contains("no answer");

        fault.close();
        await().atMost(Duration.ofSeconds(15)).until(() -> bus.report("app").state() == AppState.RECEIVING);
    }

    private void run(HandoffMode mode) throws Exception {
        gate.open();
        run(mode, gate);
    }

    private void run(HandoffMode mode, Gate step) throws Exception {
        bus.run(new RouteBuilder() {
            @Override
            public void configure() {
                from("azure-servicebus:in?maxConcurrentCalls=16&handoff=" + mode)
                        .routeId("app")
                        .process(step)
                        .to("azure-servicebus:out");
            }
        });
    }

    private void send() {
        bus.send("in", IntStream.range(0, MESSAGES).mapToObj(Integer::toString).toArray(String[]::new));
    }

    private void arrive() {
        await().atMost(Duration.ofSeconds(60))
                .untilAsserted(() -> assertThat(bus.emulator().counts("out").active())
                        .as("%s %s", bus.report("app"), bus.emulator().counts("in"))
                        .isEqualTo(MESSAGES));
    }

    private void allGoThrough() {
        send();
        arrive();
        await().untilAsserted(() -> {
            assertThat(bus.emulator().counts("in").locked()).isZero();
            assertThat(bus.emulator().counts("in").active()).isZero();
        });
    }

    private List<String> idsIn(String queue) {
        List<String> ids = new ArrayList<>();
        bus.emulator().history().ofQueue(queue).stream()
                .filter(event -> event.kind() == MessageEvent.Kind.ENQUEUED)
                .forEach(event -> ids.add(event.messageId()));
        return ids;
    }
}
