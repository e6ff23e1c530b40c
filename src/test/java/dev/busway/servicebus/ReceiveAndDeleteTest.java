package dev.busway.servicebus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.apache.camel.builder.RouteBuilder;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What was received and deleted exists nowhere else, so there is no giving it back. */
final class ReceiveAndDeleteTest {

    private final Bus bus = new Bus().queues("in", "out");
    private final Gate gate = new Gate();

    @AfterEach
    void close() {
        gate.open();
        bus.close();
    }

    @Test
    void aStopWorksOffWhatWasReceived() throws Exception {
        bus.run(gated());
        bus.send("in", IntStream.range(0, 30).mapToObj(Integer::toString).toArray(String[]::new));
        await().until(() -> gate.entered() == 2 && bus.report("app").inFlight() > 2);

        CompletableFuture<Void> stop =
                CompletableFuture.runAsync(() -> bus.context().stop());
        await().until(() -> bus.report("app").state() == AppState.DRAINING);
        gate.open();
        stop.get(20, TimeUnit.SECONDS);

        assertThat(bus.emulator().counts("out").active()
                        + bus.emulator().counts("in").active())
                .isEqualTo(30);
    }

    @Test
    void aPauseWorksOffWhatWasReceived() throws Exception {
        bus.run(gated());
        bus.send("in", IntStream.range(0, 30).mapToObj(Integer::toString).toArray(String[]::new));
        await().until(() -> gate.entered() == 2 && bus.report("app").inFlight() > 2);

        ServiceBusApps.pause(bus.context(), "app");
        gate.open();

        await().atMost(Duration.ofSeconds(10)).until(() -> bus.report("app").inFlight() == 0);
        assertThat(bus.emulator().counts("out").active()
                        + bus.emulator().counts("in").active())
                .isEqualTo(30);
    }

    @Test
    void aFailureIsCalledALossAndNoLostLock() throws Exception {
        List<MessageOutcome> outcomes = new CopyOnWriteArrayList<>();
        bus.bind("observer", new MessageObserver() {
            @Override
            public void settled(String app, MessageOutcome outcome, long processingNanos, long criticalMillis) {
                outcomes.add(outcome);
            }
        });
        bus.run(new RouteBuilder() {
            @Override
            public void configure() {
                from("azure-servicebus:in?serviceBusReceiveMode=RECEIVE_AND_DELETE&handoff=at-least-once")
                        .routeId("app")
                        .throwException(new IllegalStateException("no"));
            }
        });
        bus.send("in", "a");

        await().untilAsserted(() -> assertThat(outcomes).containsExactly(MessageOutcome.LOST));
        assertThat(bus.report("app").counts().lockLost()).isZero();
        assertThat(bus.report("app").lastError().kind()).isEqualTo("IllegalStateException");
    }

    private RouteBuilder gated() {
        return new RouteBuilder() {
            @Override
            public void configure() {
                from("azure-servicebus:in?serviceBusReceiveMode=RECEIVE_AND_DELETE&handoff=at-least-once"
                                + "&maxConcurrentCalls=2&prefetchCount=10")
                        .routeId("app")
                        .process(gate)
                        .to("azure-servicebus:out");
            }
        };
    }
}
