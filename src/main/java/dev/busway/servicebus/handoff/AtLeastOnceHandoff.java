package dev.busway.servicebus.handoff;

import dev.busway.servicebus.connection.Connection;
import dev.busway.servicebus.connection.FailureKind;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.IntConsumer;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Sends the outputs of a group in batches, and completes its inputs once the broker has accepted them.
 *
 * <ol>
 *   <li>An input is completed only after all its outputs were accepted.
 *   <li>Outputs may be sent more than once, always with the same message ids.
 *   <li>When a send of a group fails its members go again alone, so that what is wrong with one of them ends at that one.
 *   <li>Nothing is sent for an input whose lock is known to be lost.
 * </ol>
 */
public final class AtLeastOnceHandoff implements Handoff {

    private static final RetryPace PACE = new RetryPace(Duration.ofMillis(100), Duration.ofSeconds(5));

    private final Connection connection;
    private final Batches batches;
    private final ScheduledExecutorService timer;
    private final IntConsumer handedOff;
    private final boolean completes;
    private final GroupCommit<HandoffItem> groups;

    /**
     * A handoff on one connection.
     *
     * @param handedOff hears how many inputs went together
     * @param completes false for an input that is received and deleted, where there is nothing to complete
     */
    public AtLeastOnceHandoff(
            Connection connection,
            GroupCommit.Limits limits,
            ScheduledExecutorService timer,
            IntConsumer handedOff,
            boolean completes) {
        this.connection = connection;
        this.batches = new Batches(connection);
        this.timer = timer;
        this.handedOff = handedOff;
        this.completes = completes;
        this.groups = new GroupCommit<>(limits, HandoffItem::operations, this::start);
    }

    @Override
    public void offer(LockedMessage input, List<Output> outputs, Consumer<Outcome> done) {
        groups.offer(new HandoffItem(input, outputs, done));
    }

    private void start(List<HandoffItem> group) {
        List<HandoffItem> members = new ArrayList<>(group.size());
        for (HandoffItem item : group) {
            if (item.input().lockLost()) {
                item.end(new Outcome.LockLost());
            } else {
                members.add(item);
            }
        }
        if (members.isEmpty()) {
            groups.ended();
            return;
        }
        send(members).subscribe(nothing -> {}, error -> failed(members, error), () -> {
            handedOff.accept(members.size());
            complete(members);
            groups.ended();
        });
    }

    private Mono<Void> send(List<HandoffItem> members) {
        List<Output> outputs = new ArrayList<>();
        for (HandoffItem item : members) {
            if (!item.areOutputsSent()) {
                outputs.addAll(item.outputs());
            }
        }
        if (outputs.isEmpty()) {
            return Mono.empty();
        }
        return connection
                .answerOrCancel(
                        batches.of(outputs)
                                .flatMapMany(Flux::fromIterable)
                                .flatMap(batch -> batch.sender().sendMessages(batch.messages()))
                                .then(),
                        TransactionAttempt.PATIENCE)
                .then(Mono.fromRunnable(() -> members.forEach(HandoffItem::outputsSent)));
    }

    /** The outputs are in, so the next group need not wait for this. Members share one bound: a timer for each costs more. */
    private void complete(List<HandoffItem> members) {
        if (!completes) {
            members.forEach(item -> item.end(new Outcome.Done()));
            return;
        }
        members.forEach(item -> item.input().settling(true));
        Set<HandoffItem> unanswered = ConcurrentHashMap.newKeySet();
        unanswered.addAll(members);
        connection
                .answer(
                        Flux.fromIterable(members)
                                .flatMap(item -> complete(item, unanswered), members.size())
                                .then(),
                        TransactionAttempt.PATIENCE)
                .subscribe(
                        nothing -> {},
                        late -> members.stream().filter(unanswered::remove).forEach(item -> failedAlone(item, late)));
    }

    private Mono<Void> complete(HandoffItem item, Set<HandoffItem> unanswered) {
        return item.input()
                .settler()
                .complete(item.input().message())
                .onErrorResume(error -> {
                    if (unanswered.remove(item)) {
                        failedAlone(item, error);
                    }
                    return Mono.empty();
                })
                .doOnSuccess(nothing -> {
                    if (unanswered.remove(item)) {
                        item.end(new Outcome.Done());
                    }
                });
    }

    private void failed(List<HandoffItem> members, Throwable error) {
        if (members.size() > 1) {
            members.forEach(groups::offerAlone);
        } else {
            failedAlone(members.get(0), error);
        }
        groups.ended();
    }

    private void failedAlone(HandoffItem item, Throwable error) {
        item.input().settling(false);
        if (error instanceof Batches.OutputTooLarge) {
            item.end(new Outcome.TooLarge(error.getMessage()));
            return;
        }
        FailureKind kind = FailureKind.of(error);
        switch (kind) {
            case LOCK_LOST -> item.end(new Outcome.LockLost());
            case TOO_LARGE, UNENCODABLE -> item.end(new Outcome.TooLarge(FailureKind.describe(error)));
            case REFUSED, ENTITY, BUSY, LINK, UNKNOWN -> {
                if (!item.isHopeless(kind)) {
                    long delay = PACE.before(item.repetitions()).toMillis();
                    var unused = timer.schedule(() -> groups.offerAlone(item), delay, TimeUnit.MILLISECONDS);
                } else {
                    item.end(new Outcome.Refused("HandoffFailed", FailureKind.describe(error)));
                }
            }
        }
    }
}
