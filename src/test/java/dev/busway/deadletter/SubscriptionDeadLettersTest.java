package dev.busway.deadletter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.azure.messaging.servicebus.ServiceBusClientBuilder;
import com.azure.messaging.servicebus.ServiceBusMessage;
import com.azure.messaging.servicebus.ServiceBusReceiverClient;
import com.azure.messaging.servicebus.ServiceBusSenderClient;
import com.azure.messaging.servicebus.models.DeadLetterOptions;
import dev.busway.emulator.ServiceBusEmulator;
import dev.busway.emulator.queue.QueueSettings;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The topic {@code orders} has the subscriptions {@code mine}, with three dead letters, and {@code other}. */
final class SubscriptionDeadLettersTest {

    private static final String MINE = "orders/Subscriptions/mine";
    private static final String OTHER = "orders/Subscriptions/other";

    private final WorkProgress progress = new WorkProgress();
    private final StopSignal stop = new StopSignal();
    private ServiceBusEmulator emulator;
    private DeadLetterQueue deadLetters;

    @BeforeEach
    void start() {
        emulator = ServiceBusEmulator.start();
        emulator.declareTopic("orders");
        emulator.declareSubscription("orders", QueueSettings.of("mine"));
        emulator.declareSubscription("orders", QueueSettings.of("other"));
        deadLetters = DeadLetterQueue.open(this::connection, "orders/subscriptions/mine");
        deadLetterThree();
        assertThat(emulator.counts(OTHER).active()).isEqualTo(3);
    }

    @AfterEach
    void stop() {
        deadLetters.close();
        emulator.close();
    }

    @Test
    void theyAreListedAndShown() {
        DeadLetterListing listing = deadLetters.list(DeadLetterFilter.ALL, 10, 100);
        assertThat(listing.queue()).isEqualTo(MINE);
        assertThat(listing.letters()).extracting(DeadLetter::messageId).containsExactly("m0", "m1", "m2");
        assertThat(deadLetters
                        .show(listing.letters().get(1).sequenceNumber())
                        .orElseThrow()
                        .body())
                .isEqualTo("body 1");
    }

    @Test
    void goingBackToTheTopicHasToBeSaidBecauseAllSubscriptionsGetTheCopy() {
        assertThatThrownBy(() -> resubmit(null))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("comes to all of its subscriptions");
        assertThat(emulator.counts(MINE).deadLettered()).isEqualTo(3);

        assertThat(resubmit("orders").isGood()).isTrue();
        assertThat(emulator.counts(MINE).deadLettered()).isZero();
        assertThat(emulator.counts(MINE).active()).isEqualTo(3);
        assertThat(emulator.counts(OTHER).active()).isEqualTo(6);
    }

    @Test
    void theyGoToAQueueOfTheirOwn() {
        assertThat(resubmit("mended").isGood()).isTrue();
        assertThat(emulator.counts(MINE).deadLettered()).isZero();
        assertThat(emulator.counts(OTHER).active()).isEqualTo(3);
        try (ServiceBusReceiverClient receiver =
                connection().receiver().queueName("mended").buildClient()) {
            assertThat(receiver.peekMessages(10).stream().toList()).hasSize(3).allSatisfy(copy -> assertThat(
                            copy.getApplicationProperties().get("busway-resubmitted-from"))
                    .asString()
                    .startsWith(MINE + "/$DeadLetterQueue#"));
        }
    }

    @Test
    void theyArePurged() {
        assertThat(deadLetters
                        .purge(DeadLetterFilter.ALL, new PurgeOptions(true, 0, 2, false), progress, stop)
                        .done())
                .isEqualTo(2);
        assertThat(emulator.counts(MINE).deadLettered()).isEqualTo(1);
        assertThat(emulator.counts(OTHER).active()).isEqualTo(3);
    }

    private WorkResult resubmit(String to) {
        return deadLetters.resubmit(
                DeadLetterFilter.ALL, new ResubmitOptions(to, false, 0, 0, false, MessageEdit.NONE), progress, stop);
    }

    private void deadLetterThree() {
        try (ServiceBusSenderClient sender =
                        connection().sender().topicName("orders").buildClient();
                ServiceBusReceiverClient receiver = connection()
                        .receiver()
                        .topicName("orders")
                        .subscriptionName("mine")
                        .buildClient()) {
            List<ServiceBusMessage> messages = IntStream.range(0, 3)
                    .mapToObj(i -> new ServiceBusMessage("body " + i).setMessageId("m" + i))
                    .toList();
            sender.sendMessages(messages);
            int done = 0;
            while (done < 3) {
                for (var message : receiver.receiveMessages(3 - done, Duration.ofSeconds(5))) {
                    receiver.deadLetter(message, new DeadLetterOptions().setDeadLetterReason("Why"));
                    done++;
                }
            }
        }
    }

    private ServiceBusClientBuilder connection() {
        return new ServiceBusClientBuilder().connectionString(emulator.connectionString());
    }
}
