package dev.busway.servicebus.receive;

import com.azure.messaging.servicebus.ServiceBusReceivedMessage;
import com.azure.messaging.servicebus.ServiceBusReceiverAsyncClient;
import dev.busway.servicebus.failure.FailedSteps;
import dev.busway.servicebus.failure.Failure;
import dev.busway.servicebus.handoff.LockedMessage;
import dev.busway.servicebus.identity.Origin;
import dev.busway.servicebus.redelivery.Retryable;
import dev.busway.servicebus.trace.MessageTrace;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiConsumer;
import reactor.core.publisher.Mono;

/**
 * One message from its receipt to its settlement.
 *
 * <ol>
 *   <li>{@code waiting} and {@code givenUp} are guarded by this object; nothing is called while it is held.
 *   <li>Once given up, no try waits: what would wait ends its route at once, and the route's result no longer counts.
 *   <li>{@code ended} is written inside the pump's serial only, and once.
 * </ol>
 */
public final class Delivery implements LockedMessage, Retryable {

    private final Pump pump;
    private final Link link;
    private final ServiceBusReceivedMessage message;
    private final Origin origin;
    private final MessageLock lock;
    private final long receivedNanos;
    private final long bytes;

    private final List<BackOff> waiting = new ArrayList<>(1);
    private boolean givenUp;
    private int tries = 1;

    private volatile Runnable stopRoute = () -> {};
    private volatile BiConsumer<Ending, String> whenEnded = (ending, kind) -> {};
    private volatile boolean stopped;
    private volatile boolean settling;
    private final AtomicBoolean routeEnded = new AtomicBoolean();
    private final AtomicInteger threads = new AtomicInteger();
    private volatile long idleSince;
    private volatile long routeNanos = -1;
    private volatile FailedSteps failedSteps;
    private volatile MessageTrace trace = MessageTrace.NONE;
    private boolean started;
    private boolean ended;

    Delivery(Pump pump, Link link, ServiceBusReceivedMessage message, MessageLock lock, long now, long bytes) {
        this.pump = pump;
        this.link = link;
        this.message = message;
        this.origin = Origin.of(message);
        this.lock = lock;
        this.receivedNanos = now;
        this.bytes = bytes;
        this.idleSince = now;
    }

    @Override
    public ServiceBusReceivedMessage message() {
        return message;
    }

    public Origin origin() {
        return origin;
    }

    public MessageLock lock() {
        return lock;
    }

    /** What is noted of the message on its way through the host. */
    public MessageTrace trace() {
        return trace;
    }

    /** Lets the message be followed; to be called when it has come and no work on it has begun. */
    public void followedBy(MessageTrace its) {
        trace = its;
    }

    /** Says where the steps of the route note their failures; to be called before the route begins. */
    public void failsIn(FailedSteps steps) {
        failedSteps = steps;
    }

    /** Why the last try failed; empty before one has. */
    public Optional<Failure> lastFailure() {
        FailedSteps steps = failedSteps;
        return steps == null ? Optional.empty() : steps.last();
    }

    /** The exception of the last try, whose text may quote the message; null before one has failed. */
    public Throwable lastThrown() {
        FailedSteps steps = failedSteps;
        return steps == null ? null : steps.thrown();
    }

    /** How long we have held the message. */
    public Duration age() {
        return Duration.ofNanos(System.nanoTime() - receivedNanos);
    }

    /** From receipt to the end of the route in nanoseconds; negative when the route has not ended. */
    public long processingNanos() {
        return routeNanos;
    }

    /** Says how to keep the route from going on after the step that is running. */
    public void onStop(Runnable stop) {
        stopRoute = stop;
    }

    /** Says who is told, once and without waiting, how our hold on the message has ended, and the kind of failure if any. */
    public void onEnd(BiConsumer<Ending, String> listener) {
        whenEnded = listener;
    }

    void tellEnd(Ending ending, String kind) {
        whenEnded.accept(ending, kind);
    }

    @Override
    public ServiceBusReceiverAsyncClient settler() {
        return link.isOpen() ? link.client() : pump.control();
    }

    @Override
    public ServiceBusReceiverAsyncClient receiver(int generation) {
        return link.isOpen() && link.generation() == generation ? link.client() : null;
    }

    @Override
    public Mono<Void> linkLost() {
        return link.gone();
    }

    @Override
    public Mono<Void> renewal() {
        return pump.locks().renew(this);
    }

    @Override
    public boolean lockLost() {
        return lock.isLost();
    }

    @Override
    public boolean worthTrying() {
        return !lock.isLost() && !pump.isForced();
    }

    @Override
    public void settling(boolean now) {
        settling = now;
    }

    @Override
    public ScheduledFuture<?> backOff(Runnable nextTry, Duration delay) {
        BackOff backOff = new BackOff(nextTry);
        synchronized (this) {
            if (!givenUp) {
                tries++;
                waiting.add(backOff);
                backOff.timer = pump.schedule(delay, () -> resume(backOff));
            }
        }
        if (backOff.timer != null) {
            pump.waiting().incrementAndGet();
            pump.listener().backingOff(this, delay);
            return backOff.timer;
        }
        stop();
        return pump.schedule(Duration.ZERO, () -> pump.workAgain(this, nextTry));
    }

    private void resume(BackOff backOff) {
        synchronized (this) {
            if (!waiting.remove(backOff)) {
                return;
            }
        }
        pump.waiting().decrementAndGet();
        pump.workAgain(this, backOff.nextTry);
    }

    /** The number of the try that is next or under way, from 1. */
    public synchronized int nextTry() {
        return tries;
    }

    synchronized boolean isWaiting() {
        return !waiting.isEmpty();
    }

    /** Ends the waiting for a next try, now and for good. */
    void giveUp() {
        List<BackOff> ending;
        synchronized (this) {
            givenUp = true;
            ending = List.copyOf(waiting);
            waiting.clear();
        }
        if (!ending.isEmpty()) {
            stop();
        }
        for (BackOff backOff : ending) {
            backOff.timer.cancel(false);
            pump.waiting().decrementAndGet();
            pump.workAgain(this, backOff.nextTry);
        }
    }

    private void stop() {
        stopped = true;
        stopRoute.run();
    }

    /** True when a try was left out, so that the route's result means nothing. */
    boolean isStopped() {
        return stopped;
    }

    @Override
    public void enters() {
        threads.incrementAndGet();
    }

    @Override
    public void leaves() {
        idleSince = System.nanoTime();
        threads.decrementAndGet();
    }

    /** Whether its route has begun and not ended, and for so long nothing has happened to it, and nothing will. */
    boolean isIdleFor(long nanos, long now) {
        return started && isRouteRunning() && !isRunning() && !isWaiting() && now - idleSince > nanos;
    }

    /** Whether a thread is inside the route; it may wait there for a try that is due. */
    boolean isRunning() {
        return threads.get() > 0;
    }

    Link link() {
        return link;
    }

    /** What it takes of the memory for messages in flight. */
    long bytes() {
        return bytes;
    }

    boolean isSettling() {
        return settling;
    }

    /** True for the first caller only: what a step does after a failure that it did not survive is without effect. */
    boolean routeEnded() {
        if (!routeEnded.compareAndSet(false, true)) {
            return false;
        }
        routeNanos = System.nanoTime() - receivedNanos;
        return true;
    }

    @Override
    public boolean isRouteRunning() {
        return !routeEnded.get();
    }

    void start() {
        started = true;
    }

    boolean isStarted() {
        return started;
    }

    /** True for the first caller only. */
    boolean end() {
        boolean first = !ended;
        ended = true;
        return first;
    }

    boolean isEnded() {
        return ended;
    }

    /** One try that waits. */
    private static final class BackOff {
        private final Runnable nextTry;
        private ScheduledFuture<?> timer;

        BackOff(Runnable nextTry) {
            this.nextTry = nextTry;
        }
    }
}
