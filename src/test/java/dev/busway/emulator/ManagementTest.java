package dev.busway.emulator;

import static dev.busway.emulator.ServiceBusUnderTest.next;
import static org.assertj.core.api.Assertions.assertThat;

import com.azure.messaging.servicebus.ServiceBusMessage;
import com.azure.messaging.servicebus.ServiceBusReceivedMessage;
import com.azure.messaging.servicebus.ServiceBusReceiverClient;
import com.azure.messaging.servicebus.ServiceBusSenderClient;
import com.azure.messaging.servicebus.models.AbandonOptions;
import com.azure.messaging.servicebus.models.ServiceBusMessageState;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(ServiceBusUnderTest.Extension.class)
final class ManagementTest {

    @Test
    void aRenewedLockEndsLater(ServiceBusUnderTest bus) {
        String queue = bus.queue();
        bus.send(queue, "work");
        ServiceBusReceiverClient receiver = bus.receiver(queue);
        ServiceBusReceivedMessage message = next(receiver);
        OffsetDateTime before = message.getLockedUntil();

        OffsetDateTime after = receiver.renewMessageLock(message);

        assertThat(after).isAfterOrEqualTo(before);
        receiver.complete(message);
    }

    @Test
    void manyLocksAreRenewedOnOneLink(ServiceBusUnderTest bus) {
        String queue = bus.queue();
        bus.send(queue, "work");
        ServiceBusReceiverClient receiver = bus.receiver(queue);
        ServiceBusReceivedMessage message = next(receiver);

        for (int i = 0; i < 1_050; i++) {
            receiver.renewMessageLock(message);
        }

        receiver.complete(message);
    }

    @Test
    void peekShowsMessagesWithoutLockingThem(ServiceBusUnderTest bus) {
        String queue = bus.queue();
        bus.send(queue, "a", "b", "c");
        ServiceBusReceiverClient receiver = bus.receiver(queue);

        assertThat(receiver.peekMessages(10))
                .extracting(each -> each.getBody().toString())
                .containsExactly("a", "b", "c");
        assertThat(next(receiver, 3)).hasSize(3);
    }

    @Test
    void aScheduledMessageIsSeenAsScheduledAndCanBeCancelled(ServiceBusUnderTest bus) {
        String queue = bus.queue();
        ServiceBusSenderClient sender = bus.sender(queue);
        ServiceBusReceiverClient receiver = bus.receiver(queue);

        long number = sender.scheduleMessage(
                new ServiceBusMessage("later"),
                OffsetDateTime.now(ZoneOffset.UTC).plusHours(1));
        ServiceBusReceivedMessage scheduled = receiver.peekMessage();
        sender.cancelScheduledMessage(number);

        assertThat(scheduled.getState()).isEqualTo(ServiceBusMessageState.SCHEDULED);
        assertThat(scheduled.getSequenceNumber()).isEqualTo(number);
        assertThat(receiver.peekMessages(1, number)).isEmpty();
    }

    @Test
    void aMessageScheduledForThePastIsThereAtOnce(ServiceBusUnderTest bus) {
        String queue = bus.queue();

        bus.sender(queue)
                .scheduleMessage(
                        new ServiceBusMessage("now"),
                        OffsetDateTime.now(ZoneOffset.UTC).minusSeconds(1));

        assertThat(next(bus.receiver(queue)).getBody()).hasToString("now");
    }

    @Test
    void aDeferredMessageIsReceivedByItsSequenceNumber(ServiceBusUnderTest bus) {
        String queue = bus.queue();
        bus.send(queue, "aside");
        ServiceBusReceiverClient receiver = bus.receiver(queue);
        ServiceBusReceivedMessage message = next(receiver);
        receiver.defer(message);

        ServiceBusReceivedMessage deferred = receiver.receiveDeferredMessage(message.getSequenceNumber());
        receiver.complete(deferred);

        assertThat(deferred.getBody()).hasToString("aside");
        assertThat(receiver.peekMessage()).isNull();
    }

    @Test
    void aMessageIsSettledAfterItsLinkIsGone(ServiceBusUnderTest bus) {
        String queue = bus.queue();
        bus.send(queue, "work");
        ServiceBusReceiverClient first =
                bus.client().receiver().queueName(queue).disableAutoComplete().buildClient();
        ServiceBusReceivedMessage message = next(first);
        first.close();
        ServiceBusReceiverClient second = bus.receiver(queue);

        second.complete(message);

        assertThat(second.peekMessage()).isNull();
    }

    @Test
    void propertiesGivenOnAbandonAreSeenOnTheNextDelivery(ServiceBusUnderTest bus) {
        String queue = bus.queue();
        bus.sender(queue).sendMessage(messageWith(Map.of("kept", 1, "changed", "old")));
        ServiceBusReceiverClient receiver = bus.receiver(queue);

        receiver.abandon(
                next(receiver), new AbandonOptions().setPropertiesToModify(Map.of("changed", "new", "added", 7L)));

        assertThat(next(receiver).getApplicationProperties())
                .containsEntry("kept", 1)
                .containsEntry("changed", "new")
                .containsEntry("added", 7L);
    }

    @Test
    void messagesAreScheduledTogether(ServiceBusUnderTest bus) {
        String queue = bus.queue();
        List<Long> numbers = new ArrayList<>();

        bus.sender(queue)
                .scheduleMessages(
                        List.of(new ServiceBusMessage("a"), new ServiceBusMessage("b")),
                        OffsetDateTime.now(ZoneOffset.UTC).plus(Duration.ofHours(1)))
                .forEach(numbers::add);

        assertThat(numbers).hasSize(2).doesNotHaveDuplicates();
        assertThat(bus.receiver(queue).peekMessages(10)).hasSize(2);
    }

    private static ServiceBusMessage messageWith(Map<String, Object> properties) {
        ServiceBusMessage message = new ServiceBusMessage("body");
        message.getApplicationProperties().putAll(properties);
        return message;
    }
}
