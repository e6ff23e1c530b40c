package dev.busway.servicebus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.azure.messaging.servicebus.ServiceBusMessage;
import com.azure.messaging.servicebus.ServiceBusReceivedMessage;
import dev.busway.deadletter.DeadLetterFilter;
import dev.busway.deadletter.DeadLetterQueue;
import dev.busway.deadletter.ResubmitOptions;
import dev.busway.deadletter.StopSignal;
import dev.busway.deadletter.WorkProgress;
import dev.busway.emulator.queue.QueueSettings;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.apache.camel.builder.RouteBuilder;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class RedeliveryTest {

    private final Bus bus = new Bus();

    @AfterEach
    void close() {
        bus.close();
    }

    @Test
    void aThousandMessagesInBackoffNeedNoMoreThreadsThanNone() throws Exception {
        bus.queues("in").run(new RouteBuilder() {
            @Override
            public void configure() {
                errorHandler(defaultErrorHandler()
                        .maximumRedeliveries(1)
                        .redeliveryDelay(60_000)
                        .asyncDelayedRedelivery()
                        .logRetryAttempted(false));
                from("azure-servicebus:in?maxConcurrentCalls=1000")
                        .routeId("app")
                        .throwException(new IllegalStateException("no"));
            }
        });
        bus.component().timer();
        bus.send("in", IntStream.range(0, 1000).mapToObj(Integer::toString).toArray(String[]::new));

        await().atMost(Duration.ofSeconds(20))
                .untilAsserted(() -> assertThat(bus.report("app").waitingForRedelivery())
                        .as(bus.report("app") + " " + bus.emulator().counts("in"))
                        .isEqualTo(1000));

        // The workers that failed them go when they have been idle for a while; none of them is held by a message.
        assertThat(Thread.getAllStackTraces().entrySet().stream()
                        .filter(thread -> thread.getKey().getName().startsWith("app-"))
                        .filter(thread -> Arrays.stream(thread.getValue())
                                .anyMatch(frame -> frame.getClassName().contains("errorhandler"))))
                .isEmpty();
    }

    @Test
    void aRetriedBeanRunsOnAWorkerOfItsAppAndSucceeds() throws Exception {
        Queue<String> threads = new ConcurrentLinkedQueue<>();
        bus.queues("in", "out").run(new RouteBuilder() {
            @Override
            public void configure() {
                errorHandler(defaultErrorHandler()
                        .maximumRedeliveries(3)
                        .redeliveryDelay(50)
                        .asyncDelayedRedelivery());
                from("azure-servicebus:in")
                        .routeId("app")
                        .process(exchange -> {
                            threads.add(Thread.currentThread().getName());
                            if (threads.size() < 3) {
                                throw new IllegalStateException("not yet");
                            }
                        })
                        .to("azure-servicebus:out");
            }
        });
        bus.send("in", "a");

        assertThat(bus.take("out", 1)).hasSize(1);

        assertThat(threads).hasSize(3).allMatch(name -> name.startsWith("app-"));
        await().until(() -> bus.report("app").counts().completed() == 1);
        assertThat(bus.report("app").counts().redelivered()).isEqualTo(2);
        assertThat(bus.report("app").waitingForRedelivery()).isZero();
    }

    @Test
    void theLockIsRenewedWhileTheMessageWaits() throws Exception {
        AtomicInteger tries = new AtomicInteger();
        bus.queue(QueueSettings.of("in").withLockDuration(Duration.ofSeconds(5)))
                .queues("out")
                .run(new RouteBuilder() {
                    @Override
                    public void configure() {
                        errorHandler(defaultErrorHandler()
                                .maximumRedeliveries(1)
                                .redeliveryDelay(7_000)
                                .asyncDelayedRedelivery());
                        from("azure-servicebus:in")
                                .routeId("app")
                                .process(exchange -> {
                                    if (tries.incrementAndGet() == 1) {
                                        throw new IllegalStateException("not yet");
                                    }
                                })
                                .to("azure-servicebus:out");
                    }
                });
        bus.send("in", "a");

        assertThat(bus.take("out", 1)).hasSize(1);

        await().until(() -> bus.report("app").counts().completed() == 1);
        assertThat(tries).hasValue(2);
        assertThat(bus.report("app").counts().lockLost()).isZero();
    }

    @Test
    void aFailureBeyondTheLockComesBackAsAScheduledCopyAndEndsWithItsHistory() throws Exception {
        bus.queues("in").run(new RouteBuilder() {
            @Override
            public void configure() {
                from("azure-servicebus:in?delayedRedeliveries=2&delayedRedeliveryDelay=60000")
                        .routeId("app")
                        .throwException(new IllegalStateException("no"));
            }
        });
        bus.send("in", "a");

        await().until(() -> bus.report("app").counts().scheduled() == 1);
        assertThat(bus.emulator().counts("in").scheduled()).isEqualTo(1);
        bus.emulator().clock().advance(Duration.ofSeconds(61));
        await().until(() -> bus.report("app").counts().scheduled() == 2);
        bus.emulator().clock().advance(Duration.ofSeconds(121));

        ServiceBusReceivedMessage dead = bus.takeDead("in", 1).get(0);
        assertThat(dead.getMessageId()).isEqualTo("a/attempt-2");
        assertThat(dead.getDeadLetterReason()).isEqualTo("RedeliveriesUsedUp");
        assertThat(dead.getApplicationProperties())
                .containsEntry("busway-original-message-id", "a")
                .containsEntry("busway-attempt", 2)
                .containsKeys("busway-first-failure", "busway-last-error");
        assertThat(bus.report("app").counts().deadLettered()).isEqualTo(1);
    }

    @Test
    void theOutputOfALaterAttemptHasTheSameIdAsThatOfTheFirst() throws Exception {
        AtomicInteger tries = new AtomicInteger();
        bus.queues("in", "out").run(new RouteBuilder() {
            @Override
            public void configure() {
                from("azure-servicebus:in?delayedRedeliveries=1&delayedRedeliveryDelay=100")
                        .routeId("app")
                        .process(exchange -> {
                            if (tries.incrementAndGet() == 1) {
                                throw new IllegalStateException("not yet");
                            }
                        })
                        .to("azure-servicebus:out");
            }
        });
        bus.send("in", "a");

        ServiceBusReceivedMessage output = bus.take("out", 1).get(0);

        assertThat(output.getMessageId()).isEqualTo("a@in/out");
        assertThat(output.getCorrelationId()).isEqualTo("a");
        assertThat(output.getApplicationProperties()).isEmpty();
    }

    @Test
    void consecutiveFailuresCloseTheCreditUntilAProbeSucceeds() throws Exception {
        AtomicInteger tries = new AtomicInteger();
        bus.queues("in").run(new RouteBuilder() {
            @Override
            public void configure() {
                from("azure-servicebus:in?maxConcurrentCalls=2&pauseAfterFailures=3&pauseDuration=1500")
                        .routeId("app")
                        .process(exchange -> {
                            if (tries.incrementAndGet() <= 4) {
                                throw new IllegalStateException("down");
                            }
                        });
            }
        });
        bus.send("in", "a", "b", "c", "d");

        await().until(() -> bus.report("app").state() == AppState.PAUSED);
        assertThat(bus.report("app").detail()).contains("failures in a row");
        assertThat(tries.get()).isLessThanOrEqualTo(4);

        await().atMost(Duration.ofSeconds(15))
                .until(() -> bus.report("app").counts().completed() == 4);
        assertThat(bus.report("app").state()).isEqualTo(AppState.RECEIVING);
    }

    @Test
    void anOperatorsPauseTakesNoMessageUntilItIsEnded() throws Exception {
        bus.queues("in").run(new RouteBuilder() {
            @Override
            public void configure() {
                from("azure-servicebus:in?maxConcurrentCalls=4").routeId("app").log("x");
            }
        });
        await().until(() -> bus.report("app").state() == AppState.RECEIVING);
        assertThat(ServiceBusApps.pause(bus.context(), "app")).isTrue();
        assertThat(ServiceBusApps.pause(bus.context(), "other")).isFalse();
        bus.send("in", "a", "b");

        await().until(() -> bus.report("app").state() == AppState.PAUSED);
        await().during(Duration.ofMillis(500))
                .until(() -> bus.report("app").counts().completed() == 0
                        && bus.emulator().counts("in").active()
                                        + bus.emulator().counts("in").locked()
                                == 2);

        ServiceBusApps.resume(bus.context(), "app");
        await().until(() -> bus.report("app").counts().completed() == 2);
    }

    @ParameterizedTest
    @ValueSource(ints = {Integer.MIN_VALUE, -2, 3, Integer.MAX_VALUE})
    void anAttemptThatNoCopyOfOursHasBeginsANewSeries(int attempt) throws Exception {
        bus.queues("in").run(new RouteBuilder() {
            @Override
            public void configure() {
                from("azure-servicebus:in?delayedRedeliveries=2&delayedRedeliveryDelay=60000")
                        .routeId("app")
                        .throwException(new IllegalStateException("no"));
            }
        });
        ServiceBusMessage message = new ServiceBusMessage("a").setMessageId("a");
        message.getApplicationProperties().put("busway-original-message-id", "x");
        message.getApplicationProperties().put("busway-attempt", attempt);
        bus.send("in", List.of(message));

        for (int copies = 1; copies <= 2; copies++) {
            int expected = copies;
            await().until(() -> bus.report("app").counts().scheduled() == expected);
            bus.emulator().clock().advance(Duration.ofSeconds(121));
        }

        assertThat(bus.takeDead("in", 1)).singleElement().satisfies(dead -> assertThat(dead.getDeadLetterReason())
                .isEqualTo("RedeliveriesUsedUp"));
        assertThat(bus.report("app").counts().scheduled()).isEqualTo(2);
    }

    @Test
    void aResubmittedMessageBeginsANewSeriesUnderIdsThatNoDuplicateDetectionKnows() throws Exception {
        bus.queue(QueueSettings.of("in").withDuplicateDetectionWindow(Duration.ofHours(1)))
                .run(new RouteBuilder() {
                    @Override
                    public void configure() {
                        from("azure-servicebus:in?delayedRedeliveries=1&delayedRedeliveryDelay=60000")
                                .routeId("app")
                                .throwException(new IllegalStateException("no"));
                    }
                });
        bus.send("in", "a");
        await().until(() -> bus.report("app").counts().scheduled() == 1);
        bus.emulator().clock().advance(Duration.ofSeconds(61));
        await().until(() -> bus.emulator().counts("in").deadLettered() == 1);

        try (DeadLetterQueue queue = DeadLetterQueue.open(() -> bus.client().enableCrossEntityTransactions(), "in")) {
            assertThat(queue.resubmit(
                                    DeadLetterFilter.ALL, ResubmitOptions.DEFAULT, new WorkProgress(), new StopSignal())
                            .done())
                    .isEqualTo(1);
        }

        await().until(() -> bus.report("app").counts().scheduled() == 2);
        bus.emulator().clock().advance(Duration.ofSeconds(61));
        assertThat(bus.takeDead("in", 1)).singleElement().satisfies(dead -> assertThat(dead.getApplicationProperties())
                .containsEntry("busway-original-message-id", "a")
                .containsEntry("busway-attempt", 1));
    }
}
