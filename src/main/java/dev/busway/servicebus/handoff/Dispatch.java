package dev.busway.servicebus.handoff;

import dev.busway.servicebus.connection.Connection;
import dev.busway.servicebus.connection.ConnectionLost;
import dev.busway.servicebus.connection.FailureKind;
import dev.busway.servicebus.connection.Target;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BiPredicate;

/**
 * The way of items to the broker that all senders share, and the one rule of what follows from a failure. A sender does no
 * more than to send one group.
 *
 * <ol>
 *   <li>An item is in one place at a time: held by an outage, waiting for a link, for a group, or for a retry, or in an
 *       attempt.
 *   <li>The link to a target is opened outside of the groups: one that is not answered holds up only what goes there.
 *   <li>A group that failed is taken apart until what failed is alone. Then its kind decides: what is wrong with the message
 *       ends it, what is wrong with a target or the namespace is an {@link Outages outage}, the rest is retried.
 * </ol>
 */
final class Dispatch implements Outages.Exit {

    private static final RetryPace PACE = new RetryPace(Duration.ofMillis(100), Duration.ofSeconds(5));

    /** After the loss of a link or a connection there soon is another one. */
    private static final RetryPace SOON = new RetryPace(Duration.ofMillis(50), Duration.ofSeconds(1));

    /** How long a link may take to open: as long as the SDK itself waits. */
    static final Duration OPENING = Duration.ofSeconds(10);

    /**
     * Failures in a row after which it is asked whether others have the same. The first are not believed: while the broker
     * rolls back what a lost connection has left, it refuses what it will accept a moment later.
     */
    private static final int UNEXPLAINED = 5;

    private static final Duration BETWEEN_REPORTS = Duration.ofSeconds(30);

    /** Transactions in a row whose beginning was not answered. */
    private static final int SILENCES = 2;

    /** Lost links in a row after which there is more to it than a link. */
    private static final int LOSSES = 10;

    private final Connection connection;
    private final Sender sender;
    private final ScheduledExecutorService timer;
    private final HandoffListener listener;
    private final Outages outages;
    private final GroupCommit<HandoffItem> groups;
    private final History.Book book = new History.Book();

    /** Targets whose last attach was not answered. */
    private final Set<Target> unopened = ConcurrentHashMap.newKeySet();

    /** When it was last told that something fails without a reason, by {@link System#nanoTime}. */
    private final AtomicLong told = new AtomicLong(System.nanoTime() - BETWEEN_REPORTS.toNanos());

    /** Transactions that could not be begun since one was. */
    private final AtomicInteger beginnings = new AtomicInteger();

    /** Sends groups, and knows what its items mean. */
    interface Sender {

        /** Sends items together, ends those that succeed, and calls {@link Dispatch#ended} when all is over. */
        void send(int generation, List<HandoffItem> group);

        /** Takes over an item that cannot be sent on this connection; false when it can. */
        boolean takesOver(int generation, HandoffItem item);

        /** The broker says that the lock has ended. */
        void lockLost(HandoffItem item);

        /** An item cannot be sent now, for no fault of its own. */
        void giveBack(HandoffItem item, String why);
    }

    Dispatch(
            Connection connection,
            Sender sender,
            GroupCommit.Limits limits,
            BiPredicate<HandoffItem, HandoffItem> mayGoTogether,
            Set<Target> known,
            boolean givesBack,
            ScheduledExecutorService timer,
            HandoffListener listener) {
        this.connection = connection;
        this.sender = sender;
        this.timer = timer;
        this.listener = listener;
        this.outages = new Outages(this, known, givesBack, timer, listener);
        this.groups = new GroupCommit<>(limits, HandoffItem::operations, mayGoTogether, this::start);
    }

    Outages outages() {
        return outages;
    }

    void offer(HandoffItem item) {
        if (item.belongsToAnInput()) {
            item.continues(book.of(number(item)));
        }
        outages.admit(item);
    }

    private static long number(HandoffItem item) {
        return item.input().message().getSequenceNumber();
    }

    private void remember(HandoffItem item) {
        if (item.belongsToAnInput() && item.history() == null) {
            item.continues(book.open(number(item)));
        }
    }

    /** One group is no longer under way. */
    void ended() {
        groups.ended();
    }

    /** An item is over; to be called instead of its own method, so that no probe is forgotten. */
    void end(HandoffItem item, Outcome outcome) {
        outages.left(item);
        if (item.history() != null && !(outcome instanceof Outcome.GivenBack)) {
            book.close(number(item));
        }
        item.end(outcome);
    }

    /** All that these items send has arrived. */
    void succeeded(Collection<HandoffItem> items) {
        beginnings.set(0);
        outages.succeeded(items);
    }

    @Override
    public void send(HandoffItem item, boolean alone) {
        if (alone || item.history() != null) {
            groups.offerAlone(item);
        } else {
            groups.offer(item);
        }
    }

    @Override
    public void giveBack(HandoffItem item, String why) {
        sender.giveBack(item, why);
    }

    @Override
    public void hopeless(HandoffItem item, String why) {
        end(item, new Outcome.Hopeless("HandoffFailed", why));
    }

    private void start(List<HandoffItem> group) {
        int which = connection.generation();
        List<HandoffItem> ready = new ArrayList<>(group.size());
        Map<Target, CompletableFuture<?>> links = new HashMap<>();
        for (HandoffItem item : group) {
            if (outages.holdsUp(item)) {
                outages.admit(item);
            } else if (!sender.takesOver(which, item) && areOpen(which, item, links)) {
                ready.add(item);
            }
        }
        if (ready.isEmpty()) {
            groups.ended();
        } else {
            sender.send(which, ready);
        }
    }

    /** Whether all links that an item needs are open; if not it comes back when they are, or fails. */
    private boolean areOpen(int which, HandoffItem item, Map<Target, CompletableFuture<?>> links) {
        List<CompletableFuture<?>> missing = new ArrayList<>(0);
        for (Target target : item.targets()) {
            CompletableFuture<?> link = links.computeIfAbsent(target, each -> open(which, each));
            if (!link.isDone() || link.isCompletedExceptionally()) {
                missing.add(link);
            }
        }
        if (missing.isEmpty()) {
            return true;
        }
        var unused = CompletableFuture.allOf(missing.toArray(CompletableFuture[]::new))
                .whenComplete((nothing, error) -> {
                    if (error == null) {
                        send(item, false);
                    } else {
                        item.failed();
                        failedAlone(item, error.getCause() == null ? error : error.getCause());
                    }
                });
        return false;
    }

    /**
     * The SDK keeps a link whose attach was not answered for good, so another one can be had on another connection only. That
     * costs the other targets a moment, so it is done when a probe has the same again.
     */
    private void leaveWhereItIsTheSecond(int which, Target target) {
        if (!unopened.add(target)) {
            unopened.remove(target);
            connection.replace(which, "the link to " + target.name() + " is not opened");
        }
    }

    /** Done at once when the link is open. */
    private CompletableFuture<?> open(int which, Target target) {
        CompletableFuture<Object> opened = new CompletableFuture<>();
        connection
                .answerOrCancel(Batches.open(connection, which, target), OPENING)
                .subscribe(
                        yes -> {
                            unopened.remove(target);
                            opened.complete(yes);
                        },
                        error -> {
                            if (TargetFailed.isTimeout(error)) {
                                leaveWhereItIsTheSecond(which, target);
                                opened.completeExceptionally(TargetFailed.notOpened(target, OPENING.toSeconds()));
                            } else {
                                opened.completeExceptionally(error);
                            }
                        });
        return opened;
    }

    /** An attempt failed as a whole, and nothing of it has been done. */
    void failed(List<HandoffItem> group, Throwable error) {
        if (error instanceof NotBegun) {
            notBegun(group, error);
        } else if (group.size() == 1) {
            failedAlone(group.get(0), error);
        } else {
            failedTogether(group, error);
        }
    }

    /** It was not for any of the members that the group failed, so they stay together. */
    private void notBegun(List<HandoffItem> group, Throwable error) {
        FailureKind kind = FailureKind.of(error);
        int most = TargetFailed.isTimeout(error) ? SILENCES : UNEXPLAINED;
        if (kind == FailureKind.BUSY) {
            group.forEach(item -> failedAlone(item, error));
        } else if (beginnings.incrementAndGet() < most) {
            tell(error);
            later(group.get(0), PACE, () -> group.forEach(item -> send(item, false)));
        } else {
            String reason = FailureKind.describe(error);
            group.forEach(item -> outages.failed(item, List.of(), kind, reason, Duration.ZERO));
        }
    }

    /** What fails without a reason is told at once, and then now and then. */
    private void tell(Throwable error) {
        long now = System.nanoTime();
        long before = told.get();
        if (now - before >= BETWEEN_REPORTS.toNanos() && told.compareAndSet(before, now)) {
            listener.trouble("HandoffFailed", FailureKind.describe(error) + "; trying again");
        }
    }

    private void failedTogether(List<HandoffItem> group, Throwable error) {
        FailureKind kind = FailureKind.of(error);
        if (error instanceof OutputUnsendable unsendable) {
            for (HandoffItem item : group) {
                if (item.outputs().contains(unsendable.output())) {
                    failedAlone(item, error);
                } else {
                    send(item, false);
                }
            }
        } else if (error instanceof ConnectionLost) {
            later(group.get(0), SOON, () -> group.forEach(item -> send(item, false)));
        } else if (kind == FailureKind.BUSY) {
            group.forEach(item -> failedAlone(item, error));
        } else if (kind == FailureKind.ENTITY) {
            entityFailed(group, error);
        } else {
            group.forEach(item -> {
                remember(item);
                send(item, true);
            });
        }
    }

    private void entityFailed(List<HandoffItem> group, Throwable error) {
        Collection<Target> all = group.stream()
                .flatMap(item -> item.targets().stream())
                .distinct()
                .toList();
        Collection<Target> out = blamed(all, error);
        for (HandoffItem item : group) {
            if (item.targets().stream().anyMatch(out::contains)) {
                // Where it is not certain which target it is each item has to find out for itself.
                if (out.size() == 1) {
                    failedAlone(item, error);
                } else {
                    remember(item);
                    send(item, true);
                }
            } else {
                send(item, false);
            }
        }
    }

    /** An attempt failed with this item alone. */
    void failedAlone(HandoffItem item, Throwable error) {
        FailureKind kind = FailureKind.of(error);
        switch (kind) {
            case LOCK_LOST -> sender.lockLost(item);
            case TOO_LARGE -> end(item, new Outcome.Hopeless("OutputTooLarge", FailureKind.describe(error)));
            case UNENCODABLE -> end(item, new Outcome.Hopeless("HandoffFailed", FailureKind.describe(error)));
            case REFUSED, UNKNOWN -> unexplained(item, kind, error);
            case LINK -> linkFailed(item, error);
            case ENTITY -> out(item, kind, error, Duration.ZERO);
            case BUSY -> outages.failed(item, List.of(), kind, FailureKind.describe(error), FailureKind.wait(error));
        }
    }

    private void linkFailed(HandoffItem item, Throwable error) {
        if (error instanceof ConnectionLost) {
            retry(item, SOON, Integer.MAX_VALUE, error, () -> {});
        } else {
            retryAlone(item, SOON, LOSSES, error, () -> out(item, FailureKind.LINK, error, Duration.ZERO));
        }
    }

    private void retryAlone(HandoffItem item, RetryPace pace, int most, Throwable error, Runnable then) {
        remember(item);
        retry(item, pace, most, error, then);
    }

    private void retry(HandoffItem item, RetryPace pace, int most, Throwable error, Runnable then) {
        if (!item.worthTrying()) {
            tooLate(item, error);
        } else if (item.repetitions() < most) {
            later(item, pace, () -> send(item, true));
        } else {
            then.run();
        }
    }

    /**
     * It may be this message or all of them: what a commit is refused with need not say. So a message is given up only when
     * others pass meanwhile on the way that it takes.
     */
    private void unexplained(HandoffItem item, FailureKind kind, Throwable error) {
        if (PartitionRule.isBroken(error)) {
            outages.failed(
                    item,
                    blamed(item.targets(), error),
                    FailureKind.ENTITY,
                    PartitionRule.describe(error),
                    Duration.ZERO);
            return;
        }
        tell(error);
        if (item.isProbe()) {
            out(item, kind, error, Duration.ZERO);
        } else {
            retryAlone(item, PACE, UNEXPLAINED, error, () -> {
                boolean others = item.history() != null
                        && outages.hasTakenSince(item.targets(), item.history().firstFailure());
                if (others) {
                    hopeless(item, FailureKind.describe(error));
                } else {
                    out(item, kind, error, Duration.ZERO);
                }
            });
        }
    }

    private void out(HandoffItem item, FailureKind kind, Throwable error, Duration wait) {
        if (!item.worthTrying()) {
            tooLate(item, error);
        } else {
            outages.failed(item, blamed(item.targets(), error), kind, FailureKind.describe(error), wait);
        }
    }

    private void tooLate(HandoffItem item, Throwable error) {
        if (item.belongsToAnInput()) {
            giveBack(item, FailureKind.describe(error));
        } else {
            hopeless(item, FailureKind.describe(error));
        }
    }

    /** Those of some targets that an error is about: the broker names one, or it may be any of them. */
    private static Collection<Target> blamed(Collection<Target> targets, Throwable error) {
        if (error instanceof TargetFailed failed) {
            return List.of(failed.target());
        }
        String text = FailureKind.describe(error);
        List<Target> named =
                targets.stream().filter(target -> text.contains(target.name())).toList();
        return named.size() == 1 ? named : targets;
    }

    void later(HandoffItem item, Runnable again) {
        later(item, PACE, again);
    }

    private void later(HandoffItem item, RetryPace pace, Runnable again) {
        long delay = pace.before(item.repeats()).toMillis();
        var unused = timer.schedule(again, delay, TimeUnit.MILLISECONDS);
    }
}
