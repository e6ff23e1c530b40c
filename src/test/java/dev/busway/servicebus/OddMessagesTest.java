package dev.busway.servicebus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.azure.core.amqp.models.AmqpMessageBody;
import com.azure.core.amqp.models.AmqpMessageId;
import com.azure.core.util.BinaryData;
import com.azure.messaging.servicebus.ServiceBusMessage;
import com.azure.messaging.servicebus.ServiceBusReceivedMessage;
import dev.busway.deadletter.DeadLetterDetail;
import dev.busway.deadletter.DeadLetterFilter;
import dev.busway.deadletter.DeadLetterListing;
import dev.busway.deadletter.DeadLetterQueue;
import dev.busway.message.MessageReader;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.apache.camel.builder.RouteBuilder;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Whatever a sender puts into a message, it ends, and the others flow. */
final class OddMessagesTest {

    private static final String SECRET = "5150515051505";

    private final Bus bus = new Bus().queues("in", "out");

    @AfterEach
    void close() {
        bus.close();
    }

    /** What the getters of the SDK throw on, by the property that is to be named. */
    private static Map<String, Consumer<ServiceBusMessage>> unreadable() {
        return Map.of(
                "DeadLetterReason",
                message -> message.getApplicationProperties().put("DeadLetterReason", Long.parseLong(SECRET)),
                "DeadLetterErrorDescription",
                message -> message.getApplicationProperties().put("DeadLetterErrorDescription", true));
    }

    /** Unusual, and no reason to fail. */
    private static List<ServiceBusMessage> readable() {
        ServiceBusMessage withoutId = new ServiceBusMessage("without an id");
        ServiceBusMessage longId = new ServiceBusMessage("a long id");
        longId.getRawAmqpMessage().getProperties().setMessageId(new AmqpMessageId("x".repeat(300)));
        ServiceBusMessage value = new ServiceBusMessage(AmqpMessageBody.fromValue("a value"));
        ServiceBusMessage sequence = new ServiceBusMessage(AmqpMessageBody.fromSequence(List.of("a", "sequence")));
        ServiceBusMessage contentType = new ServiceBusMessage("a property called Content-Type");
        contentType.getApplicationProperties().put("Content-Type", "nonsense");
        ServiceBusMessage oldReason = new ServiceBusMessage("a reason of its own");
        oldReason.getApplicationProperties().put("DeadLetterReason", "text");
        ServiceBusMessage empty = new ServiceBusMessage("");
        return List.of(withoutId, longId, value, sequence, contentType, oldReason, empty);
    }

    @Test
    void anUnreadableMessageIsDeadLetteredNamingThePropertyAndNotItsValue() throws Exception {
        bus.run(copying());
        sendOneByOne(unreadable().values());
        readable().forEach(message -> bus.send("in", List.of(message)));

        assertThat(bus.take("out", readable().size())).hasSize(readable().size());
        await().atMost(Duration.ofSeconds(10))
                .untilAsserted(() -> assertThat(bus.report("app").counts().deadLettered())
                        .isEqualTo(unreadable().size()));
        assertThat(bus.report("app").inFlight()).isZero();
        List<ServiceBusReceivedMessage> dead = bus.takeDead("in", unreadable().size());
        assertThat(dead)
                .extracting(ServiceBusReceivedMessage::getDeadLetterReason)
                .containsOnly("UnreadableMessage");
        for (String property : unreadable().keySet()) {
            assertThat(dead)
                    .extracting(ServiceBusReceivedMessage::getDeadLetterErrorDescription)
                    .filteredOn(description -> description.contains(" " + property + " is "))
                    .singleElement()
                    .asString()
                    .doesNotContain(SECRET);
        }
    }

    @Test
    void theToolsForDeadLettersReadThemToo() throws Exception {
        sendOneByOne(unreadable().values());
        readable().forEach(message -> bus.send("in", List.of(message)));
        int all = unreadable().size() + readable().size();
        moveAside("in", all);

        try (DeadLetterQueue queue = DeadLetterQueue.open(bus::client, "in")) {
            DeadLetterListing listing = queue.list(DeadLetterFilter.ALL, all, all, Duration.ofSeconds(10));

            assertThat(listing.total()).isEqualTo(all);
            for (var letter : listing.letters()) {
                assertThat(queue.show(letter.sequenceNumber()))
                        .get()
                        .extracting(DeadLetterDetail::body)
                        .isNotNull();
            }
        }
    }

    /** Annotations of another type are sent by other clients; the SDK itself refuses or mends them. */
    @Test
    void everyMarkThatTheGettersReadIsChecked() {
        bus.send("in", "a");
        ServiceBusReceivedMessage received = bus.take("in", 1).get(0);
        Map<String, Object> annotations = received.getRawAmqpMessage().getMessageAnnotations();
        for (String mark : List.of(
                "x-opt-partition-key",
                "x-opt-scheduled-enqueue-time",
                "x-opt-deadletter-source",
                "x-opt-enqueued-time",
                "x-opt-locked-until",
                "x-opt-sequence-number",
                "x-opt-enqueue-sequence-number")) {
            assertThat(MessageReader.problem(received)).isEmpty();

            Object before = annotations.put(mark, List.of(SECRET));
            assertThat(MessageReader.problem(received))
                    .get()
                    .asString()
                    .contains(mark)
                    .doesNotContain(SECRET);
            if (before == null) {
                annotations.remove(mark);
            } else {
                annotations.put(mark, before);
            }
        }
    }

    @Test
    void bytesThatARouteReadsAsTextAndThatAreNoneAreDeadLetteredAndNotMended() throws Exception {
        bus.run(copying());
        bus.send("in", List.of(new ServiceBusMessage(BinaryData.fromBytes(new byte[] {'{', (byte) 0xFF, '}'}))));

        assertThat(bus.takeDead("in", 1)).singleElement().satisfies(dead -> {
            assertThat(dead.getDeadLetterReason()).isEqualTo("MalformedJson");
            assertThat(dead.getDeadLetterErrorDescription())
                    .matches("not UTF-8 at byte 1; step [a-zA-Z0-9]+ of route app");
        });
        assertThat(bus.emulator().counts("out").active()).isZero();
    }

    private void sendOneByOne(Iterable<Consumer<ServiceBusMessage>> kinds) {
        List<ServiceBusMessage> messages = new ArrayList<>();
        kinds.forEach(kind -> {
            ServiceBusMessage message = new ServiceBusMessage("body");
            kind.accept(message);
            messages.add(message);
        });
        messages.forEach(message -> bus.send("in", List.of(message)));
    }

    private void moveAside(String queue, int count) {
        try (var receiver = bus.client().receiver().queueName(queue).buildClient()) {
            for (int moved = 0; moved < count; ) {
                for (var message : receiver.receiveMessages(count - moved, Duration.ofSeconds(5))) {
                    receiver.deadLetter(message);
                    moved++;
                }
            }
        }
    }

    private static RouteBuilder copying() {
        return new RouteBuilder() {
            @Override
            public void configure() {
                from("azure-servicebus:in")
                        .routeId("app")
                        .convertBodyTo(String.class)
                        .to("azure-servicebus:out");
            }
        };
    }
}
