package dev.busway.servicebus.handoff;

import com.azure.messaging.servicebus.ServiceBusReceivedMessage;
import dev.busway.servicebus.connection.Connection;
import dev.busway.servicebus.connection.ConnectionLost;
import dev.busway.servicebus.connection.FailureKind;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.IntConsumer;
import reactor.core.publisher.Mono;

/**
 * Sends and completes in one Service Bus transaction per group: an output is visible if and only if its input is completed.
 *
 * <ol>
 *   <li>The completion inside the transaction is what guards an output. So trying again is safe even when the outcome of a
 *       commit is unknown: if it had happened, the input is gone, the second completion is refused, and nothing is sent.
 *   <li>A group that fails is rolled back, and each of its members goes again in a transaction of its own, so that what is
 *       wrong with one of them ends at that one.
 *   <li>A member whose lock is known to be lost takes part in no transaction.
 * </ol>
 */
public final class AtomicHandoff implements Handoff {

    /** What the broker takes in one transaction, sends and settlements together. */
    public static final int MAX_OPERATIONS = 100;

    private static final RetryPace PACE = new RetryPace(Duration.ofMillis(100), Duration.ofSeconds(5));

    /** After the loss of a link or a connection there soon is another one. */
    private static final RetryPace SOON = new RetryPace(Duration.ofMillis(50), Duration.ofSeconds(1));

    private final Connection connection;
    private final ControlLink control;
    private final Transactions transactions;
    private final ScheduledExecutorService timer;
    private final IntConsumer committed;
    private final GroupCommit<HandoffItem> groups;

    /**
     * A handoff on one connection.
     *
     * @param committed hears the size of each group that was committed
     */
    public AtomicHandoff(
            Connection connection, GroupCommit.Limits limits, ScheduledExecutorService timer, IntConsumer committed) {
        this.connection = connection;
        this.control = new ControlLink(connection);
        this.transactions = new Transactions(connection, control, limits.maxGroups());
        this.timer = timer;
        this.committed = committed;
        this.groups = new GroupCommit<>(limits, HandoffItem::operations, this::start);
    }

    @Override
    public void offer(LockedMessage input, List<Output> outputs, Consumer<Outcome> done) {
        HandoffItem item = new HandoffItem(input, outputs, done);
        if (item.operations() > MAX_OPERATIONS) {
            done.accept(new Outcome.Refused(
                    "TooManyOutputs",
                    outputs.size() + " outputs and the completion are more than the " + MAX_OPERATIONS
                            + " operations of one transaction; set handoff=at-least-once for this route"));
            return;
        }
        groups.offer(item);
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

    private void start(List<HandoffItem> group) {
        List<HandoffItem> members = withoutLostLocks(group);
        if (members.isEmpty()) {
            groups.ended();
            return;
        }
        members.forEach(item -> item.input().settling(true));
        new TransactionAttempt(connection, control, transactions)
                .of(members)
                .subscribe(nothing -> {}, error -> failed(members, error), () -> succeeded(members));
    }

    private static List<HandoffItem> withoutLostLocks(List<HandoffItem> group) {
        List<HandoffItem> members = new ArrayList<>(group.size());
        for (HandoffItem item : group) {
            if (item.input().lockLost() && !item.isMaybeCommitted()) {
                item.end(new Outcome.LockLost());
            } else {
                members.add(item);
            }
        }
        return members;
    }

    private void succeeded(List<HandoffItem> members) {
        committed.accept(members.size());
        members.forEach(item -> item.end(new Outcome.Done()));
        groups.ended();
    }

    private void failed(List<HandoffItem> members, Throwable error) {
        if (error instanceof TransactionAttempt.NotBegun) {
            members.forEach(item -> item.input().settling(false));
            together(members, error);
            groups.ended();
            return;
        }
        if (!(error instanceof Batches.OutputTooLarge)) {
            transactions.connectionLost();
        }
        for (HandoffItem item : members) {
            SdkGap.forgetSettlement(item.input().message());
            item.input().settling(false);
            item.failed();
            if (error instanceof TransactionAttempt.CommitFailed
                    && FailureKind.of(error).mayPass()) {
                item.mayBeCommitted();
            }
        }
        if (error instanceof Batches.OutputTooLarge tooLarge && members.size() > 1) {
            goOnWithout(tooLarge, members);
        } else if (error instanceof ConnectionLost) {
            together(members, error);
        } else if (members.size() > 1) {
            members.forEach(groups::offerAlone);
        } else {
            failedAlone(members.get(0), error);
        }
        groups.ended();
    }

    /** It was not for any of the members that the group failed. */
    private void together(List<HandoffItem> members, Throwable error) {
        List<HandoffItem> again = new ArrayList<>(members.size());
        for (HandoffItem item : members) {
            if (!item.input().worthTrying() && !item.input().lockLost()) {
                item.end(new Outcome.Refused("HandoffFailed", FailureKind.describe(error)));
            } else {
                again.add(item);
            }
        }
        if (!again.isEmpty()) {
            later(again.get(0), SOON, () -> again.forEach(groups::offer));
        }
    }

    /** Nothing of the group was sent yet, so the others may stay together. */
    private void goOnWithout(Batches.OutputTooLarge tooLarge, List<HandoffItem> members) {
        for (HandoffItem item : members) {
            if (item.outputs().contains(tooLarge.output())) {
                item.end(new Outcome.TooLarge(tooLarge.getMessage()));
            } else {
                groups.offer(item);
            }
        }
    }

    private void failedAlone(HandoffItem item, Throwable error) {
        if (error instanceof Batches.OutputTooLarge) {
            item.end(new Outcome.TooLarge(error.getMessage()));
            return;
        }
        FailureKind kind = FailureKind.of(error);
        if (kind == FailureKind.LOCK_LOST) {
            lockLost(item);
        } else if (kind == FailureKind.TOO_LARGE) {
            item.end(new Outcome.TooLarge(FailureKind.describe(error)));
        } else if (item.isHopeless(kind)) {
            item.end(new Outcome.Refused("HandoffFailed", FailureKind.describe(error)));
        } else {
            later(item, () -> groups.offerAlone(item));
        }
    }

    /**
     * A lock that is lost at the first attempt is lost. After a failed one the broker may still be busy rolling back, or the
     * commit may have happened; so the lock is asked first, and then the queue.
     */
    private void lockLost(HandoffItem item) {
        if (item.isFirstAttempt()) {
            item.end(new Outcome.LockLost());
            return;
        }
        ServiceBusReceivedMessage message = item.input().message();
        item.input()
                .renewal()
                .subscribe(
                        nothing -> {},
                        error -> {
                            if (FailureKind.of(error) == FailureKind.LOCK_LOST
                                    || !item.input().worthTrying()) {
                                notOurs(item, message);
                            } else {
                                later(item, () -> lockLost(item));
                            }
                        },
                        () -> later(item, () -> groups.offerAlone(item)));
    }

    private void notOurs(HandoffItem item, ServiceBusReceivedMessage message) {
        if (!item.isMaybeCommitted()) {
            item.end(new Outcome.LockLost());
            return;
        }
        connection
                .answer(connection.control().peekMessage(message.getSequenceNumber()), TransactionAttempt.PATIENCE)
                .map(found -> found.getSequenceNumber() == message.getSequenceNumber())
                .defaultIfEmpty(false)
                .subscribe(
                        stillThere -> item.end(stillThere ? new Outcome.LockLost() : new Outcome.Done()),
                        error -> item.end(new Outcome.LockLost()));
    }

    private void later(HandoffItem item, Runnable again) {
        later(item, PACE, again);
    }

    private void later(HandoffItem item, RetryPace pace, Runnable again) {
        long delay = pace.before(item.repetitions()).toMillis();
        var unused = timer.schedule(again, delay, TimeUnit.MILLISECONDS);
    }
}
