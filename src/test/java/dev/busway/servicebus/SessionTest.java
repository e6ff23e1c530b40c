package dev.busway.servicebus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.azure.messaging.servicebus.ServiceBusMessage;
import dev.busway.emulator.queue.QueueSettings;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.component.azure.servicebus.ServiceBusConstants;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

final class SessionTest {

    private final Bus bus = new Bus()
            .queue(QueueSettings.of("in").withRequiresSession(true).withLockDuration(Duration.ofSeconds(5)))
            .queues("out");
    private final Gate gate = new Gate();

    @AfterEach
    void close() {
        gate.open();
        bus.close();
    }

    @ParameterizedTest
    @EnumSource(HandoffMode.class)
    void theOrderOfEachSessionIsKept(HandoffMode mode) throws Exception {
        Map<String, List<Integer>> seen = new ConcurrentHashMap<>();
        bus.run(new RouteBuilder() {
            @Override
            public void configure() {
                from("azure-servicebus:in?sessionEnabled=true&maxConcurrentCalls=3&handoff=" + mode)
                        .routeId("app")
                        .process(exchange -> seen.computeIfAbsent(
                                        exchange.getIn().getHeader(ServiceBusConstants.SESSION_ID, String.class),
                                        session -> new CopyOnWriteArrayList<>())
                                .add(Integer.valueOf(exchange.getIn().getBody(String.class))))
                        .to("azure-servicebus:out");
            }
        });
        send(6, 5);

        await().atMost(Duration.ofSeconds(30))
                .until(() -> bus.report("app").counts().completed() == 30);

        assertThat(seen).hasSize(6);
        assertThat(seen.values()).allSatisfy(numbers -> assertThat(numbers).containsExactly(0, 1, 2, 3, 4));
        assertThat(bus.emulator().counts("out").active()).isEqualTo(30);
    }

    @Test
    void theSessionsLockIsRenewedWhileAMessageIsInWork() throws Exception {
        AtomicInteger tries = new AtomicInteger();
        bus.run(new RouteBuilder() {
            @Override
            public void configure() {
                errorHandler(defaultErrorHandler()
                        .maximumRedeliveries(1)
                        .redeliveryDelay(7000)
                        .asyncDelayedRedelivery());
                from("azure-servicebus:in?sessionEnabled=true")
                        .routeId("app")
                        .process(exchange -> {
                            if (tries.incrementAndGet() == 1) {
                                throw new IllegalStateException("not yet");
                            }
                        })
                        .to("azure-servicebus:out");
            }
        });
        send(1, 1);

        await().atMost(Duration.ofSeconds(15))
                .until(() -> bus.report("app").counts().completed() == 1);
        assertThat(tries).hasValue(2);
    }

    @Test
    void aStopFinishesWhatRunsAndLetsTheSessionGo() throws Exception {
        bus.run(new RouteBuilder() {
            @Override
            public void configure() {
                from("azure-servicebus:in?sessionEnabled=true")
                        .routeId("app")
                        .process(gate)
                        .to("azure-servicebus:out");
            }
        });
        send(1, 3);
        await().until(() -> gate.entered() == 1);

        var stop = CompletableFuture.runAsync(() -> bus.context().stop());
        await().until(() -> bus.report("app").state() == AppState.DRAINING);
        gate.open();
        stop.get(10, TimeUnit.SECONDS);

        assertThat(bus.emulator().counts("out").active()).isEqualTo(1);
        assertThat(bus.emulator().counts("in").locked()).isZero();
        assertThat(bus.emulator().counts("in").active()).isEqualTo(2);
    }

    private void send(int sessions, int each) {
        for (int number = 0; number < each; number++) {
            for (int session = 0; session < sessions; session++) {
                bus.send(
                        "in",
                        List.of(new ServiceBusMessage(Integer.toString(number))
                                .setMessageId(session + "-" + number)
                                .setSessionId("s" + session)));
            }
        }
    }

    @Test
    void aSessionIsAskedForItsNextMessageAtOnceWhileNoOtherSessionIsThere() throws Exception {
        bus.run(new RouteBuilder() {
            @Override
            public void configure() {
                from("azure-servicebus:in?sessionEnabled=true&maxConcurrentCalls=256")
                        .routeId("app")
                        .to("azure-servicebus:out");
            }
        });
        send(2, 20);
        await().atMost(Duration.ofSeconds(10))
                .until(() -> bus.report("app").counts().completed() > 0);

        // One message of each in the time between two ticks would take 20 times as long.
        await().atMost(Duration.ofSeconds(10))
                .until(() -> bus.report("app").counts().completed() == 40);
    }

    @Test
    void anIdleSessionMakesRoomForTheNextOneAfterTheTimeThatIsSet() throws Exception {
        bus.run(new RouteBuilder() {
            @Override
            public void configure() {
                from("azure-servicebus:in?sessionEnabled=true&maxConcurrentCalls=1&sessionIdleTimeout=200")
                        .routeId("app")
                        .to("azure-servicebus:out");
            }
        });

        send(5, 1);

        await().atMost(Duration.ofSeconds(8))
                .until(() -> bus.report("app").counts().completed() == 5);
    }
}
