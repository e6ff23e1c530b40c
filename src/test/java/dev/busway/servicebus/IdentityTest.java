package dev.busway.servicebus;

import static org.assertj.core.api.Assertions.assertThat;

import com.azure.messaging.servicebus.ServiceBusMessage;
import com.azure.messaging.servicebus.ServiceBusReceivedMessage;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Function;
import org.apache.camel.Exchange;
import org.apache.camel.builder.Builder;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.builder.ValueBuilder;
import org.apache.camel.model.RouteDefinition;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class IdentityTest {

    private final Bus bus = new Bus().queues("in", "out", "other");

    private static ValueBuilder constant(Object value) {
        return Builder.constant(value);
    }

    @AfterEach
    void close() {
        bus.close();
    }

    @Test
    void anOutputInheritsWhatBelongsToTheConversation() throws Exception {
        run(route -> route.to("azure-servicebus:out"));
        ServiceBusMessage message = new ServiceBusMessage("x")
                .setMessageId("order-1")
                .setCorrelationId("talk-1")
                .setContentType("text/plain")
                .setSubject("order")
                .setReplyTo("answers")
                .setSessionId("s1");
        message.getApplicationProperties().put("tenant", "acme");
        message.getApplicationProperties().put("count", 7);
        message.getApplicationProperties().put("DeadLetterReason", "old");
        message.getApplicationProperties().put("busway-attempt", "old");

        ServiceBusReceivedMessage output = through(message);

        assertThat(output.getMessageId()).isEqualTo("order-1@in/out");
        assertThat(output.getCorrelationId()).isEqualTo("talk-1");
        assertThat(output.getContentType()).isEqualTo("text/plain");
        assertThat(output.getSubject()).isEqualTo("order");
        assertThat(output.getReplyTo()).isEqualTo("answers");
        assertThat(output.getSessionId()).isEqualTo("s1");
        assertThat(output.getApplicationProperties())
                .containsEntry("tenant", "acme")
                .containsEntry("count", 7)
                .doesNotContainKeys("DeadLetterReason", "busway-attempt");
    }

    @Test
    void withoutACorrelationIdTheInputsMessageIdIsTheOutputs() throws Exception {
        run(route -> route.to("azure-servicebus:out"));

        assertThat(through(new ServiceBusMessage("x").setMessageId("order-1")).getCorrelationId())
                .isEqualTo("order-1");
    }

    @Test
    void whatTheRouteSetsWins() throws Exception {
        run(route -> route.setHeader("CamelAzureServiceBusMessageId", constant("mine"))
                .setHeader("CamelAzureServiceBusCorrelationId", constant("talk-2"))
                .setHeader("CamelAzureServiceBusContentType", constant("application/json"))
                .setHeader("CamelAzureServiceBusSubject", constant("answer"))
                .setHeader("CamelAzureServiceBusTimeToLive", constant(Duration.ofMinutes(3)))
                .to("azure-servicebus:out"));

        ServiceBusReceivedMessage output = through(new ServiceBusMessage("x")
                .setMessageId("order-1")
                .setCorrelationId("talk-1")
                .setContentType("text/plain"));

        assertThat(output.getMessageId()).isEqualTo("mine");
        assertThat(output.getCorrelationId()).isEqualTo("talk-2");
        assertThat(output.getContentType()).isEqualTo("application/json");
        assertThat(output.getSubject()).isEqualTo("answer");
        assertThat(output.getTimeToLive()).isEqualTo(Duration.ofMinutes(3));
    }

    @Test
    void aListGivesOneOutputForEachOfItsElements() throws Exception {
        run(route -> route.process(e -> e.getMessage().setBody(List.of("one", "two", "three")))
                .to("azure-servicebus:out"));
        bus.send("in", "a");

        assertThat(bus.take("out", 3))
                .extracting(m -> m.getMessageId() + "=" + m.getBody())
                .containsExactlyInAnyOrder("a@in/out=one", "a@in/out/2=two", "a@in/out/3=three");
    }

    @Test
    void allOutputsOfAMulticastAreSent() throws Exception {
        run(route -> route.multicast()
                .to("azure-servicebus:out", "azure-servicebus:other")
                .end()
                .to("azure-servicebus:out"));
        bus.send("in", "a");

        assertThat(bus.take("out", 2))
                .extracting(ServiceBusReceivedMessage::getMessageId)
                .containsExactlyInAnyOrder("a@in/out", "a@in/out/m1");
        assertThat(bus.take("other", 1))
                .extracting(ServiceBusReceivedMessage::getMessageId)
                .containsExactly("a@in/other/m2");
    }

    @Test
    void branchesThatRunAtTheSameTimeGiveTheirOutputsTheSameIdsInWhateverOrderTheyArrive() throws Exception {
        Map<String, CountDownLatch> sent = new ConcurrentHashMap<>();
        Function<String, CountDownLatch> latch = name -> sent.computeIfAbsent(name, each -> new CountDownLatch(1));
        run(route -> route.multicast()
                .parallelProcessing()
                .pipeline()
                .process(e -> {
                    if (idOf(e).equals("a")) {
                        assertThat(latch.apply("second of a").await(20, TimeUnit.SECONDS))
                                .isTrue();
                    }
                })
                .setBody(constant("first"))
                .to("azure-servicebus:out")
                .process(e -> latch.apply("first of " + idOf(e)).countDown())
                .end()
                .pipeline()
                .process(e -> {
                    if (idOf(e).equals("b")) {
                        assertThat(latch.apply("first of b").await(20, TimeUnit.SECONDS))
                                .isTrue();
                    }
                })
                .setBody(constant("second"))
                .to("azure-servicebus:out")
                .process(e -> latch.apply("second of " + idOf(e)).countDown())
                .end()
                .end());

        bus.send("in", "a");
        assertThat(bus.take("out", 2))
                .extracting(m -> m.getMessageId() + "=" + m.getBody())
                .containsExactlyInAnyOrder("a@in/out/m1=first", "a@in/out/m2=second");

        bus.send("in", "b");
        assertThat(bus.take("out", 2))
                .extracting(m -> m.getMessageId() + "=" + m.getBody())
                .containsExactlyInAnyOrder("b@in/out/m1=first", "b@in/out/m2=second");
    }

    @Test
    void anIdThatTheRouteSetsForEachPartOfASplitWinsAndRepeatsOfItAreNumbered() throws Exception {
        run(route -> route.split(constant(List.of("x", "y", "x")))
                .setHeader("CamelAzureServiceBusMessageId", Builder.bodyAs(String.class))
                .to("azure-servicebus:out")
                .end());
        bus.send("in", "a");

        assertThat(bus.take("out", 3))
                .extracting(ServiceBusReceivedMessage::getMessageId)
                .containsExactlyInAnyOrder("x", "y", "x/2");
    }

    private void run(Consumer<RouteDefinition> steps) throws Exception {
        bus.run(new RouteBuilder() {
            @Override
            public void configure() {
                steps.accept(from("azure-servicebus:in").routeId("app"));
            }
        });
    }

    private static String idOf(Exchange exchange) {
        return exchange.getMessage().getHeader("CamelAzureServiceBusMessageId", String.class);
    }

    private ServiceBusReceivedMessage through(ServiceBusMessage message) {
        bus.send("in", List.of(message));
        return bus.take("out", 1).get(0);
    }
}
