package dev.busway.servicebus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.azure.messaging.servicebus.ServiceBusReceivedMessage;
import java.util.List;
import org.apache.camel.builder.RouteBuilder;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

final class PlainHandoffTest {

    private final Bus bus = new Bus().queues("in", "out");

    @AfterEach
    void close() {
        bus.close();
    }

    @ParameterizedTest
    @EnumSource(HandoffMode.class)
    void everyMessageGoesThroughOnce(HandoffMode mode) throws Exception {
        bus.run(route("upper", mode));
        bus.send("in", "a", "b", "c");

        List<ServiceBusReceivedMessage> outputs = bus.take("out", 3);

        assertThat(outputs).extracting(m -> m.getBody().toString()).containsExactlyInAnyOrder("A", "B", "C");
        assertThat(outputs)
                .extracting(ServiceBusReceivedMessage::getMessageId)
                .containsExactlyInAnyOrder("a@in/out", "b@in/out", "c@in/out");
        await().untilAsserted(() -> {
            assertThat(bus.report("upper").counts().completed()).isEqualTo(3);
            assertThat(bus.emulator().counts("in").locked()).isZero();
            assertThat(bus.emulator().counts("in").active()).isZero();
        });
    }

    @Test
    void aFailureThatMayPassIsAbandonedUntilTheBrokerGivesUp() throws Exception {
        bus.run(new RouteBuilder() {
            @Override
            public void configure() {
                from("azure-servicebus:in").routeId("failing").throwException(new IllegalStateException("no"));
            }
        });
        bus.send("in", "a");

        List<ServiceBusReceivedMessage> dead = bus.takeDead("in", 1);

        assertThat(dead).hasSize(1);
        assertThat(dead.get(0).getDeadLetterReason()).isEqualTo("MaxDeliveryCountExceeded");
        // The broker dead-letters the message before its answer to the last abandon is here.
        await().untilAsserted(() ->
                assertThat(bus.report("failing").counts().abandoned()).isEqualTo(10));
        assertThat(bus.report("failing").lastError().kind()).isEqualTo("IllegalStateException");
    }

    @Test
    void aFailureThatCannotPassIsDeadLetteredAtOnce() throws Exception {
        bus.run(new RouteBuilder() {
            @Override
            public void configure() {
                onException(IllegalArgumentException.class).setProperty("BuswayDeadLetterReason", constant("BadForm"));
                from("azure-servicebus:in")
                        .routeId("strict")
                        .throwException(new IllegalArgumentException("secret value"));
            }
        });
        bus.send("in", "a");

        ServiceBusReceivedMessage dead = bus.takeDead("in", 1).get(0);

        assertThat(dead.getDeadLetterReason()).isEqualTo("BadForm");
        assertThat(dead.getDeadLetterErrorDescription())
                .startsWith("java.lang.IllegalArgumentException")
                .doesNotContain("secret value");
        assertThat(bus.report("strict").counts().deadLettered()).isEqualTo(1);
    }

    private static RouteBuilder route(String id, HandoffMode mode) {
        return new RouteBuilder() {
            @Override
            public void configure() {
                from("azure-servicebus:in?maxConcurrentCalls=4&handoff=" + mode)
                        .routeId(id)
                        .convertBodyTo(String.class)
                        .transform(body().method("toUpperCase()"))
                        .to("azure-servicebus:out");
            }
        };
    }
}
