package dev.busway.servicebus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.azure.messaging.servicebus.ServiceBusMessage;
import com.azure.messaging.servicebus.ServiceBusReceivedMessage;
import dev.busway.emulator.queue.QueueSettings;
import dev.busway.servicebus.trace.MessageTrace;
import dev.busway.servicebus.trace.MessageTracer;
import dev.busway.servicebus.trace.SendTrace;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.apache.camel.AsyncCallback;
import org.apache.camel.Exchange;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.support.AsyncProcessorSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever a step of a route throws, and wherever it does, its message ends and the others flow. */
final class EveryDeliveryEndsTest {

    private final Bus bus = new Bus();

    @AfterEach
    void close() {
        bus.close();
    }

    /** Where in a route something is thrown. */
    enum Place {
        STEP,
        BEHIND_THREADS,
        IN_A_SPLIT,
        IN_A_PARALLEL_SPLIT,
        IN_A_CALLBACK,
        IN_A_SUBROUTE,
        IN_A_RETRY
    }

    @ParameterizedTest
    @EnumSource
    void anErrorInARouteEndsTheMessageAsAFailure(Place place) throws Exception {
        bus.queue(QueueSettings.of("in").withMaxDeliveryCount(2)).queues("out").run(route(place));
        List<String> bad =
                Stream.of("overflow", "missing-class", "assertion", "exception").toList();

        bus.send("in", bad.toArray(String[]::new));
        bus.send("in", "good");

        assertThat(bus.take("out", 1)).hasSize(1);
        await().atMost(Duration.ofSeconds(15))
                .untilAsserted(() -> assertThat(bus.report("app").counts().abandoned())
                        .as(bus.report("app").toString())
                        .isEqualTo(2L * bad.size()));
        assertThat(bus.takeDead("in", bad.size()))
                .extracting(dead -> dead.getBody().toString())
                .containsExactlyInAnyOrderElementsOf(bad);
        assertThat(bus.report("app").inFlight()).isZero();
    }

    private static RouteBuilder route(Place place) {
        return new RouteBuilder() {
            @Override
            public void configure() {
                errorHandler(defaultErrorHandler()
                        .maximumRedeliveries(place == Place.IN_A_RETRY ? 1 : 0)
                        .redeliveryDelay(1)
                        .asyncDelayedRedelivery()
                        .logExhausted(false)
                        .logRetryAttempted(false));
                var from = from("azure-servicebus:in?maxConcurrentCalls=4").routeId("app");
                switch (place) {
                    case STEP, IN_A_RETRY -> from.process(EveryDeliveryEndsTest::work);
                    case BEHIND_THREADS -> from.threads(2, 2).process(EveryDeliveryEndsTest::work);
                    case IN_A_SPLIT ->
                        from.split(body().tokenize("@"))
                                .stopOnException()
                                .process(EveryDeliveryEndsTest::work)
                                .end();
                    case IN_A_PARALLEL_SPLIT ->
                        from.split(body().tokenize("@"))
                                .parallelProcessing()
                                .stopOnException()
                                .process(EveryDeliveryEndsTest::work)
                                .end();
                    case IN_A_CALLBACK -> from.process(new Elsewhere()).process(EveryDeliveryEndsTest::work);
                    case IN_A_SUBROUTE -> from.to("direct:sub");
                }
                from.to("azure-servicebus:out");
                from("direct:sub").process(EveryDeliveryEndsTest::work);
            }
        };
    }

    private static void work(Exchange exchange) {
        switch (exchange.getMessage().getBody(String.class)) {
            case "overflow" -> overflow();
            case "missing-class" -> throw new NoClassDefFoundError("com/example/Missing");
            case "assertion" -> throw new AssertionError("never");
            case "exception" -> throw new IllegalStateException("no");
            default -> {}
        }
    }

    @SuppressWarnings("InfiniteRecursion")
    private static int overflow() {
        return 1 + overflow();
    }

    /** A step that goes on, on a thread of its own, after it has returned. */
    private static final class Elsewhere extends AsyncProcessorSupport {
        @Override
        public boolean process(Exchange exchange, AsyncCallback callback) {
            var unused = CompletableFuture.runAsync(
                    () -> callback.done(false), CompletableFuture.delayedExecutor(5, TimeUnit.MILLISECONDS));
            return false;
        }
    }

    @Test
    void anObserverThatThrowsStopsNothing() throws Exception {
        bus.queues("in", "out");
        bus.bind("observer", (MessageObserver) new Throwing());
        bus.run(new RouteBuilder() {
            @Override
            public void configure() {
                from("azure-servicebus:in").routeId("app").to("azure-servicebus:out");
            }
        });

        bus.send("in", "a", "b", "c");

        assertThat(bus.take("out", 3)).hasSize(3);
        await().untilAsserted(() -> assertThat(bus.report("app").inFlight()).isZero());
        assertThat(bus.report("app").counts().completed()).isEqualTo(3);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aTracerThatThrowsStopsNothing(boolean atReceipt) throws Exception {
        bus.queues("in", "out");
        bus.bind("tracer", new ThrowingTracer(atReceipt));
        bus.run(new RouteBuilder() {
            @Override
            public void configure() {
                from("azure-servicebus:in").routeId("app").to("azure-servicebus:out");
            }
        });

        bus.send("in", "a", "b", "c");

        assertThat(bus.take("out", 3)).hasSize(3);
        await().untilAsserted(() -> assertThat(bus.report("app").inFlight()).isZero());
    }

    /** Fails at the receipt of a message, or at each end that it hears of. */
    private record ThrowingTracer(boolean atReceipt) implements MessageTracer {

        @Override
        public MessageTrace received(String app, String queue, ServiceBusReceivedMessage message) {
            if (atReceipt) {
                throw new AssertionError("a tracer of others");
            }
            return new ThrowingTrace();
        }

        @Override
        public SendTrace sends(String target, ServiceBusMessage message) {
            return error -> {};
        }
    }

    private static final class ThrowingTrace implements MessageTrace {
        @Override
        public String traceId() {
            return null;
        }

        @Override
        public String spanId() {
            return null;
        }

        @Override
        public void inContext(Runnable step) {
            step.run();
        }

        @Override
        public void retries(int nextTry, Duration delay) {}

        @Override
        public SendTrace sends(String target, ServiceBusMessage message) {
            return error -> {};
        }

        @Override
        public void routeEnded(String failure) {
            throw new AssertionError("a tracer of others");
        }

        @Override
        public void ended(String disposition, String failure) {
            throw new AssertionError("a tracer of others");
        }
    }

    private static final class Throwing implements MessageObserver {
        @Override
        public void settled(String app, MessageOutcome outcome, long processingNanos, long criticalMillis) {
            throw new AssertionError("an observer of others");
        }

        @Override
        public void lockRenewed(String app, boolean renewed) {
            throw new AssertionError("an observer of others");
        }

        @Override
        public void handedOff(String app, int messages) {
            throw new AssertionError("an observer of others");
        }
    }
}
