package dev.busway.emulator.queue;

import static dev.busway.emulator.queue.Bench.ABANDON;
import static dev.busway.emulator.queue.Bench.COMPLETE;
import static dev.busway.emulator.queue.Bench.DEAD_LETTER;
import static dev.busway.emulator.queue.Bench.DEFER;
import static dev.busway.emulator.queue.Bench.RELEASE;
import static dev.busway.emulator.queue.Bench.receive;
import static dev.busway.emulator.queue.Bench.receiver;
import static dev.busway.emulator.queue.Bench.send;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

final class PeekLockTest {

    private final Bench bench = new Bench();
    private final Queue queue = bench.queue();

    @Test
    void messagesAreDeliveredInOrderAsFarAsCreditGoes() {
        send(queue, "a", "b", "c");
        Inbox inbox = receive(queue, 2);
        assertThat(inbox.bodies()).containsExactly("a", "b");
        assertThat(queue.counts()).isEqualTo(new QueueCounts(1, 0, 0, 2, 0, 0));
    }

    @Test
    void creditLeftOverIsUsedByWhatIsSentLater() {
        Inbox inbox = receive(queue, 2);
        send(queue, "a");
        send(queue, "b", "c");
        assertThat(inbox.bodies()).containsExactly("a", "b");
    }

    @Test
    void theFirstDeliveryCountsZero() {
        send(queue, "a");
        assertThat(receive(queue, 1).last().message().deliveryCount()).isZero();
    }

    @Test
    void aCompletedMessageIsGone() {
        send(queue, "a");
        Inbox inbox = receive(queue, 1);
        assertThat(queue.settle(inbox.lastToken(), COMPLETE, null).isDone()).isTrue();
        bench.pass(120);
        assertThat(queue.counts()).isEqualTo(new QueueCounts(0, 0, 0, 0, 0, 0));
    }

    @Test
    void anAbandonedMessageComesBackFirstWithAHigherDeliveryCountAndItsNewProperties() {
        send(queue, "a", "b");
        Inbox inbox = receive(queue, 1);
        queue.settle(inbox.lastToken(), new Settlement.Abandon(Map.of("tried", 1)), null);
        Inbox second = receive(queue, 2);
        assertThat(second.bodies()).containsExactly("a", "b");
        assertThat(second.deliveries.get(0).message().deliveryCount()).isEqualTo(1);
        assertThat(second.deliveries.get(0).message().changes().properties()).containsEntry("tried", 1);
    }

    @Test
    void aReleasedMessageComesBackUncountedAndUntouched() {
        send(queue, "a", "b");
        Inbox inbox = receive(queue, 1);
        queue.settle(inbox.lastToken(), RELEASE, null);
        Message again = receive(queue, 1).last().message();
        assertThat(again.content()).hasToString("a");
        assertThat(again.deliveryCount()).isZero();
        assertThat(again.changes()).isSameAs(Changes.NONE);
    }

    @Test
    void messagesGivenBackOutOfOrderReturnToTheirPlaces() {
        send(queue, "a", "b", "c", "d");
        Inbox inbox = receive(queue, 3);
        for (int i : List.of(2, 0, 1)) {
            queue.settle(inbox.deliveries.get(i).lockToken(), RELEASE, null);
        }
        assertThat(receive(queue, 4).bodies()).containsExactly("a", "b", "c", "d");
    }

    @Test
    void anExpiredLockCountsADeliveryAndCannotBeSettled() {
        send(queue, "a");
        Inbox inbox = receive(queue, 1);
        UUID token = inbox.lastToken();
        bench.pass(60);
        assertThat(queue.settle(token, COMPLETE, null).refusal()).isEqualTo(new Refusal.LockLost(token, "q"));
        assertThat(receive(queue, 1).last().message().deliveryCount()).isEqualTo(1);
    }

    @Test
    void locksLastAsLongAsTheQueueSays() {
        Queue shortLocks = bench.queue(QueueSettings.of("s").withLockDuration(Duration.ofSeconds(5)));
        send(shortLocks, "a");
        Inbox inbox = receive(shortLocks, 2);
        assertThat(inbox.last().lockedUntil()).isEqualTo(bench.time.now() + 5_000);
        bench.time.advance(Duration.ofMillis(4_999));
        assertThat(inbox.deliveries).hasSize(1);
        bench.time.advance(Duration.ofMillis(1));
        assertThat(inbox.deliveries).hasSize(2);
        assertThat(inbox.deliveries.get(1).lockToken())
                .isNotEqualTo(inbox.deliveries.get(0).lockToken());
    }

    @Test
    void aRenewedLockEndsLater() {
        send(queue, "a", "b");
        Inbox inbox = receive(queue, 2);
        UUID renewed = inbox.deliveries.get(0).lockToken();
        bench.pass(50);
        long expected = bench.time.now() + 60_000;
        assertThat(queue.renewLocks(List.of(renewed)).value()).containsExactly(expected);
        bench.pass(59);
        assertThat(queue.counts().locked()).isEqualTo(1);
        assertThat(queue.settle(renewed, COMPLETE, null).isDone()).isTrue();
    }

    @Test
    void oneLostLockMeansThatNoneIsRenewed() {
        send(queue, "a");
        UUID token = receive(queue, 1).lastToken();
        long until = bench.time.now() + 60_000;
        UUID unknown = new UUID(1, 2);
        assertThat(queue.renewLocks(List.of(token, unknown)).refusal()).isEqualTo(new Refusal.LockLost(unknown, "q"));
        bench.time.advanceTo(until);
        assertThat(queue.counts().locked()).isZero();
    }

    @Test
    void locksSurviveTheReceiver() {
        send(queue, "a");
        Inbox inbox = new Inbox();
        Receiver receiver = receiver(queue, inbox);
        receiver.setCredit(1);
        receiver.close();
        receiver.close();
        assertThat(queue.counts().locked()).isEqualTo(1);
        assertThat(queue.settle(inbox.lastToken(), COMPLETE, null).isDone()).isTrue();
    }

    @Test
    void aTokenSettlesOnce() {
        send(queue, "a");
        UUID token = receive(queue, 1).lastToken();
        queue.settle(token, COMPLETE, null);
        assertThat(queue.settle(token, COMPLETE, null).refusal()).isInstanceOf(Refusal.LockLost.class);
    }

    @Test
    void aLockThatIsTakenAwayCountsADelivery() {
        send(queue, "a");
        Inbox inbox = receive(queue, 2);
        UUID token = inbox.lastToken();
        assertThat(queue.loseLock(token)).isTrue();
        assertThat(queue.loseLock(token)).isFalse();
        assertThat(inbox.last().message().deliveryCount()).isEqualTo(1);
    }

    @Test
    void severalLocksCanBeTakenAwayAtOnce() {
        send(queue, "a", "b", "c");
        receive(queue, 3);
        assertThat(queue.loseLocks(2)).isEqualTo(2);
        assertThat(queue.counts()).isEqualTo(new QueueCounts(2, 0, 0, 1, 0, 0));
        assertThat(queue.loseLocks(9)).isEqualTo(1);
    }

    @Test
    void receiveAndDeleteLeavesNothing() {
        send(queue, "a");
        Inbox inbox = new Inbox();
        queue.receive(ReceiveMode.RECEIVE_AND_DELETE, inbox).value().setCredit(5);
        assertThat(inbox.bodies()).containsExactly("a");
        assertThat(inbox.lastToken()).isNull();
        assertThat(queue.peek(1, 10, null)).isEmpty();
    }

    @Test
    void deferredMessagesComeOnlyWhenAskedForAndStayDeferredWhenGivenBack() {
        send(queue, "a", "b");
        Inbox inbox = receive(queue, 1);
        long number = inbox.last().message().sequenceNumber();
        queue.settle(inbox.lastToken(), DEFER, null);
        assertThat(queue.counts().deferred()).isEqualTo(1);
        assertThat(receive(queue, 5).bodies()).containsExactly("b");

        Delivery fetched = queue.receiveDeferred(List.of(number), ReceiveMode.PEEK_LOCK)
                .value()
                .get(0);
        assertThat(fetched.message().state()).isEqualTo(MessageState.DEFERRED);
        assertThat(fetched.message().deliveryCount()).isEqualTo(1);
        assertThat(queue.receiveDeferred(List.of(number), ReceiveMode.PEEK_LOCK).refusal())
                .isEqualTo(new Refusal.MessageNotFound(number, "q"));
        queue.settle(fetched.lockToken(), ABANDON, null);
        assertThat(queue.counts().deferred()).isEqualTo(1);

        Delivery again = queue.receiveDeferred(List.of(number), ReceiveMode.PEEK_LOCK)
                .value()
                .get(0);
        assertThat(again.message().deliveryCount()).isEqualTo(2);
        queue.settle(again.lockToken(), COMPLETE, null);
        assertThat(bodiesLeft()).containsExactly("b");
    }

    @Test
    void settlingFromInsideADeliveryKeepsTheOrder() {
        send(queue, "a", "b", "c");
        Inbox inbox = new Inbox();
        inbox.whenDelivered = delivery -> {
            queue.settle(delivery.lockToken(), COMPLETE, null);
            if (delivery.message().sequenceNumber() == 1) {
                send(queue, "d");
            }
        };
        receiver(queue, inbox).setCredit(10);
        assertThat(inbox.bodies()).containsExactly("a", "b", "c", "d");
        assertThat(queue.counts()).isEqualTo(new QueueCounts(0, 0, 0, 0, 0, 0));
    }

    @Test
    void deadLetteringMovesTheMessageWithReasonDescriptionAndSource() {
        send(queue, "a");
        queue.settle(receive(queue, 1).lastToken(), DEAD_LETTER, null);
        Message dead = receive(Bench.deadLetters(queue), 1).last().message();
        assertThat(dead.changes()).isEqualTo(new Changes(Map.of(), "Poison", "cannot be read", "q"));
        assertThat(dead.sequenceNumber()).isEqualTo(1);
        assertThat(queue.counts().deadLettered()).isEqualTo(1);
    }

    private List<String> bodiesLeft() {
        return Bench.bodies(queue);
    }
}
