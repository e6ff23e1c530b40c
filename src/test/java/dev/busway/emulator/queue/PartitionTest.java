package dev.busway.emulator.queue;

import static dev.busway.emulator.queue.Bench.COMPLETE;
import static dev.busway.emulator.queue.Bench.message;
import static dev.busway.emulator.queue.Bench.receive;
import static dev.busway.emulator.queue.Bench.send;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

final class PartitionTest {

    private final Bench bench = new Bench();
    private final Queue queue = bench.queue(Bench.settings().withPartitioned(true));

    private Result<Void> sendIn(Transaction transaction, NewMessage... messages) {
        return queue.send(List.of(messages), transaction);
    }

    @Test
    void oneKeyIsOneTransaction() {
        Transaction transaction = bench.engine.begin();
        sendIn(transaction, message("a").withPartitionKey("k"), message("b").withPartitionKey("k"));

        assertThat(transaction.commit().isDone()).isTrue();
        assertThat(Bench.bodies(queue)).containsExactly("a", "b");
    }

    @Test
    void twoKeysAreRefused() {
        Transaction transaction = bench.engine.begin();
        sendIn(transaction, message("a").withPartitionKey("k"));

        assertThat(sendIn(transaction, message("b").withPartitionKey("l")).refusal())
                .isInstanceOf(Refusal.NotAllowed.class);
        assertThat(transaction.commit().isDone()).isFalse();
        assertThat(Bench.bodies(queue)).isEmpty();
    }

    @Test
    void aSettlementHasTheKeyOfItsMessage() {
        queue.send(List.of(message("a").withPartitionKey("k")), null);
        Inbox inbox = receive(queue, 1);
        Transaction transaction = bench.engine.begin();
        sendIn(transaction, message("b").withPartitionKey("l"));

        assertThat(queue.settle(inbox.lastToken(), COMPLETE, transaction).refusal())
                .isInstanceOf(Refusal.NotAllowed.class);
    }

    @Test
    void twoMessagesWithoutKeyAreNotCompletedInOneTransaction() {
        send(queue, "a", "b");
        Inbox first = receive(queue, 1);
        Inbox second = receive(queue, 1);
        Transaction transaction = bench.engine.begin();

        assertThat(queue.settle(first.lastToken(), COMPLETE, transaction).isDone())
                .isTrue();
        assertThat(queue.settle(second.lastToken(), COMPLETE, transaction).isDone())
                .isFalse();
    }

    @Test
    void otherQueuesDoNotCareForTheKey() {
        Queue plain = bench.queue(QueueSettings.of("plain"));
        queue.send(List.of(message("a").withPartitionKey("k")), null);
        Inbox inbox = receive(queue, 1);
        Transaction transaction = bench.engine.begin();
        plain.send(List.of(message("b"), message("c").withPartitionKey("other")), transaction);
        queue.settle(inbox.lastToken(), COMPLETE, transaction);

        assertThat(transaction.commit().isDone()).isTrue();
    }

    @Test
    void whereDuplicatesAreLookedForTheMessageIdIsTheKey() {
        Queue strict = bench.queue(
                QueueSettings.of("strict").withPartitioned(true).withDuplicateDetectionWindow(Duration.ofMinutes(1)));
        Transaction transaction = bench.engine.begin();

        assertThat(strict.send(List.of(message("a")), transaction).isDone()).isTrue();
        assertThat(strict.send(List.of(message("b")), transaction).isDone()).isFalse();
    }

    @Test
    void duplicatesAreFoundAmongMessagesOfOneKeyOnly() {
        Queue strict = bench.queue(
                QueueSettings.of("strict").withPartitioned(true).withDuplicateDetectionWindow(Duration.ofMinutes(1)));
        strict.send(List.of(message("a").withPartitionKey("k")), null);
        strict.send(List.of(message("a").withPartitionKey("l")), null);
        strict.send(List.of(message("a").withPartitionKey("k")), null);

        assertThat(Bench.bodies(strict)).containsExactly("a", "a");
    }

    @Test
    void sessionIdAndPartitionKeyMustBeEqual() {
        NewMessage unequal = message("a").withSessionId("s").withPartitionKey("k");

        assertThat(queue.send(List.of(unequal), null).refusal()).isInstanceOf(Refusal.NotAllowed.class);
        assertThat(queue.send(List.of(message("a").withSessionId("s").withPartitionKey("s")), null)
                        .isDone())
                .isTrue();
    }
}
