package dev.busway.emulator.queue;

import static dev.busway.emulator.queue.Bench.ABANDON;
import static dev.busway.emulator.queue.Bench.COMPLETE;
import static dev.busway.emulator.queue.Bench.DEAD_LETTER;
import static dev.busway.emulator.queue.Bench.message;
import static dev.busway.emulator.queue.Bench.receive;
import static dev.busway.emulator.queue.Bench.send;
import static org.assertj.core.api.Assertions.assertThat;

import dev.busway.emulator.queue.MessageEvent.Kind;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

final class HistoryEventsTest {

    private final Bench bench = new Bench();
    private final Queue queue = bench.queue(Bench.settings().withMaxDeliveryCount(3));

    @Test
    void aLifeIsToldFromEnqueuedToDeadLettered() {
        send(queue, "a");
        Inbox inbox = receive(queue, 3);
        queue.renewLocks(List.of(inbox.lastToken()));
        bench.pass(60);
        queue.settle(inbox.lastToken(), ABANDON, null);
        queue.settle(inbox.lastToken(), DEAD_LETTER, null);
        assertThat(bench.kinds())
                .containsExactly(
                        Kind.ENQUEUED,
                        Kind.LOCKED,
                        Kind.RENEWED,
                        Kind.LOCK_EXPIRED,
                        Kind.LOCKED,
                        Kind.ABANDONED,
                        Kind.LOCKED,
                        Kind.DEAD_LETTERED,
                        Kind.ENQUEUED);
        MessageEvent dead = bench.events.get(7);
        assertThat(dead.detail()).isEqualTo("Poison");
        assertThat(dead.entity()).isEqualTo("q");
        assertThat(dead.messageId()).isEqualTo("a");
        assertThat(dead.deliveryCount()).isEqualTo(3);
        assertThat(dead.time()).isEqualTo(bench.time.now());
        assertThat(dead.lockToken()).isEqualTo(inbox.lastToken());
        assertThat(bench.events.get(8).entity()).isEqualTo("q/$DeadLetterQueue");
    }

    @Test
    void whatATransactionDidIsToldAtTheCommitWithItsId() {
        send(queue, "a");
        UUID token = receive(queue, 1).lastToken();
        Transaction transaction = bench.engine.begin();
        bench.events.clear();
        bench.queue(QueueSettings.of("out")).send(List.of(message("x")), transaction);
        queue.settle(token, COMPLETE, transaction);
        assertThat(bench.events).isEmpty();
        transaction.commit();
        assertThat(bench.kinds()).containsExactly(Kind.ENQUEUED, Kind.COMPLETED);
        assertThat(bench.events).extracting(MessageEvent::transactionId).containsOnly(transaction.id());
    }
}
