package dev.busway.servicebus.handoff;

import com.azure.messaging.servicebus.ServiceBusReceivedMessage;
import dev.busway.servicebus.connection.Connection;
import dev.busway.servicebus.connection.FailureKind;
import dev.busway.servicebus.connection.Target;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.Consumer;
import reactor.core.publisher.Mono;

/**
 * Sends and completes in one Service Bus transaction per group: an output is visible if and only if its input is completed.
 *
 * <ol>
 *   <li>The completion inside the transaction is what guards an output. So trying again is safe even when the outcome of a
 *       commit is unknown: if it had happened, the input is gone, the second completion is refused, and nothing is sent.
 *   <li>A group that fails is rolled back, and each of its members comes again in a transaction of its own, so that what is
 *       wrong with one of them ends at that one.
 *   <li>A member whose lock is known to be lost takes part in no transaction.
 *   <li>A message takes part only while the receive link on which it came stands, and on that link's connection. So no
 *       sender is opened on a connection before its receive link is up, and no message is completed over the management
 *       node in a transaction; Service Bus allows neither.
 *   <li>A completion is sent once. When its transaction is rolled back the SDK takes the delivery for settled, and could
 *       complete it over the management node only; so such a message is given back and comes again, alone.
 *   <li>A message that can take part no more is given back outside of any transaction. That is safe after a commit of unknown
 *       outcome, too: if the commit had happened, the broker knows the lock no more and refuses to release it; if it has
 *       not, the release ends the lock, so that the commit, should it still come, is refused as a whole. Only the
 *       completion of a message without outputs is done outside instead: there is nothing that could be sent without it.
 * </ol>
 */
public final class AtomicHandoff implements Handoff, Dispatch.Sender {

    /** What the broker takes in one transaction, sends and settlements together. */
    public static final int MAX_OPERATIONS = 100;

    private static final String TO_COME_AGAIN =
            "it has to come again: its link has gone, or its transaction was rolled back";

    private final Connection connection;
    private final ControlLink control;
    private final Transactions transactions;
    private final HandoffListener listener;
    private final PartitionRule partitions = new PartitionRule();
    private final Dispatch dispatch;

    /**
     * A handoff on one connection.
     *
     * @param known all targets that there are; empty when there may be others
     */
    public AtomicHandoff(
            Connection connection,
            GroupCommit.Limits limits,
            Set<Target> known,
            ScheduledExecutorService timer,
            HandoffListener listener) {
        this.connection = connection;
        this.control = new ControlLink(connection);
        this.listener = listener;
        this.dispatch = new Dispatch(connection, this, limits, partitions::mayGoTogether, known, true, timer, listener);
        this.transactions = new Transactions(connection, control, limits.maxGroups(), () -> dispatch.outages()
                .outage()
                .isEmpty());
    }

    @Override
    public void offer(LockedMessage input, List<Output> outputs, Consumer<Outcome> done) {
        HandoffItem item = HandoffItem.of(input, outputs, done);
        if (item.operations() > MAX_OPERATIONS) {
            done.accept(new Outcome.Hopeless(
                    "TooManyOutputs",
                    outputs.size() + " outputs and the completion are more than the " + MAX_OPERATIONS
                            + " operations of one transaction; set handoff=at-least-once for this route"));
            return;
        }
        dispatch.offer(item);
    }

    @Override
    public Intake intake() {
        return dispatch.outages();
    }

    @Override
    public Mono<Void> check() {
        return transactions.check();
    }

    @Override
    public Mono<Void> keepAlive(long now) {
        return control.keepAlive(now);
    }

    @Override
    public void connectionLost() {
        transactions.connectionLost();
    }

    @Override
    public boolean takesOver(int generation, HandoffItem item) {
        if (item.lockLost() && !item.isMaybeCommitted()) {
            dispatch.end(item, new Outcome.LockLost());
        } else if (!item.isSpent() && item.input().receiver(generation) != null) {
            return false;
        } else if (item.outputs().isEmpty()) {
            completeOutside(item);
        } else {
            giveBack(item, TO_COME_AGAIN);
        }
        return true;
    }

    @Override
    public void send(int generation, List<HandoffItem> members) {
        members.forEach(item -> item.settling(true));
        new TransactionAttempt(connection, generation, control, transactions)
                .of(members)
                .subscribe(nothing -> {}, error -> failed(members, error), () -> succeeded(members));
    }

    private void succeeded(List<HandoffItem> members) {
        listener.handedOff(members.size());
        dispatch.succeeded(members);
        members.forEach(item -> dispatch.end(item, new Outcome.Done()));
        dispatch.ended();
    }

    private void failed(List<HandoffItem> members, Throwable error) {
        Throwable cause = error;
        boolean unknown = false;
        if (error instanceof TransactionAttempt.CommitFailed) {
            cause = error.getCause();
            unknown = FailureKind.of(cause).mayPass();
        }
        boolean begun = !(error instanceof OutputUnsendable || error instanceof NotBegun);
        if (begun) {
            transactions.connectionLost();
        }
        for (HandoffItem item : members) {
            SdkGap.forgetSettlement(item.input().message());
            if (begun) {
                item.spent();
            }
            item.settling(false);
            item.failed();
            if (unknown) {
                item.mayBeCommitted();
            }
        }
        if (partitions.learn(cause) && members.size() > 1) {
            members.forEach(item -> dispatch.send(item, false));
        } else {
            dispatch.failed(members, cause);
        }
        dispatch.ended();
    }

    /**
     * A lock that is lost at the first attempt is lost. After a failed one the broker may still be busy rolling back, or the
     * commit may have happened; so the lock is asked first, and then the queue.
     */
    @Override
    public void lockLost(HandoffItem item) {
        if (item.isFirstAttempt()) {
            dispatch.end(item, new Outcome.LockLost());
            return;
        }
        askTheLock(item, () -> dispatch.later(item, () -> dispatch.send(item, true)));
    }

    @Override
    public void giveBack(HandoffItem item, String why) {
        if (item.isMaybeCommitted()) {
            askTheLock(item, () -> dispatch.end(item, new Outcome.GivenBack(why)));
        } else {
            dispatch.end(item, new Outcome.GivenBack(why));
        }
    }

    private void askTheLock(HandoffItem item, Runnable stillOurs) {
        item.input()
                .renewal()
                .subscribe(
                        nothing -> {},
                        error -> {
                            if (FailureKind.of(error) == FailureKind.LOCK_LOST || !item.worthTrying()) {
                                notOurs(item);
                            } else {
                                dispatch.later(item, () -> askTheLock(item, stillOurs));
                            }
                        },
                        stillOurs);
    }

    private void notOurs(HandoffItem item) {
        if (!item.isMaybeCommitted()) {
            dispatch.end(item, new Outcome.LockLost());
            return;
        }
        ServiceBusReceivedMessage message = item.input().message();
        connection
                .answer(connection.control().peekMessage(message.getSequenceNumber()), TransactionAttempt.TIMEOUT)
                .map(found -> found.getSequenceNumber() == message.getSequenceNumber())
                .defaultIfEmpty(false)
                .subscribe(
                        stillThere -> dispatch.end(item, stillThere ? new Outcome.LockLost() : new Outcome.Done()),
                        error -> dispatch.end(item, new Outcome.LockLost()));
    }

    /** Only for a message without outputs. */
    private void completeOutside(HandoffItem item) {
        item.settling(true);
        connection
                .answer(
                        Mono.defer(() ->
                                item.input().settler().complete(item.input().message())),
                        TransactionAttempt.TIMEOUT)
                .subscribe(
                        nothing -> {},
                        error -> {
                            item.settling(false);
                            item.failed();
                            if (FailureKind.of(error) == FailureKind.LOCK_LOST) {
                                notOurs(item);
                            } else if (item.worthTrying()) {
                                item.mayBeCommitted();
                                dispatch.later(item, () -> dispatch.send(item, false));
                            } else {
                                dispatch.end(item, new Outcome.GivenBack(FailureKind.describe(error)));
                            }
                        },
                        () -> dispatch.end(item, new Outcome.Done()));
    }
}
