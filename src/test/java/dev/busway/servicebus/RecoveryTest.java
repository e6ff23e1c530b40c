package dev.busway.servicebus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.azure.messaging.servicebus.ServiceBusClientBuilder;
import com.azure.messaging.servicebus.ServiceBusMessage;
import com.azure.messaging.servicebus.ServiceBusSenderClient;
import dev.busway.emulator.ActiveFault;
import dev.busway.emulator.Fault;
import dev.busway.emulator.FaultStep;
import dev.busway.emulator.Faults;
import dev.busway.emulator.ServiceBusEmulator;
import dev.busway.emulator.queue.QueueSettings;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.camel.builder.RouteBuilder;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * How soon messages flow again after a fault: from the fault to the output of a message that is sent right after it. The
 * median counts, because one round may meet a busy moment of the machine.
 */
final class RecoveryTest {

    private static final Duration BOUND = Duration.ofSeconds(1);
    private static final Duration WORST = Duration.ofSeconds(15);
    private static final int ROUNDS = 5;

    // A message that travels on a link when that is cut stays locked, and shall not be waited for.
    private final Bus bus = new Bus()
            .queue(QueueSettings.of("in").withLockDuration(Duration.ofSeconds(10)))
            .queues("out");

    @AfterEach
    void close() {
        bus.emulator().faults().clear();
        bus.close();
    }

    static Stream<Arguments> faults() {
        return Stream.of(HandoffMode.values())
                .flatMap(mode -> Stream.of(
                        Arguments.of("a cut connection", mode, fault(Faults::cutConnections)),
                        Arguments.of("a detached receive link", mode, fault(faults -> faults.detachLinks("in"))),
                        Arguments.of("a detached send link", mode, fault(faults -> faults.detachLinks("out"))),
                        Arguments.of("an expired token", mode, fault(faults -> faults.expireTokens("in"))),
                        Arguments.of("an expired token to send", mode, fault(faults -> faults.expireTokens("out")))));
    }

    @ParameterizedTest(name = "{0}, {1}")
    @MethodSource("faults")
    void messagesFlowAgainSoonAfter(String what, HandoffMode mode, Consumer<Faults> fault) throws Exception {
        run(mode);
        flow("before", System.nanoTime());
        List<Duration> times = new ArrayList<>();
        for (int round = 0; round < ROUNDS; round++) {
            long struck = System.nanoTime();
            fault.accept(bus.emulator().faults());
            times.add(flow("after-" + round, struck));
            // The other links that the fault has struck have their time, too.
            await().until(() -> bus.report("app").state() == AppState.RECEIVING);
        }
        assertThat(median(times)).as("recovery after %s: %s", what, times).isLessThan(BOUND);
    }

    static Stream<Arguments> deadControlLinks() {
        return Stream.of(
                Arguments.of("a detached control link", fault(Faults::detachControlLinks)),
                Arguments.of("a discharge that is not answered", fault(faults -> faults.inject(
                                new Fault.Stall(FaultStep.DISCHARGE, null))
                        .forNext(1))));
    }

    /** A dead control link and a slow one look the same until the one bound that there is. */
    @ParameterizedTest(name = "{0}")
    @MethodSource("deadControlLinks")
    void aControlLinkThatDoesNotAnswerIsLeftAfterTheBound(String what, Consumer<Faults> fault) throws Exception {
        run(HandoffMode.ATOMIC);
        flow("before", System.nanoTime());
        fault.accept(bus.emulator().faults());

        long struck = System.nanoTime();
        bus.send("in", numbers(10));
        awaitSoon(() -> bus.report("app").counts().completed() == 11);

        assertThat(Duration.ofNanos(System.nanoTime() - struck)).isLessThan(Duration.ofSeconds(14));
        assertThat(bus.emulator().counts("out").active()).isEqualTo(11);
    }

    @Test
    void commitsThatAreSlowNowAndThenTearNothingDown() throws Exception {
        run(HandoffMode.ATOMIC);
        bus.emulator()
                .faults()
                .inject(new Fault.Delay(FaultStep.DISCHARGE, null, Duration.ofMillis(1500)))
                .withProbability(0.2, 7);
        for (int round = 0; round < 20; round++) {
            bus.send("in", "a" + round, "b" + round);
        }

        await().atMost(Duration.ofSeconds(30))
                .until(() -> bus.report("app").counts().completed() == 40);

        // On another connection what was in flight would have come again.
        assertThat(bus.report("app").counts().received()).isEqualTo(40);
        assertThat(bus.report("app").lastError()).isNull();
    }

    @Test
    void aSlowNetworkIsNotTakenForADeadLink() throws Exception {
        Duration slow = Duration.ofMillis(500);
        bus.emulator().faults().inject(new Fault.Latency(slow, slow)).untilOff();
        run(HandoffMode.ATOMIC);
        bus.send("in", numbers(20));

        await().atMost(Duration.ofSeconds(60))
                .until(() -> bus.report("app").counts().completed() == 20);

        // On another connection they would have come again.
        assertThat(bus.report("app").counts().received()).isEqualTo(20);
    }

    @Test
    void aBrokerThatIsSlowToCommitIsHeardInTheEnd() throws Exception {
        run(HandoffMode.ATOMIC);
        bus.emulator()
                .faults()
                .inject(new Fault.Delay(FaultStep.DISCHARGE, null, Duration.ofMillis(1500)))
                .untilOff();
        bus.send("in", numbers(20));

        await().atMost(Duration.ofSeconds(60))
                .until(() -> bus.report("app").counts().completed() == 20);

        assertThat(bus.emulator().counts("out").active()).isEqualTo(20);
    }

    @Test
    void aNetworkThatSwallowsEverythingShowsAndIsLeftBehindWhenItIsBack() throws Exception {
        run(HandoffMode.ATOMIC);
        flow("before", System.nanoTime());
        Duration forEver = Duration.ofHours(1);
        ActiveFault hole = bus.emulator()
                .faults()
                .inject(new Fault.Latency(forEver, forEver))
                .untilOff();

        await().atMost(Duration.ofSeconds(20)).until(() -> bus.report("app").state() == AppState.DISCONNECTED);
        hole.close();
        bus.send("in", "after");

        // What went into the hole stays there: this is another connection.
        await().atMost(Duration.ofSeconds(40))
                .until(() -> bus.emulator().counts("out").active() == 2);
        await().until(() -> bus.report("app").state() == AppState.RECEIVING);
    }

    private static String[] numbers(int count) {
        return IntStream.range(0, count).mapToObj(Integer::toString).toArray(String[]::new);
    }

    private static Duration median(List<Duration> times) {
        return times.stream().sorted().toList().get(times.size() / 2);
    }

    private static void awaitSoon(Callable<Boolean> condition) {
        await().pollDelay(Duration.ZERO)
                .pollInterval(Duration.ofMillis(5))
                .atMost(WORST)
                .until(condition);
    }

    private static Consumer<Faults> fault(Consumer<Faults> fault) {
        return fault;
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

    /** Sends a message and waits for its output; gives the time since {@code from}. */
    private Duration flow(String id, long from) {
        ServiceBusEmulator emulator = bus.emulator();
        long outputs = emulator.counts("out").active();
        long completed = bus.report("app").counts().completed();
        // On a connection of its own, which no fault has struck.
        try (ServiceBusSenderClient sender = new ServiceBusClientBuilder()
                .connectionString(emulator.connectionString())
                .sender()
                .queueName("in")
                .buildClient()) {
            sender.sendMessage(new ServiceBusMessage(id).setMessageId(id));
            awaitSoon(() -> emulator.counts("out").active() > outputs
                    && bus.report("app").counts().completed() > completed);
            return Duration.ofNanos(System.nanoTime() - from);
        }
    }
}
