package dev.busway.emulator;

import static dev.busway.emulator.ServiceBusUnderTest.next;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.azure.messaging.servicebus.ServiceBusClientBuilder;
import com.azure.messaging.servicebus.ServiceBusException;
import com.azure.messaging.servicebus.ServiceBusFailureReason;
import com.azure.messaging.servicebus.ServiceBusMessage;
import com.azure.messaging.servicebus.ServiceBusReceivedMessage;
import com.azure.messaging.servicebus.ServiceBusReceiverClient;
import com.azure.messaging.servicebus.ServiceBusSenderClient;
import com.azure.messaging.servicebus.ServiceBusTransactionContext;
import com.azure.messaging.servicebus.models.CompleteOptions;
import com.azure.messaging.servicebus.models.SubQueue;
import dev.busway.emulator.queue.MessageEvent.Kind;
import dev.busway.emulator.queue.QueueSettings;
import java.time.Duration;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(EmulatorExtension.class)
final class ClockTest {

    private static ServiceBusClientBuilder client(ServiceBusEmulator emulator) {
        return new ServiceBusClientBuilder().connectionString(emulator.connectionString());
    }

    private static ServiceBusSenderClient sender(ServiceBusEmulator emulator, String queue) {
        return client(emulator).sender().queueName(queue).buildClient();
    }

    private static ServiceBusReceiverClient receiver(ServiceBusEmulator emulator, String queue) {
        return client(emulator)
                .receiver()
                .queueName(queue)
                .disableAutoComplete()
                .buildClient();
    }

    @Test
    void aLockThatRunsOutGivesTheMessageBackAndRefusesTheLateSettlement(ServiceBusEmulator emulator) {
        try (ServiceBusSenderClient sender = sender(emulator, "q");
                ServiceBusReceiverClient receiver = receiver(emulator, "q")) {
            sender.sendMessage(new ServiceBusMessage("work").setMessageId("m"));
            ServiceBusReceivedMessage first = next(receiver);

            emulator.clock().advance(Duration.ofSeconds(61));

            assertThatThrownBy(() -> receiver.complete(first))
                    .isInstanceOfSatisfying(ServiceBusException.class, e -> assertThat(e.getReason())
                            .isEqualTo(ServiceBusFailureReason.MESSAGE_LOCK_LOST));
            ServiceBusReceivedMessage second = next(receiver);
            assertThat(second.getDeliveryCount()).isEqualTo(1);
            receiver.complete(second);
            assertThat(emulator.history().ofMessage("m"))
                    .extracting(HistoryEvent::kind)
                    .containsExactly(Kind.ENQUEUED, Kind.LOCKED, Kind.LOCK_EXPIRED, Kind.LOCKED, Kind.COMPLETED);
        }
    }

    @Test
    void aScheduledMessageArrivesWhenItsTimeHasCome(ServiceBusEmulator emulator) {
        try (ServiceBusSenderClient sender = sender(emulator, "q");
                ServiceBusReceiverClient receiver = receiver(emulator, "q")) {
            sender.scheduleMessage(
                    new ServiceBusMessage("later"),
                    emulator.clock().now().plusSeconds(60).atOffset(ZoneOffset.UTC));
            assertThat(emulator.counts("q").scheduled()).isEqualTo(1);

            emulator.clock().advance(Duration.ofSeconds(61));

            assertThat(emulator.counts("q").active()).isEqualTo(1);
            assertThat(next(receiver).getBody()).hasToString("later");
        }
    }

    @Test
    void anExpiredMessageIsDeadLetteredWhereTheQueueSaysSo(ServiceBusEmulator emulator) {
        emulator.declareQueue(QueueSettings.of("q").withDeadLetterOnExpiry(true));
        try (ServiceBusSenderClient sender = sender(emulator, "q");
                ServiceBusReceiverClient dead = client(emulator)
                        .receiver()
                        .queueName("q")
                        .subQueue(SubQueue.DEAD_LETTER_QUEUE)
                        .disableAutoComplete()
                        .buildClient()) {
            sender.sendMessage(new ServiceBusMessage("old").setTimeToLive(Duration.ofSeconds(30)));

            emulator.clock().advance(Duration.ofSeconds(31));

            assertThat(next(dead).getDeadLetterReason()).isEqualTo("TTLExpiredException");
        }
    }

    @Test
    void aCommitWithALostLockDoesNothing(ServiceBusEmulator emulator) {
        try (ServiceBusSenderClient sender = sender(emulator, "q");
                ServiceBusReceiverClient receiver = receiver(emulator, "q")) {
            sender.sendMessage(new ServiceBusMessage("work"));
            ServiceBusReceivedMessage message = next(receiver);
            ServiceBusTransactionContext transaction = receiver.createTransaction();
            receiver.complete(message, new CompleteOptions().setTransactionContext(transaction));

            emulator.clock().advance(Duration.ofSeconds(61));

            assertThatThrownBy(() -> receiver.commitTransaction(transaction)).isInstanceOf(ServiceBusException.class);
            assertThat(emulator.counts("q").active() + emulator.counts("q").locked())
                    .isEqualTo(1);
        }
    }
}
