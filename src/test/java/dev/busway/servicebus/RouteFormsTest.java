package dev.busway.servicebus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.azure.messaging.servicebus.ServiceBusReceivedMessage;
import dev.busway.apps.UnrecoverableMessageException;
import dev.busway.emulator.queue.QueueSettings;
import java.io.IOException;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.camel.AsyncCallback;
import org.apache.camel.Exchange;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.support.AsyncProcessorSupport;
import org.apache.camel.support.DefaultConsumer;
import org.apache.camel.support.SynchronizationAdapter;
import org.apache.camel.support.processor.idempotent.MemoryIdempotentRepository;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The promise holds however a route is written: what people paste from Camel's pages. */
final class RouteFormsTest {

    private static final int TOO_LARGE = 2_000_000;

    private final Bus bus = new Bus();

    @AfterEach
    void close() {
        bus.close();
    }

    @Test
    void noStepTakesAwayWhatTheHandoffNeeds() throws Exception {
        bus.queue(QueueSettings.of("in").withMaxDeliveryCount(2)).queues("out");
        bus.yaml(
                "- route:",
                "    id: app",
                "    from:",
                "      uri: azure-servicebus:in",
                "      steps:",
                "        - removeProperties: {pattern: '*'}",
                "        - removeHeaders: {pattern: '*'}",
                "        - to: {uri: 'azure-servicebus:out'}",
                "        - filter:",
                "            simple: \"${body} == 'bad'\"",
                "            steps:",
                "              - throwException: {exceptionType: java.lang.IllegalStateException, message: 'no'}");
        bus.send("in", "bad", "good");

        assertThat(bus.takeDead("in", 1)).hasSize(1);
        assertThat(bus.take("out", 1)).extracting(m -> m.getBody().toString()).containsExactly("good");
        assertThat(bus.emulator().counts("out").active()).isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {"multicast", "recipientList", "split"})
    void aBranchThatEndsAfterTheMessageHasFailedSendsNothing(String form) throws Exception {
        CountDownLatch late = new CountDownLatch(1);
        bus.queue(QueueSettings.of("in").withMaxDeliveryCount(1)).queues("out").run(new RouteBuilder() {
            @Override
            public void configure() {
                var from = from("azure-servicebus:in").routeId("app");
                switch (form) {
                    case "multicast" ->
                        from.multicast()
                                .parallelProcessing()
                                .stopOnException()
                                .to("direct:fails", "direct:late")
                                .end();
                    case "recipientList" ->
                        from.recipientList(constant("direct:fails,direct:late"))
                                .parallelProcessing()
                                .stopOnException()
                                .end();
                    default ->
                        from.split(constant(List.of("fails", "late")))
                                .parallelProcessing()
                                .stopOnException()
                                .toD("direct:${body}")
                                .end();
                }
                from("direct:fails").throwException(new IllegalStateException("no"));
                from("direct:late")
                        .process(exchange ->
                                assertThat(late.await(20, TimeUnit.SECONDS)).isTrue())
                        .to("azure-servicebus:out");
            }
        });
        bus.send("in", "a");

        assertThat(bus.takeDead("in", 1)).hasSize(1);
        late.countDown();
        await().until(() -> bus.context().getInflightRepository().size() == 0);
        assertThat(bus.emulator().counts("out").active()).isZero();
    }

    @Test
    void aBranchThatIsLateForAGoodMessageIsWaitedFor() throws Exception {
        CountDownLatch late = new CountDownLatch(1);
        bus.queues("in", "out").run(new RouteBuilder() {
            @Override
            public void configure() {
                from("azure-servicebus:in")
                        .routeId("app")
                        .multicast()
                        .parallelProcessing()
                        .timeout(200)
                        .to("direct:late", "azure-servicebus:out")
                        .end()
                        .process(exchange -> late.countDown());
                from("direct:late")
                        .process(exchange ->
                                assertThat(late.await(20, TimeUnit.SECONDS)).isTrue())
                        .delay(200)
                        .setBody(constant("late"))
                        .to("azure-servicebus:out");
            }
        });
        bus.send("in", "a");

        assertThat(bus.take("out", 2)).extracting(m -> m.getBody().toString()).containsExactlyInAnyOrder("a", "late");
        await().until(() -> bus.report("app").counts().completed() == 1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"split", "multicast", "doTry", "errorHandler", "direct"})
    void aFailureThatNoRetryCanHelpEndsAtOnceWhereverItHappens(String form) throws Exception {
        AtomicInteger tries = new AtomicInteger();
        bus.queues("in").run(new RouteBuilder() {
            @Override
            public void configure() {
                errorHandler(defaultErrorHandler().maximumRedeliveries(3).redeliveryDelay(1));
                from("direct:work").process(exchange -> {
                    tries.incrementAndGet();
                    throw new UnrecoverableMessageException("never");
                });
                var from = from("azure-servicebus:in").routeId("app");
                switch (form) {
                    case "split" ->
                        from.split(constant(List.of("x"))).to("direct:work").end();
                    case "multicast" -> from.multicast().to("direct:work").end();
                    case "doTry" ->
                        from.doTry()
                                .to("direct:work")
                                .doCatch(IOException.class)
                                .end();
                    case "errorHandler" ->
                        from.errorHandler(defaultErrorHandler()
                                        .maximumRedeliveries(2)
                                        .redeliveryDelay(1))
                                .to("direct:work");
                    default -> from.to("direct:work");
                }
            }
        });
        bus.send("in", "a");

        assertThat(bus.takeDead("in", 1))
                .extracting(ServiceBusReceivedMessage::getDeadLetterReason)
                .containsExactly("UnrecoverableMessage");
        assertThat(tries).hasValue(1);
    }

    @Test
    void aReasonThatIsSetInAPartOfASplitCounts() throws Exception {
        bus.queues("in", "out");
        bus.yaml(
                "- route:",
                "    id: app",
                "    from:",
                "      uri: azure-servicebus:in",
                "      steps:",
                "        - split:",
                "            tokenize: {token: ','}",
                "            steps:",
                "              - filter:",
                "                  simple: \"${body} == 'bad'\"",
                "                  steps:",
                "                    - setProperty: {name: BuswayDeadLetterReason, constant: BadPart}",
                "                    - stop: {}",
                "              - to: {uri: 'azure-servicebus:out'}");
        bus.send("in", "a,bad,c");

        assertThat(bus.takeDead("in", 1))
                .extracting(ServiceBusReceivedMessage::getDeadLetterReason)
                .containsExactly("BadPart");
        assertThat(bus.emulator().counts("out").active()).isZero();
    }

    @Test
    void aRollbackDoesNotComplete() throws Exception {
        bus.queue(QueueSettings.of("in").withMaxDeliveryCount(1)).queues("out");
        bus.yaml(
                "- route:",
                "    id: app",
                "    from:",
                "      uri: azure-servicebus:in",
                "      steps:",
                "        - to: {uri: 'azure-servicebus:out'}",
                "        - rollback: {markRollbackOnlyLast: true}");
        bus.send("in", "a");

        assertThat(bus.takeDead("in", 1)).hasSize(1);
        assertThat(bus.emulator().counts("out").active()).isZero();
    }

    @Test
    void tooManyOutputsAreFinalAtOnce() throws Exception {
        AtomicInteger tries = new AtomicInteger();
        bus.queues("in", "out").run(new RouteBuilder() {
            @Override
            public void configure() {
                from("azure-servicebus:in")
                        .routeId("app")
                        .process(exchange -> tries.incrementAndGet())
                        .setBody(constant(Collections.nCopies(100, "x")))
                        .to("azure-servicebus:out");
            }
        });
        bus.send("in", "a");

        assertThat(bus.takeDead("in", 1)).singleElement().satisfies(dead -> {
            assertThat(dead.getDeadLetterReason()).isEqualTo("TooManyOutputs");
            assertThat(dead.getDeadLetterErrorDescription()).contains("100 outputs", "at-least-once");
        });
        assertThat(tries).hasValue(1);
    }

    @Test
    void aWireTapSendsBesideTheMessageUnderIdsOfItsOwn() throws Exception {
        AtomicInteger tries = new AtomicInteger();
        bus.queue(QueueSettings.of("out").withDuplicateDetectionWindow(Duration.ofMinutes(10)))
                .queues("in")
                .run(new RouteBuilder() {
                    @Override
                    public void configure() {
                        from("azure-servicebus:in")
                                .routeId("app")
                                .wireTap("direct:tap")
                                .delay(300)
                                .process(exchange -> {
                                    if (tries.incrementAndGet() == 1) {
                                        throw new IllegalStateException("once");
                                    }
                                })
                                .to("azure-servicebus:out");
                        from("direct:tap").setBody(simple("tap ${body}")).to("azure-servicebus:out");
                    }
                });
        bus.send("in", "a");

        await().until(() -> bus.report("app").counts().completed() == 1);
        assertThat(bus.take("out", 2)).extracting(m -> m.getBody().toString()).containsExactlyInAnyOrder("tap a", "a");
        assertThat(bus.emulator().counts("out").active()).isZero();
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void anOnCompletionThatFailsHoldsNoMessage(boolean afterConsumer) throws Exception {
        bus.queue(QueueSettings.of("in").withMaxDeliveryCount(1)).queues("out").run(new RouteBuilder() {
            @Override
            public void configure() {
                errorHandler(defaultErrorHandler()
                        .maximumRedeliveries(1)
                        .redeliveryDelay(20)
                        .asyncDelayedRedelivery());
                var completion = onCompletion();
                if (!afterConsumer) {
                    completion.modeBeforeConsumer();
                }
                completion.throwException(new IllegalStateException("no"));
                from("azure-servicebus:in?maxConcurrentCalls=1").routeId("app").to("azure-servicebus:out");
            }
        });
        bus.send("in", "a", "b", "c");

        // One before the consumer is a part of the message's own work.
        assertThat(afterConsumer ? bus.take("out", 3) : bus.takeDead("in", 3)).hasSize(3);
        await().until(() -> bus.report("app").inFlight() == 0);
        bus.context().getRouteController().stopRoute("app", 5, TimeUnit.SECONDS);
        assertThat(bus.report("app").state()).isEqualTo(AppState.STOPPED);
    }

    @Test
    void aBeanThatSendsToARouteWhichRetriesDoesNotWaitForItsOwnThread() throws Exception {
        bus.queues("in", "out").run(new RouteBuilder() {
            @Override
            public void configure() {
                errorHandler(defaultErrorHandler()
                        .maximumRedeliveries(1)
                        .redeliveryDelay(20)
                        .asyncDelayedRedelivery());
                AtomicInteger tries = new AtomicInteger();
                from("azure-servicebus:in?maxConcurrentCalls=1")
                        .routeId("app")
                        .process(exchange ->
                                exchange.getContext().createProducerTemplate().requestBody("direct:work", "x"))
                        .to("azure-servicebus:out");
                from("direct:work").process(exchange -> {
                    if (tries.incrementAndGet() % 2 == 1) {
                        throw new IllegalStateException("once");
                    }
                });
            }
        });
        bus.send("in", "a", "b", "c");

        assertThat(bus.take("out", 3)).hasSize(3);
    }

    @Test
    void theUnitOfWorkEndsWithWhatBecameOfTheMessage() throws Exception {
        Queue<String> heard = new ConcurrentLinkedQueue<>();
        bus.queues("in", "out").run(new RouteBuilder() {
            @Override
            public void configure() {
                from("azure-servicebus:in")
                        .routeId("app")
                        .process(exchange -> exchange.getExchangeExtension().addOnCompletion(hears(heard)))
                        .filter(simple("${body} == 'large'"))
                        .process(exchange -> exchange.getMessage().setBody("x".repeat(TOO_LARGE)))
                        .end()
                        .to("azure-servicebus:out");
            }
        });
        bus.send("in", "large");
        await().until(() -> heard.size() == 1);
        bus.send("in", "good");
        await().until(() -> heard.size() == 2);

        assertThat(heard).containsExactly("failed large", "complete good");
    }

    private static SynchronizationAdapter hears(Queue<String> heard) {
        return new SynchronizationAdapter() {
            @Override
            public void onComplete(Exchange exchange) {
                heard.add("complete " + id(exchange));
            }

            @Override
            public void onFailure(Exchange exchange) {
                heard.add("failed " + id(exchange));
            }
        };
    }

    private static String id(Exchange exchange) {
        return exchange.getMessage().getHeader("CamelAzureServiceBusMessageId", String.class);
    }

    @Test
    void anIdempotentConsumerForgetsTheKeyOfAMessageThatWasNotHandedOff() throws Exception {
        MemoryIdempotentRepository seen = new MemoryIdempotentRepository();
        seen.start();
        bus.queues("in", "out").run(new RouteBuilder() {
            @Override
            public void configure() {
                from("azure-servicebus:in")
                        .routeId("app")
                        .idempotentConsumer(header("CamelAzureServiceBusMessageId"), seen)
                        .process(exchange ->
                                exchange.getMessage().setBody("x".repeat("large".equals(id(exchange)) ? TOO_LARGE : 1)))
                        .to("azure-servicebus:out");
            }
        });
        bus.send("in", "large", "good");
        assertThat(bus.take("out", 1)).hasSize(1);
        assertThat(bus.takeDead("in", 1)).hasSize(1);

        await().untilAsserted(() -> assertThat(seen.getCache().keySet()).containsExactly("good"));
    }

    @Test
    void theNoticeOfAFailureGoesOutWithItAndNothingElse() throws Exception {
        bus.queues("in", "out", "alerts");
        bus.yaml(
                "- onException:",
                "    exception: [java.lang.IllegalArgumentException]",
                "    steps:",
                "      - setProperty: {name: BuswayDeadLetterReason, constant: Refused}",
                "      - setBody: {simple: '${header.CamelAzureServiceBusMessageId} failed'}",
                "      - to: {uri: 'azure-servicebus:alerts'}",
                "- onCompletion:",
                "    onFailureOnly: true",
                "    steps:",
                "      - setBody: {constant: completed badly}",
                "      - to: {uri: 'azure-servicebus:alerts'}",
                "- route:",
                "    id: app",
                "    from:",
                "      uri: azure-servicebus:in",
                "      steps:",
                "        - to: {uri: 'azure-servicebus:out'}",
                "        - throwException: {exceptionType: java.lang.IllegalArgumentException, message: 'no'}");
        bus.send("in", "a");

        assertThat(bus.take("alerts", 2))
                .extracting(m -> m.getBody().toString())
                .containsExactlyInAnyOrder("a failed", "completed badly");
        assertThat(bus.takeDead("in", 1))
                .extracting(ServiceBusReceivedMessage::getDeadLetterReason)
                .containsExactly("Refused");
        assertThat(bus.emulator().counts("out").active()).isZero();
    }

    @Test
    void whatAFailedAttemptHasStagedIsForgottenWhenTheStepIsTriedAgain() throws Exception {
        AtomicInteger tries = new AtomicInteger();
        bus.queues("in", "out").run(new RouteBuilder() {
            @Override
            public void configure() {
                errorHandler(defaultErrorHandler().maximumRedeliveries(2).redeliveryDelay(1));
                from("azure-servicebus:in")
                        .routeId("app")
                        .to("azure-servicebus:out")
                        .to("direct:work");
                from("direct:work")
                        .errorHandler(noErrorHandler())
                        .setBody(constant("again"))
                        .to("azure-servicebus:out")
                        .process(exchange -> {
                            if (tries.incrementAndGet() < 3) {
                                throw new IllegalStateException("not yet");
                            }
                        });
            }
        });
        bus.send("in", "a");

        assertThat(bus.take("out", 2))
                .extracting(ServiceBusReceivedMessage::getMessageId)
                .hasSize(2)
                .doesNotHaveDuplicates();
        assertThat(bus.emulator().counts("out").active()).isZero();
    }

    @Test
    void aMessageThatNothingWorksOnIsNamed() throws Exception {
        AtomicReference<AsyncCallback> neverCalled = new AtomicReference<>();
        bus.queues("in").run(new RouteBuilder() {
            @Override
            public void configure() {
                from("azure-servicebus:in?maxAutoLockRenewDuration=500")
                        .routeId("app")
                        .process(new AsyncProcessorSupport() {
                            @Override
                            public boolean process(Exchange exchange, AsyncCallback callback) {
                                neverCalled.set(callback);
                                return false;
                            }
                        });
            }
        });
        bus.send("in", "a");

        await().until(() -> bus.report("app").state() == AppState.STUCK);
        assertThat(bus.report("app").detail()).contains("message a (sequence number 1)");

        neverCalled.get().done(false);
        await().until(() -> bus.report("app").state() == AppState.RECEIVING);
    }

    @Test
    void aRouteThatSuspendsItselfGoesOnToTheEndOfItsMessage() throws Exception {
        bus.queues("in", "out").run(new RouteBuilder() {
            @Override
            public void configure() {
                from("azure-servicebus:in")
                        .routeId("app")
                        .process(exchange -> ((DefaultConsumer)
                                        exchange.getContext().getRoute("app").getConsumer())
                                .suspend())
                        .to("azure-servicebus:out");
            }
        });
        bus.send("in", "a");

        assertThat(bus.take("out", 1)).hasSize(1);
        await().until(() -> bus.report("app").inFlight() == 0);
    }
}
