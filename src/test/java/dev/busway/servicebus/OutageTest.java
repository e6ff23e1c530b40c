package dev.busway.servicebus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.busway.emulator.ActiveFault;
import dev.busway.emulator.Fault;
import dev.busway.emulator.FaultStep;
import dev.busway.emulator.queue.MessageEvent;
import dev.busway.emulator.queue.QueueSettings;
import java.time.Duration;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.camel.builder.RouteBuilder;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** What refuses every message is no fault of any: nothing is used up, everybody is told, and it goes on by itself. */
@Execution(ExecutionMode.CONCURRENT)
final class OutageTest {

    private static final int MESSAGES = 60;

    private final Bus bus = new Bus()
            .queue(QueueSettings.of("in").withLockDuration(Duration.ofSeconds(30)))
            .queues("out", "other");

    @AfterEach
    void close() {
        bus.emulator().faults().clear();
        bus.close();
    }

    static Stream<Arguments> refusals() {
        return Stream.of(HandoffMode.values())
                .flatMap(mode -> Stream.of(
                        Arguments.of(mode, FaultStep.SEND, "amqp:resource-limit-exceeded"),
                        Arguments.of(mode, FaultStep.SEND, "com.microsoft:entity-disabled"),
                        Arguments.of(mode, FaultStep.ATTACH, "com.microsoft:entity-disabled"),
                        Arguments.of(mode, FaultStep.ATTACH, "amqp:not-found"),
                        Arguments.of(mode, FaultStep.ATTACH, "amqp:unauthorized-access")));
    }

    @ParameterizedTest(name = "{0}, {1} refused with {2}")
    @MethodSource("refusals")
    void anOutputThatRefusesUsesUpNoDelivery(HandoffMode mode, FaultStep step, String condition) throws Exception {
        ActiveFault refusing = bus.emulator()
                .faults()
                .inject(new Fault.Refuse(step, "out", condition))
                .untilOff();
        run(mode);
        bus.send("in", numbers());

        await().atMost(Duration.ofSeconds(10)).until(() -> bus.report("app").state() == AppState.OUTPUT_DOWN);
        assertThat(bus.report("app").detail()).contains("out");
        assertThat(bus.report("app").lastError().kind()).isEqualTo("OutputRefused");
        await().untilAsserted(() ->
                assertThat(bus.report("app").inFlight()).as("probes at a time").isLessThanOrEqualTo(1));
        long struck = refusing.hits();
        await().until(() -> refusing.hits() >= struck + 2);
        assertThat(bus.report("app").inFlight()).isLessThanOrEqualTo(1);
        refusing.close();

        arriveOnce("out", MESSAGES);
        assertThat(bus.emulator().counts("in").deadLettered()).isZero();
        assertThat(bus.report("app").counts().abandoned()).isZero();
        assertThat(bus.report("app").counts().lockLost()).isZero();
        await().until(() -> bus.report("app").state() == AppState.RECEIVING);
    }

    @ParameterizedTest
    @EnumSource(HandoffMode.class)
    void onlyMessagesForTheTargetThatIsOutWait(HandoffMode mode) throws Exception {
        ActiveFault silence = bus.emulator()
                .faults()
                .inject(new Fault.Stall(FaultStep.ATTACH, "other"))
                .untilOff();
        runWithTwoTargets(mode);
        bus.send("in", numbers());

        await().atMost(Duration.ofSeconds(8))
                .until(() -> bus.emulator().counts("out").active() == MESSAGES - MESSAGES / 10);
        await().atMost(Duration.ofSeconds(12)).until(() -> bus.report("app").state() == AppState.OUTPUT_DOWN);
        assertThat(bus.report("app").detail()).contains("other: no answer to the attach");
        silence.close();

        arriveOnce("other", MESSAGES / 10);
        assertThat(bus.emulator().counts("in").deadLettered()).isZero();
    }

    @ParameterizedTest
    @EnumSource(HandoffMode.class)
    void messagesForOtherTargetsPassByMoreThanCanBeHeld(HandoffMode mode) throws Exception {
        ActiveFault refusing = bus.emulator()
                .faults()
                .inject(new Fault.Refuse(FaultStep.SEND, "other", "amqp:resource-limit-exceeded"))
                .untilOff();
        runWithTwoTargets(mode);
        bus.send("in", numbers());

        await().atMost(Duration.ofSeconds(15))
                .until(() -> bus.emulator().counts("out").active() == MESSAGES - MESSAGES / 10);
        refusing.close();

        arriveOnce("other", MESSAGES / 10);
        assertThat(bus.emulator().counts("in").deadLettered()).isZero();
    }

    static Stream<Arguments> throttled() {
        return Stream.of(
                Arguments.of(HandoffMode.ATOMIC, FaultStep.DECLARE, null),
                Arguments.of(HandoffMode.ATOMIC, FaultStep.DISCHARGE, null),
                Arguments.of(HandoffMode.AT_LEAST_ONCE, FaultStep.SEND, "out"));
    }

    @ParameterizedTest(name = "{0}, {1}")
    @MethodSource("throttled")
    void aBusyNamespaceIsLeftAloneForAsLongAsItSays(HandoffMode mode, FaultStep step, String queue) throws Exception {
        run(mode);
        bus.send("in", "first");
        await().until(() -> bus.report("app").counts().completed() == 1);
        ActiveFault busy = bus.emulator()
                .faults()
                .inject(new Fault.Refuse(step, queue, "com.microsoft:server-busy"))
                .untilOff();
        bus.send("in", numbers());
        await().until(() -> bus.report("app").state() == AppState.THROTTLED);
        // What was under way when it began still has its answers.
        await().pollDelay(Duration.ofSeconds(1)).until(() -> true);
        long hits = busy.hits();
        await().pollDelay(Duration.ofSeconds(4)).until(() -> true);
        assertThat(busy.hits() - hits).as("requests in 4 s").isLessThanOrEqualTo(20);
        busy.close();

        await().atMost(Duration.ofSeconds(40))
                .until(() -> bus.report("app").counts().completed() == MESSAGES + 1);
        assertThat(bus.emulator().counts("out").active()).isEqualTo(MESSAGES + 1);
        assertThat(bus.emulator().counts("in").deadLettered()).isZero();
        assertThat(bus.report("app").counts().lockLost()).isZero();
        await().until(() -> bus.report("app").state() == AppState.RECEIVING);
    }

    @Test
    void aDrainDoesNotWaitForTheEndOfAnOutage() throws Exception {
        bus.emulator()
                .faults()
                .inject(new Fault.Refuse(FaultStep.SEND, "other", "amqp:resource-limit-exceeded"))
                .untilOff();
        runWithTwoTargets(HandoffMode.ATOMIC);
        bus.send("in", numbers());
        await().until(() -> bus.emulator().counts("out").active() == MESSAGES - MESSAGES / 10);

        long began = System.nanoTime();
        bus.context().stop();

        assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofSeconds(5));
        assertThat(bus.emulator().counts("in").locked()).isZero();
        assertThat(bus.emulator().counts("in").active()).isEqualTo(MESSAGES / 10);
    }

    private void run(HandoffMode mode) throws Exception {
        bus.run(new RouteBuilder() {
            @Override
            public void configure() {
                from("azure-servicebus:in?maxConcurrentCalls=16&handoff=" + mode)
                        .routeId("app")
                        .to("azure-servicebus:out");
            }
        });
    }

    /** Every tenth message goes to the queue "other", the rest to "out". */
    private void runWithTwoTargets(HandoffMode mode) throws Exception {
        bus.run(new RouteBuilder() {
            @Override
            public void configure() {
                from("azure-servicebus:in?maxConcurrentCalls=16&handoff=" + mode)
                        .routeId("app")
                        .choice()
                        .when(simple("${body} ends with '0'"))
                        .to("azure-servicebus:other")
                        .otherwise()
                        .to("azure-servicebus:out");
            }
        });
    }

    private static String[] numbers() {
        return IntStream.range(0, MESSAGES).mapToObj(Integer::toString).toArray(String[]::new);
    }

    private void arriveOnce(String queue, int count) {
        await().atMost(Duration.ofSeconds(40))
                .untilAsserted(() -> assertThat(bus.emulator().counts(queue).active())
                        .as("%s %s", bus.report("app"), bus.emulator().counts("in"))
                        .isEqualTo(count));
        assertThat(bus.emulator().history().ofQueue(queue).stream()
                        .filter(event -> event.kind() == MessageEvent.Kind.ENQUEUED)
                        .map(event -> event.messageId()))
                .doesNotHaveDuplicates()
                .hasSize(count);
        await().until(() -> bus.emulator().counts("in").active() == 0
                && bus.emulator().counts("in").locked() == 0);
    }
}
