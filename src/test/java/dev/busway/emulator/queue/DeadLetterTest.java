package dev.busway.emulator.queue;

import static dev.busway.emulator.queue.Bench.ABANDON;
import static dev.busway.emulator.queue.Bench.COMPLETE;
import static dev.busway.emulator.queue.Bench.DEAD_LETTER;
import static dev.busway.emulator.queue.Bench.deadLetters;
import static dev.busway.emulator.queue.Bench.message;
import static dev.busway.emulator.queue.Bench.receive;
import static dev.busway.emulator.queue.Bench.send;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class DeadLetterTest {

    private final Bench bench = new Bench();
    private final Queue queue = bench.queue(Bench.settings().withMaxDeliveryCount(3));

    @Test
    void theLastAllowedAbandonDeadLettersWithTheBrokersOwnReason() {
        send(queue, "a");
        Inbox inbox = new Inbox();
        inbox.whenDelivered = delivery -> queue.settle(delivery.lockToken(), ABANDON, null);
        Bench.receiver(queue, inbox).setCredit(10);
        assertThat(inbox.deliveries)
                .extracting(delivery -> delivery.message().deliveryCount())
                .containsExactly(0, 1, 2);
        Message dead = receive(deadLetters(queue), 1).last().message();
        assertThat(dead.changes())
                .isEqualTo(new Changes(
                        Map.of(),
                        "MaxDeliveryCountExceeded",
                        "Message could not be consumed after 3 delivery attempts.",
                        "q"));
        assertThat(dead.deliveryCount()).isEqualTo(3);
    }

    @Test
    void theLastAllowedLockExpiryDeadLettersToo() {
        send(queue, "a");
        Inbox inbox = receive(queue, 10);
        bench.pass(180);
        assertThat(inbox.deliveries).hasSize(3);
        assertThat(queue.counts()).isEqualTo(new QueueCounts(0, 0, 0, 0, 1, 0));
    }

    @Test
    void aDeadLetterQueueNeitherExpiresNorCountsOut() {
        send(queue, "a");
        queue.settle(receive(queue, 1).lastToken(), DEAD_LETTER, null);
        Inbox inbox = receive(deadLetters(queue), 100);
        bench.pass(60 * 20);
        assertThat(inbox.deliveries).hasSizeGreaterThan(10);
        assertThat(inbox.last().message().changes().deadLetterReason()).isEqualTo("Poison");
        assertThat(deadLetters(queue).settle(inbox.lastToken(), COMPLETE, null).isDone())
                .isTrue();
        assertThat(queue.counts().deadLettered()).isZero();
    }

    @Test
    void aDeadLetterQueueCannotBeSentTo() {
        assertThat(deadLetters(queue).send(List.of(message("a")), null).refusal())
                .isInstanceOf(Refusal.NotAllowed.class);
    }

    @Test
    void propertiesGivenWithTheDeadLetterTravelAlong() {
        send(queue, "a");
        Settlement settlement = new Settlement.DeadLetter(null, null, Map.of("where", "line 3"));
        queue.settle(receive(queue, 1).lastToken(), settlement, null);
        assertThat(deadLetters(queue).peek(1, 1, null).get(0).changes())
                .isEqualTo(new Changes(Map.of("where", "line 3"), null, null, "q"));
    }
}
