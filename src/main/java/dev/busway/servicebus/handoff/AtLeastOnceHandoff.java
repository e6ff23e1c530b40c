package dev.busway.servicebus.handoff;

import dev.busway.servicebus.connection.Connection;
import dev.busway.servicebus.connection.FailureKind;
import dev.busway.servicebus.connection.Target;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.Consumer;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Sends the outputs of a group in batches, and completes its inputs once the broker has accepted them.
 *
 * <ol>
 *   <li>An input is completed only after all its outputs were accepted.
 *   <li>Outputs may be sent more than once, always with the same message ids. One that is known to have arrived is not sent
 *       again while its input is in flight.
 *   <li>When a send of a group fails its members go again alone, so that what is wrong with one of them ends at that one.
 *   <li>Nothing is sent for an input whose lock is known to be lost.
 * </ol>
 */
public final class AtLeastOnceHandoff implements Handoff, Dispatch.Sender {

    private final Connection connection;
    private final HandoffListener listener;
    private final boolean completes;
    private final Dispatch dispatch;

    /**
     * A handoff on one connection.
     *
     * @param known all targets that there are; empty when there may be others
     * @param completes false for an input that is received and deleted, where there is nothing to complete
     */
    public AtLeastOnceHandoff(
            Connection connection,
            GroupCommit.Limits limits,
            Set<Target> known,
            ScheduledExecutorService timer,
            HandoffListener listener,
            boolean completes) {
        this.connection = connection;
        this.listener = listener;
        this.completes = completes;
        this.dispatch =
                new Dispatch(connection, this, limits, (first, next) -> true, known, completes, timer, listener);
    }

    @Override
    public void offer(LockedMessage input, List<Output> outputs, Consumer<Outcome> done) {
        dispatch.offer(HandoffItem.of(input, outputs, done));
    }

    @Override
    public Intake intake() {
        return dispatch.outages();
    }

    @Override
    public boolean takesOver(int generation, HandoffItem item) {
        if (!item.lockLost()) {
            return false;
        }
        dispatch.end(item, new Outcome.LockLost());
        return true;
    }

    @Override
    public void send(int generation, List<HandoffItem> members) {
        Sending.of(connection, generation, members).subscribe(nothing -> {}, error -> failed(members, error), () -> {
            listener.handedOff(members.size());
            dispatch.succeeded(members);
            complete(members);
            dispatch.ended();
        });
    }

    private void failed(List<HandoffItem> members, Throwable error) {
        members.forEach(HandoffItem::failed);
        dispatch.failed(members, error);
        dispatch.ended();
    }

    /** The outputs are in, so the next group need not wait for this. Members share one bound: a timer for each costs more. */
    private void complete(List<HandoffItem> members) {
        if (!completes) {
            members.forEach(item -> dispatch.end(item, new Outcome.Done()));
            return;
        }
        members.forEach(item -> item.settling(true));
        Set<HandoffItem> unanswered = ConcurrentHashMap.newKeySet();
        unanswered.addAll(members);
        connection
                .answer(
                        Flux.fromIterable(members)
                                .flatMap(item -> complete(item, unanswered), members.size())
                                .then(),
                        TransactionAttempt.TIMEOUT)
                .subscribe(
                        nothing -> {},
                        late -> members.stream().filter(unanswered::remove).forEach(item -> notCompleted(item, late)));
    }

    private Mono<Void> complete(HandoffItem item, Set<HandoffItem> unanswered) {
        return item.input()
                .settler()
                .complete(item.input().message())
                .onErrorResume(error -> {
                    if (unanswered.remove(item)) {
                        notCompleted(item, error);
                    }
                    return Mono.empty();
                })
                .doOnSuccess(nothing -> {
                    if (unanswered.remove(item)) {
                        dispatch.end(item, new Outcome.Done());
                    }
                });
    }

    /** Its outputs have arrived, so what failed is about the input alone. */
    private void notCompleted(HandoffItem item, Throwable error) {
        item.settling(false);
        FailureKind kind = FailureKind.of(error);
        if (kind == FailureKind.LOCK_LOST) {
            dispatch.end(item, new Outcome.LockLost());
        } else if (kind.mayPass() && item.worthTrying()) {
            dispatch.later(item, () -> complete(List.of(item)));
        } else {
            dispatch.end(item, new Outcome.GivenBack(FailureKind.describe(error)));
        }
    }

    @Override
    public void lockLost(HandoffItem item) {
        dispatch.end(item, new Outcome.LockLost());
    }

    @Override
    public void giveBack(HandoffItem item, String why) {
        dispatch.end(item, new Outcome.GivenBack(why));
    }
}
