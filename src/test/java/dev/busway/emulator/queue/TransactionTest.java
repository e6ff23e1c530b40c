package dev.busway.emulator.queue;

import static dev.busway.emulator.queue.Bench.ABANDON;
import static dev.busway.emulator.queue.Bench.COMPLETE;
import static dev.busway.emulator.queue.Bench.DEAD_LETTER;
import static dev.busway.emulator.queue.Bench.message;
import static dev.busway.emulator.queue.Bench.receive;
import static dev.busway.emulator.queue.Bench.send;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Collections;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

final class TransactionTest {

    private final Bench bench = new Bench();
    private final Queue in = bench.queue(QueueSettings.of("in"));
    private final Queue out = bench.queue(QueueSettings.of("out"));
    private final Transaction transaction = bench.engine.begin();

    @Test
    void nothingIsVisibleBeforeTheCommitAndEverythingAfterIt() {
        UUID token = lockOne("a");
        Inbox outputs = receive(out, 10);
        out.send(List.of(message("x"), message("y")), transaction).value();
        in.settle(token, COMPLETE, transaction).value();
        assertThat(outputs.deliveries).isEmpty();
        assertThat(out.peek(1, 10, null)).isEmpty();
        assertThat(in.counts().locked()).isEqualTo(1);

        assertThat(transaction.commit().isDone()).isTrue();
        assertThat(outputs.bodies()).containsExactly("x", "y");
        assertThat(in.counts()).isEqualTo(new QueueCounts(0, 0, 0, 0, 0, 0));
        assertThat(transaction.isOpen()).isFalse();
    }

    @Test
    void aRollbackForgetsSendsAndLeavesTheLock() {
        UUID token = lockOne("a");
        out.send(List.of(message("x")), transaction);
        in.settle(token, COMPLETE, transaction);
        transaction.rollback();
        assertThat(out.peek(1, 10, null)).isEmpty();
        assertThat(in.counts().locked()).isEqualTo(1);
        assertThat(in.settle(token, COMPLETE, null).isDone()).isTrue();
    }

    @Test
    void aLockThatRunsOutBeforeTheCommitRefusesAllOfIt() {
        UUID token = lockOne("a");
        out.send(List.of(message("x")), transaction);
        in.settle(token, COMPLETE, transaction);
        bench.pass(60);
        assertThat(transaction.commit().refusal()).isEqualTo(new Refusal.LockLost(token, "in"));
        assertThat(out.peek(1, 10, null)).isEmpty();
        assertThat(in.counts().active()).isEqualTo(1);
    }

    @Test
    void aLockThatIsLostAlreadyDoomsTheTransaction() {
        UUID lost = new UUID(1, 2);
        out.send(List.of(message("x")), transaction);
        assertThat(in.settle(lost, COMPLETE, transaction).isDone()).isFalse();
        assertThat(transaction.commit().refusal()).isEqualTo(new Refusal.LockLost(lost, "in"));
        assertThat(out.peek(1, 10, null)).isEmpty();
    }

    @Test
    void aRefusedSendDoomsTheTransactionWithItsReason() {
        UUID token = lockOne("a");
        in.settle(token, COMPLETE, transaction);
        NewMessage tooLarge = NewMessage.of("big", new Text("x".repeat(300_000)));
        out.send(List.of(tooLarge), transaction);
        assertThat(transaction.commit().refusal()).isEqualTo(new Refusal.MessageTooLarge(300_000, 262_144));
        assertThat(in.counts().locked()).isEqualTo(1);
    }

    @Test
    void theWireCanDoomItAndTheFirstReasonCounts() {
        transaction.doom(new Refusal.EntityNotFound("nowhere"));
        transaction.doom(new Refusal.EntityNotFound("elsewhere"));
        assertThat(transaction.commit().refusal()).isEqualTo(new Refusal.EntityNotFound("nowhere"));
    }

    @Test
    void itTimesOutTwoMinutesAfterItsFirstOperation() {
        bench.pass(600);
        assertThat(transaction.isOpen()).isTrue();
        out.send(List.of(message("x")), transaction);
        bench.pass(119);
        assertThat(transaction.isOpen()).isTrue();
        bench.pass(1);
        assertThat(transaction.isOpen()).isFalse();
        assertThat(transaction.commit().refusal()).isEqualTo(new Refusal.TransactionUnknown(transaction.id()));
        assertThat(out.send(List.of(message("y")), transaction).refusal())
                .isInstanceOf(Refusal.TransactionUnknown.class);
        assertThat(bench.engine.transaction(transaction.id())).isEmpty();
    }

    @Test
    void transactionsTimeOutEachAtItsOwnTime() {
        Transaction second = bench.engine.begin();
        out.send(List.of(message("x")), transaction);
        bench.pass(30);
        out.send(List.of(message("y")), second);
        bench.pass(90);
        assertThat(transaction.isOpen()).isFalse();
        assertThat(second.isOpen()).isTrue();
        bench.pass(30);
        assertThat(second.isOpen()).isFalse();
    }

    @Test
    void itHoldsAHundredOperations() {
        out.send(Collections.nCopies(99, message("x")), transaction).value();
        UUID token = lockOne("a");
        in.settle(token, COMPLETE, transaction).value();
        assertThat(out.send(List.of(message("y")), transaction).refusal())
                .isEqualTo(new Refusal.TransactionTooLarge(transaction.id(), 100));
        assertThat(transaction.commit().isDone()).isFalse();
        assertThat(in.settle(token, COMPLETE, null).isDone()).isTrue();
    }

    @Test
    void anEnlistedMessageCannotBeSettledAgain() {
        UUID token = lockOne("a");
        in.settle(token, COMPLETE, transaction);
        assertThat(in.settle(token, ABANDON, null).refusal()).isInstanceOf(Refusal.NotAllowed.class);
        assertThat(transaction.commit().isDone()).isTrue();
    }

    @Test
    void deadLetteringAndAbandoningTakePart() {
        send(in, "a", "b");
        Inbox inbox = receive(in, 2);
        in.settle(inbox.deliveries.get(0).lockToken(), DEAD_LETTER, transaction);
        in.settle(inbox.deliveries.get(1).lockToken(), ABANDON, transaction);
        assertThat(in.counts()).isEqualTo(new QueueCounts(0, 0, 0, 2, 0, 0));
        transaction.commit();
        assertThat(in.counts()).isEqualTo(new QueueCounts(1, 0, 0, 0, 1, 0));
    }

    @Test
    void schedulingTakesPartAndGivesNumbersAtOnce() {
        NewMessage later = message("x").withScheduledEnqueueTime(bench.time.now() + 5_000);
        List<Long> numbers = out.schedule(List.of(later), transaction).value();
        assertThat(out.counts().scheduled()).isZero();
        transaction.commit();
        assertThat(out.peek(1, 1, null).get(0).sequenceNumber()).isEqualTo(numbers.get(0));
    }

    @Test
    void aQueueDeletedMeanwhileRefusesTheCommit() {
        UUID token = lockOne("a");
        out.send(List.of(message("x")), transaction);
        in.settle(token, COMPLETE, transaction);
        bench.engine.delete("out");
        assertThat(transaction.commit().refusal()).isEqualTo(new Refusal.EntityNotFound("out"));
        assertThat(in.counts().locked()).isEqualTo(1);
    }

    @Test
    void itEndsOnce() {
        assertThat(transaction.commit().isDone()).isTrue();
        assertThat(transaction.commit().refusal()).isInstanceOf(Refusal.TransactionUnknown.class);
        transaction.rollback();
    }

    private UUID lockOne(String text) {
        send(in, text);
        return receive(in, 1).lastToken();
    }
}
