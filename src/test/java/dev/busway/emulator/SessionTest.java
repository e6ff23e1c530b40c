package dev.busway.emulator;

import static dev.busway.emulator.ServiceBusUnderTest.next;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.azure.messaging.servicebus.ServiceBusMessage;
import com.azure.messaging.servicebus.ServiceBusReceivedMessage;
import com.azure.messaging.servicebus.ServiceBusReceiverClient;
import com.azure.messaging.servicebus.ServiceBusSenderClient;
import com.azure.messaging.servicebus.ServiceBusSessionReceiverClient;
import dev.busway.emulator.queue.QueueSettings;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(ServiceBusUnderTest.Extension.class)
final class SessionTest {

    private static String sessionQueue(ServiceBusUnderTest bus, String... sessions) {
        String queue = bus.queue(QueueSettings.of("sessions").withRequiresSession(true));
        ServiceBusSenderClient sender = bus.sender(queue);
        for (String session : sessions) {
            sender.sendMessage(new ServiceBusMessage("1 of " + session).setSessionId(session));
            sender.sendMessage(new ServiceBusMessage("2 of " + session).setSessionId(session));
        }
        return queue;
    }

    private static ServiceBusSessionReceiverClient accepting(ServiceBusUnderTest bus, String queue) {
        return bus.closing(bus.client()
                .sessionReceiver()
                .queueName(queue)
                .disableAutoComplete()
                .buildClient());
    }

    @Test
    void aSessionThatIsAskedForGivesItsMessagesInOrder(ServiceBusUnderTest bus) {
        String queue = sessionQueue(bus, "a", "b");
        ServiceBusReceiverClient receiver = bus.closing(accepting(bus, queue).acceptSession("b"));

        List<ServiceBusReceivedMessage> messages = next(receiver, 2);
        messages.forEach(receiver::complete);

        assertThat(receiver.getSessionId()).isEqualTo("b");
        assertThat(messages).extracting(each -> each.getBody().toString()).containsExactly("1 of b", "2 of b");
    }

    @Test
    void theNextSessionIsOneThatNobodyHolds(ServiceBusUnderTest bus) {
        String queue = sessionQueue(bus, "a", "b");
        ServiceBusSessionReceiverClient accepting = accepting(bus, queue);

        ServiceBusReceiverClient first = bus.closing(accepting.acceptNextSession());
        ServiceBusReceiverClient second = bus.closing(accepting.acceptNextSession());

        assertThat(List.of(first.getSessionId(), second.getSessionId())).containsExactlyInAnyOrder("a", "b");
    }

    @Test
    void aHeldSessionCannotBeAccepted(ServiceBusUnderTest bus) {
        String queue = sessionQueue(bus, "a");
        bus.closing(accepting(bus, queue).acceptSession("a"));

        ServiceBusSessionReceiverClient other = accepting(bus, queue);

        assertThatThrownBy(() -> other.acceptSession("a")).hasMessageContaining("locked");
    }

    @Test
    void theStateOfASessionOutlivesItsReceiver(ServiceBusUnderTest bus) {
        String queue = sessionQueue(bus, "a");
        try (ServiceBusReceiverClient receiver = accepting(bus, queue).acceptSession("a")) {
            assertThat(receiver.getSessionState()).isNull();
            receiver.setSessionState("done so far".getBytes(StandardCharsets.UTF_8));
            assertThat(receiver.renewSessionLock()).isNotNull();
        }

        // A close returns before the broker has heard of it, and another client is refused until then.
        ServiceBusSessionReceiverClient another = accepting(bus, queue);
        try (ServiceBusReceiverClient receiver =
                await().ignoreExceptions().until(() -> another.acceptSession("a"), Objects::nonNull)) {
            assertThat(new String(receiver.getSessionState(), StandardCharsets.UTF_8))
                    .isEqualTo("done so far");
            assertThat(next(receiver).getDeliveryCount()).isZero();
        }
    }
}
