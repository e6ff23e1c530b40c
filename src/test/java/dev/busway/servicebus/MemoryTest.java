package dev.busway.servicebus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.azure.messaging.servicebus.ServiceBusMessage;
import dev.busway.servicebus.receive.MemoryShare;
import java.time.Duration;
import java.util.List;
import org.apache.camel.builder.RouteBuilder;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What is in flight is bounded by bytes, over all apps. */
final class MemoryTest {

    private static final int BODY = 100 * 1024;

    private final Bus bus = new Bus().queues("in", "other", "out");
    private final Gate gate = new Gate();

    @AfterEach
    void close() {
        gate.open();
        bus.close();
    }

    @Test
    void largeBodiesFillTheShareOfAllAppsAndEachAppGetsOn() throws Exception {
        bus.component().memory(new MemoryShare(10L * BODY));
        bus.run(gated("in"), gated("other"));
        for (int i = 0; i < 40; i++) {
            bus.send("in", List.of(new ServiceBusMessage("x".repeat(BODY))));
        }
        await().until(() -> bus.report("in").inFlight() > 0);
        await().during(Duration.ofMillis(500))
                .atMost(Duration.ofSeconds(10))
                .until(() -> bus.report("in").inFlight() <= 16);

        bus.send("other", List.of(new ServiceBusMessage("x".repeat(BODY))));

        await().until(() -> bus.report("other").inFlight() == 1);
        gate.open();
        await().atMost(Duration.ofSeconds(20))
                .until(() -> bus.report("in").counts().completed() == 40);
        await().until(() -> bus.report("other").counts().completed() == 1);
    }

    @Test
    void aMessageLargerThanTheShareGoesThroughAlone() throws Exception {
        bus.component().memory(new MemoryShare(1000));
        bus.run(gated("in"));
        gate.open();
        for (int i = 0; i < 3; i++) {
            bus.send("in", List.of(new ServiceBusMessage("x".repeat(BODY))));
        }

        assertThat(bus.take("out", 3)).hasSize(3);
    }

    private RouteBuilder gated(String queue) {
        return new RouteBuilder() {
            @Override
            public void configure() {
                from("azure-servicebus:" + queue + "?maxConcurrentCalls=256")
                        .routeId(queue)
                        .process(gate)
                        .to("azure-servicebus:out");
            }
        };
    }
}
