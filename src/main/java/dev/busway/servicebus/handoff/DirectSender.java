package dev.busway.servicebus.handoff;

import dev.busway.servicebus.connection.Connection;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.Consumer;

/**
 * Sends messages that do not belong to a received message, grouped while an earlier group is on its way, and retries by the
 * same rule as a handoff, for {@link #TIMEOUT}.
 */
public final class DirectSender implements AutoCloseable, Dispatch.Sender {

    /** How long a message is tried; after that its exchange fails with the last reason. */
    public static final Duration TIMEOUT = Duration.ofSeconds(60);

    private static final GroupCommit.Limits LIMITS = new GroupCommit.Limits(200, 4, 8);

    private final Connection connection;
    private final Executor workers;
    private final Dispatch dispatch;

    /**
     * A sender on one connection, which it closes.
     *
     * @param workers on which exchanges go on when their messages are sent: the SDK's own threads move the bytes of all
     *     links, and one that is kept by a bean that sends again would wait for itself
     */
    public DirectSender(
            Connection connection, ScheduledExecutorService timer, Executor workers, HandoffListener listener) {
        this.connection = connection;
        this.workers = workers;
        this.dispatch = new Dispatch(connection, this, LIMITS, (first, next) -> true, Set.of(), false, timer, listener);
    }

    /**
     * Takes messages that belong together. Returns at once; may be called on any thread.
     *
     * @param done is called once, on a worker, with null when the broker has accepted all of them, else with the error
     */
    public void offer(List<Output> outputs, Consumer<Throwable> done) {
        long deadline = System.nanoTime() + TIMEOUT.toNanos();
        dispatch.offer(HandoffItem.withoutInput(
                outputs, deadline, outcome -> workers.execute(() -> done.accept(error(outputs, outcome)))));
    }

    private static Throwable error(List<Output> outputs, Outcome outcome) {
        String target = outputs.get(0).target().name();
        if (outcome instanceof Outcome.Done) {
            return null;
        }
        return outcome instanceof Outcome.Hopeless hopeless
                ? new SendFailed(target + " did not take a message: " + hopeless.description())
                : new SendFailed(target + " did not take a message");
    }

    @Override
    public boolean takesOver(int generation, HandoffItem item) {
        return false;
    }

    @Override
    public void send(int generation, List<HandoffItem> group) {
        Sending.of(connection, generation, group).subscribe(nothing -> {}, error -> failed(group, error), () -> {
            dispatch.succeeded(group);
            group.forEach(item -> item.end(new Outcome.Done()));
            dispatch.ended();
        });
    }

    private void failed(List<HandoffItem> group, Throwable error) {
        group.forEach(HandoffItem::failed);
        dispatch.failed(group, error);
        dispatch.ended();
    }

    @Override
    public void lockLost(HandoffItem item) {
        dispatch.hopeless(item, "its lock was lost");
    }

    @Override
    public void giveBack(HandoffItem item, String why) {
        dispatch.hopeless(item, why);
    }

    @Override
    public void close() {
        connection.close();
    }
}
