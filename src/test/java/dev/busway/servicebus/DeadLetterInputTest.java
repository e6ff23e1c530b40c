package dev.busway.servicebus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.azure.messaging.servicebus.ServiceBusMessage;
import dev.busway.emulator.queue.QueueSettings;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.camel.builder.RouteBuilder;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** An app that receives from a dead-letter queue, behind which there is no other one. */
final class DeadLetterInputTest {

    private final Bus bus = new Bus();

    @AfterEach
    void close() {
        bus.close();
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aMessageThatFailsStaysThereAndComesAgainOnlyWhenItsLockHasEnded(boolean unrecoverable) throws Exception {
        AtomicInteger tries = new AtomicInteger();
        bus.queue(QueueSettings.of("in").withLockDuration(Duration.ofMinutes(1)));
        bus.queues("out");
        deadLetter("bad", "good");
        bus.run(new RouteBuilder() {
            @Override
            public void configure() {
                from("azure-servicebus:in?subQueue=DEAD_LETTER_QUEUE")
                        .routeId("app")
                        .convertBodyTo(String.class)
                        .choice()
                        .when(body().isEqualTo("bad"))
                        .process(exchange -> {
                            tries.incrementAndGet();
                            if (unrecoverable) {
                                exchange.setProperty(RouteFeed.DEAD_LETTER_REASON, "UnrecoverableMessage");
                            }
                            throw new IllegalStateException("no");
                        })
                        .otherwise()
                        .to("azure-servicebus:out");
            }
        });

        assertThat(bus.take("out", 1)).hasSize(1);
        await().until(() -> bus.report("app").counts().abandoned() == 1);
        assertThat(bus.report("app").lastError().message()).contains("comes again when its lock has ended");
        assertThat(bus.report("app").counts().deadLettered()).isZero();
        await().during(Duration.ofMillis(700)).atMost(Duration.ofSeconds(5)).untilAsserted(() -> assertThat(tries)
                .hasValue(1));

        bus.emulator().clock().advance(Duration.ofSeconds(61));
        await().atMost(Duration.ofSeconds(10))
                .untilAsserted(() -> assertThat(tries).hasValue(2));
    }

    private void deadLetter(String... bodies) {
        for (String body : bodies) {
            bus.send("in", List.of(new ServiceBusMessage(body).setMessageId(body)));
        }
        try (var receiver = bus.client().receiver().queueName("in").buildClient()) {
            for (int moved = 0; moved < bodies.length; ) {
                for (var message : receiver.receiveMessages(bodies.length - moved, Duration.ofSeconds(5))) {
                    receiver.deadLetter(message);
                    moved++;
                }
            }
        }
    }
}
