package dev.busway.servicebus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.azure.messaging.servicebus.ServiceBusReceivedMessage;
import dev.busway.emulator.queue.QueueCounts;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.apache.camel.builder.RouteBuilder;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class DrainTest {

    private final Bus bus = new Bus().queues("in", "out");
    private final Gate gate = new Gate();

    @AfterEach
    void close() {
        gate.open();
        bus.close();
    }

    @Test
    void whatRunsIsFinishedAndSettledBeforeTheStopReturns() throws Exception {
        bus.run(gated("maxConcurrentCalls=4"));
        bus.send("in", "a", "b");
        await().until(() -> gate.entered() == 2);

        CompletableFuture<Void> stop = stop();
        await().untilAsserted(() -> assertThat(bus.report("app").state()).isEqualTo(AppState.DRAINING));
        assertThat(stop).isNotDone();
        gate.open();
        stop.get(10, TimeUnit.SECONDS);

        assertThat(bus.emulator().counts("in").locked()).isZero();
        assertThat(bus.emulator().counts("in").active()).isZero();
        assertThat(bus.emulator().counts("out").active()).isEqualTo(2);
    }

    @Test
    void whatHasNotStartedIsGivenBackUncounted() throws Exception {
        bus.run(gated("maxConcurrentCalls=1&prefetchCount=5"));
        bus.send("in", "a", "b", "c", "d");
        await().until(() -> gate.entered() == 1);
        await().until(() -> bus.report("app").inFlight() == 4);

        CompletableFuture<Void> stop = stop();
        await().until(() -> bus.report("app").inFlight() == 1);
        assertThat(bus.report("app").counts().released()).isGreaterThanOrEqualTo(3);
        gate.open();
        stop.get(10, TimeUnit.SECONDS);

        assertThat(bus.emulator().counts("in").locked()).isZero();
        assertThat(bus.take("in", 3))
                .hasSize(3)
                .extracting(ServiceBusReceivedMessage::getDeliveryCount)
                .containsOnly(0L);
    }

    @Test
    void aMessageInBackoffIsAbandonedAtOnceAndNeverDeadLettered() throws Exception {
        bus.run(new RouteBuilder() {
            @Override
            public void configure() {
                errorHandler(defaultErrorHandler()
                        .maximumRedeliveries(3)
                        .redeliveryDelay(60_000)
                        .asyncDelayedRedelivery());
                from("azure-servicebus:in?enableDeadLettering=true")
                        .routeId("app")
                        .throwException(new IllegalStateException("no"));
            }
        });
        bus.send("in", "a");
        await().until(() -> bus.report("app").waitingForRedelivery() == 1);

        long started = System.nanoTime();
        stop().get(10, TimeUnit.SECONDS);

        assertThat(Duration.ofNanos(System.nanoTime() - started)).isLessThan(Duration.ofSeconds(2));
        QueueCounts counts = bus.emulator().counts("in");
        assertThat(counts.deadLettered()).isZero();
        assertThat(counts.locked()).isZero();
        assertThat(counts.active()).isEqualTo(1);
    }

    @Test
    void anIdleAppStopsWithinASecond() throws Exception {
        bus.run(gated("maxConcurrentCalls=4"));
        await().until(() -> bus.report("app").state() == AppState.RECEIVING);

        long started = System.nanoTime();
        stop().get(10, TimeUnit.SECONDS);

        assertThat(Duration.ofNanos(System.nanoTime() - started)).isLessThan(Duration.ofSeconds(1));
    }

    @Test
    void pastTheTimeForStoppingWhatRunsIsAbandoned() throws Exception {
        bus.run(gated("maxConcurrentCalls=1"));
        bus.context().getShutdownStrategy().setTimeout(1);
        bus.send("in", "a");
        await().until(() -> gate.entered() == 1);

        stop().get(15, TimeUnit.SECONDS);

        assertThat(bus.emulator().counts("in").locked()).isZero();
        assertThat(bus.emulator().counts("in").active()).isEqualTo(1);
        assertThat(bus.emulator().counts("out").active()).isZero();
    }

    @Test
    void aBusyQueueLosesNothingToAStop() throws Exception {
        bus.run(new RouteBuilder() {
            @Override
            public void configure() {
                from("azure-servicebus:in?maxConcurrentCalls=16").routeId("app").to("azure-servicebus:out");
            }
        });
        bus.send("in", IntStream.range(0, 1000).mapToObj(Integer::toString).toArray(String[]::new));
        await().until(() -> bus.report("app").counts().completed() > 100);

        stop().get(10, TimeUnit.SECONDS);

        QueueCounts in = bus.emulator().counts("in");
        assertThat(in.locked()).isZero();
        assertThat(in.active() + bus.emulator().counts("out").active()).isEqualTo(1000);
    }

    @Test
    void aRouteThatWasSuspendedGoesOn() throws Exception {
        gate.open();
        bus.run(gated("maxConcurrentCalls=1"));
        bus.send("in", "a");
        await().until(() -> bus.report("app").counts().completed() == 1);

        bus.context().getRouteController().suspendRoute("app");
        assertThat(bus.report("app").state()).isEqualTo(AppState.STOPPED);
        bus.send("in", "b");
        bus.context().getRouteController().resumeRoute("app");

        await().until(() -> bus.report("app").counts().completed() == 2);
    }

    private RouteBuilder gated(String options) {
        return new RouteBuilder() {
            @Override
            public void configure() {
                from("azure-servicebus:in?" + options)
                        .routeId("app")
                        .process(gate)
                        .to("azure-servicebus:out");
            }
        };
    }

    private CompletableFuture<Void> stop() {
        return CompletableFuture.runAsync(() -> bus.context().stop());
    }

    @Test
    void aResumeDuringADrainOfAnOperatorIsNotLost() throws Exception {
        bus.run(gated("maxConcurrentCalls=1"));
        bus.send("in", "a");
        await().until(() -> gate.entered() == 1);

        ServiceBusApps.drain(bus.context(), "app");
        await().until(() -> bus.report("app").state() == AppState.DRAINING);
        ServiceBusApps.resume(bus.context(), "app");
        gate.open();
        bus.send("in", "b");

        assertThat(bus.take("out", 2)).hasSize(2);
        assertThat(bus.report("app").state()).isEqualTo(AppState.RECEIVING);
    }

    @Test
    void aRetryBehindAnotherPoolIsKnownToAStop() throws Exception {
        bus.run(new RouteBuilder() {
            @Override
            public void configure() {
                errorHandler(defaultErrorHandler()
                        .maximumRedeliveries(3)
                        .redeliveryDelay(60_000)
                        .asyncDelayedRedelivery());
                from("azure-servicebus:in").routeId("app").threads(1).throwException(new IllegalStateException("no"));
            }
        });
        bus.send("in", "a");
        await().until(() -> bus.report("app").waitingForRedelivery() == 1);

        stop().get(5, TimeUnit.SECONDS);

        assertThat(bus.emulator().counts("in").active()).isEqualTo(1);
    }

    @Test
    void aPoolOfABeanThatRejectsIsAFailureAndNoStop() throws Exception {
        bus.run(new RouteBuilder() {
            @Override
            public void configure() {
                from("azure-servicebus:in?enableDeadLettering=true")
                        .routeId("app")
                        .throwException(new RejectedExecutionException("full"));
            }
        });
        bus.send("in", "a");

        assertThat(bus.takeDead("in", 1))
                .extracting(ServiceBusReceivedMessage::getDeadLetterReason)
                .containsExactly("RejectedExecutionException");
    }
}
