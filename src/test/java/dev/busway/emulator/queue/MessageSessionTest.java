package dev.busway.emulator.queue;

import static dev.busway.emulator.queue.Bench.COMPLETE;
import static dev.busway.emulator.queue.Bench.DEFER;
import static dev.busway.emulator.queue.Bench.deadLetters;
import static dev.busway.emulator.queue.Bench.message;
import static dev.busway.emulator.queue.Bench.sendInSession;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class MessageSessionTest {

    private final Bench bench = new Bench();
    private final Queue queue =
            bench.queue(Bench.settings().withRequiresSession(true).withMaxDeliveryCount(2));
    private final Inbox inbox = new Inbox();
    private final List<Result<Receiver>> answers = new ArrayList<>();

    @Test
    void aSessionGivesItsOwnMessagesInOrder() {
        sendInSession(queue, "s1", "a", "b");
        sendInSession(queue, "s2", "x");
        sendInSession(queue, "s1", "c");
        accept("s1").setCredit(10);
        assertThat(inbox.bodies()).containsExactly("a", "b", "c");
        assertThat(queue.counts()).isEqualTo(new QueueCounts(1, 0, 0, 3, 0, 2));
    }

    @Test
    void aHeldSessionCannotBeAcceptedAgain() {
        accept("s1");
        request("s1", 1_000);
        assertThat(answers.get(1).refusal()).isEqualTo(new Refusal.SessionCannotBeLocked("s1", "q"));
    }

    @Test
    void aSessionWithoutMessagesCanBeAcceptedByName() {
        Receiver receiver = accept("empty");
        receiver.setCredit(1);
        sendInSession(queue, "empty", "a");
        assertThat(inbox.bodies()).containsExactly("a");
        assertThat(receiver.sessionId()).isEqualTo(Optional.of("empty"));
        assertThat(receiver.sessionLockedUntil()).isEqualTo(bench.time.now() + 60_000);
    }

    @Test
    void theNextAvailableSessionIsTheOneThatHasWaitedLongest() {
        sendInSession(queue, "s1", "a");
        sendInSession(queue, "s2", "b");
        assertThat(accept(null).sessionId()).contains("s1");
        assertThat(accept(null).sessionId()).contains("s2");
    }

    @Test
    void whoWaitsGetsTheFirstSessionThatHasMessages() {
        request(null, 5_000);
        request(null, 5_000);
        assertThat(answers).isEmpty();
        sendInSession(queue, "s1", "a", "b");
        assertThat(answers).hasSize(1);
        sendInSession(queue, "s2", "c");
        assertThat(answers)
                .extracting(answer -> answer.value().sessionId().orElseThrow())
                .containsExactly("s1", "s2");
    }

    @Test
    void whoWaitsGetsASessionThatIsGivenUp() {
        sendInSession(queue, "s1", "a");
        Receiver holder = accept(null);
        request(null, 5_000);
        holder.close();
        assertThat(answers.get(1).value().sessionId()).contains("s1");
    }

    @Test
    void waitingEndsWithItsTimeout() {
        request(null, 5_000);
        bench.pass(4);
        assertThat(answers).isEmpty();
        bench.pass(1);
        assertThat(answers.get(0).refusal()).isEqualTo(new Refusal.SessionTimeout("q", 5_000));
        sendInSession(queue, "s1", "a");
        assertThat(answers).hasSize(1);
    }

    @Test
    void aCancelledRequestIsNotAnswered() {
        request(null, 5_000).cancel();
        sendInSession(queue, "s1", "a");
        bench.pass(10);
        assertThat(answers).isEmpty();
    }

    @Test
    void closingASessionFreesItsMessagesInOrderAndCountsNothing() {
        sendInSession(queue, "s1", "a", "b", "c");
        Receiver first = accept("s1");
        first.setCredit(2);
        first.close();
        assertThat(queue.counts().locked()).isZero();
        Inbox again = new Inbox();
        accept("s1", again).setCredit(5);
        assertThat(again.bodies()).containsExactly("a", "b", "c");
        assertThat(again.deliveries)
                .extracting(delivery -> delivery.message().deliveryCount())
                .containsOnly(0);
    }

    @Test
    void aLostSessionLockCountsWhatWasLockedAndEndsTheReceiver() {
        sendInSession(queue, "s1", "a", "b");
        accept("s1").setCredit(1);
        bench.pass(60);
        assertThat(inbox.closed).isEqualTo(new Refusal.SessionLockLost("s1", "q"));
        assertThat(queue.settle(inbox.lastToken(), COMPLETE, null).refusal())
                .isInstanceOf(Refusal.SessionLockLost.class);
        Inbox again = new Inbox();
        accept("s1", again).setCredit(5);
        assertThat(again.deliveries)
                .extracting(delivery -> delivery.message().deliveryCount())
                .containsExactly(1, 0);
    }

    @Test
    void lostSessionLocksLeadToTheDeadLetterQueueToo() {
        sendInSession(queue, "s1", "a");
        for (int i = 0; i < 2; i++) {
            accept("s1").setCredit(1);
            assertThat(queue.loseSessionLock("s1")).isTrue();
        }
        assertThat(deadLetters(queue).peek(1, 1, null)).hasSize(1);
        assertThat(queue.loseSessionLock("s1")).isFalse();
        assertThat(queue.counts().sessions()).isZero();
    }

    @Test
    void severalSessionLocksCanBeTakenAwayAtOnce() {
        Receiver first = accept("s1");
        Receiver second = accept("s2");
        assertThat(queue.loseLocks(1)).isEqualTo(1);
        assertThat(first.isClosed()).isTrue();
        assertThat(second.isClosed()).isFalse();
        assertThat(inbox.closed).isEqualTo(new Refusal.SessionLockLost("s1", "q"));
    }

    @Test
    void aRenewedSessionLockEndsLater() {
        sendInSession(queue, "s1", "a");
        Receiver receiver = accept("s1");
        receiver.setCredit(1);
        accept("s2");
        bench.pass(50);
        assertThat(queue.renewSessionLock("s1").value()).isEqualTo(bench.time.now() + 60_000);
        bench.pass(59);
        assertThat(receiver.isClosed()).isFalse();
        assertThat(queue.settle(inbox.lastToken(), COMPLETE, null).isDone()).isTrue();
        assertThat(queue.renewSessionLock("s2").refusal()).isEqualTo(new Refusal.SessionLockLost("s2", "q"));
    }

    @Test
    void stateBelongsToTheHolderAndOutlivesIt() {
        Receiver receiver = accept("s1");
        queue.setSessionState("s1", new Text("half way")).value();
        receiver.close();
        assertThat(queue.sessionState("s1").refusal()).isInstanceOf(Refusal.SessionLockLost.class);
        Receiver next = accept("s1");
        assertThat(queue.sessionState("s1").value()).hasToString("half way");
        assertThat(queue.sessions(0, 0, 10)).containsExactly("s1");
        queue.setSessionState("s1", null);
        next.close();
        assertThat(queue.sessions(0, 0, 10)).isEmpty();
    }

    @Test
    void sessionsAreListedInPages() {
        for (String id : List.of("s1", "s2", "s3")) {
            sendInSession(queue, id, "a");
        }
        assertThat(queue.sessions(-1, 1, 1)).containsExactly("s2");
    }

    @Test
    void deferredMessagesNeedTheSession() {
        sendInSession(queue, "s1", "a");
        Receiver receiver = accept("s1");
        receiver.setCredit(1);
        queue.settle(inbox.lastToken(), DEFER, null);
        assertThat(queue.receiveDeferred(List.of(1L), ReceiveMode.PEEK_LOCK).value())
                .hasSize(1);
        receiver.close();
        assertThat(queue.receiveDeferred(List.of(1L), ReceiveMode.PEEK_LOCK).refusal())
                .isEqualTo(new Refusal.SessionLockLost("s1", "q"));
    }

    @Test
    void kindsOfReceiversAndQueuesMustMatch() {
        Queue plain = bench.queue(QueueSettings.of("plain"));
        plain.requestSession("s", ReceiveMode.PEEK_LOCK, 0, inbox, answers::add);
        assertThat(answers.get(0).refusal()).isInstanceOf(Refusal.NotAllowed.class);
        assertThat(queue.receive(ReceiveMode.PEEK_LOCK, inbox).refusal()).isInstanceOf(Refusal.NotAllowed.class);
        assertThat(queue.send(List.of(message("a")), null).refusal()).isInstanceOf(Refusal.NotAllowed.class);
        assertThat(queue.renewLocks(List.of()).refusal()).isInstanceOf(Refusal.NotAllowed.class);
    }

    @Test
    void aCommitAfterTheSessionLockIsLostDoesNothing() {
        sendInSession(queue, "s1", "a");
        accept("s1").setCredit(1);
        Transaction transaction = bench.engine.begin();
        queue.settle(inbox.lastToken(), COMPLETE, transaction).value();
        bench.pass(60);
        assertThat(transaction.commit().refusal()).isInstanceOf(Refusal.SessionLockLost.class);
        assertThat(queue.counts().active()).isEqualTo(1);
    }

    private SessionRequest request(String sessionId, long timeoutMillis) {
        return queue.requestSession(sessionId, ReceiveMode.PEEK_LOCK, timeoutMillis, new Inbox(), answers::add);
    }

    private Receiver accept(String sessionId) {
        return accept(sessionId, inbox);
    }

    private Receiver accept(String sessionId, Inbox handler) {
        queue.requestSession(sessionId, ReceiveMode.PEEK_LOCK, 0, handler, answers::add);
        return answers.get(answers.size() - 1).value();
    }
}
