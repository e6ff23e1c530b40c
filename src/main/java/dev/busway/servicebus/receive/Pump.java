package dev.busway.servicebus.receive;

import com.azure.messaging.servicebus.ServiceBusReceivedMessage;
import com.azure.messaging.servicebus.ServiceBusReceiverAsyncClient;
import dev.busway.message.MessageReader;
import dev.busway.servicebus.connection.Connection;
import dev.busway.servicebus.connection.Input;
import dev.busway.servicebus.failure.TraceOnly;
import dev.busway.servicebus.handoff.Handoff;
import dev.busway.servicebus.redelivery.CurrentWork;
import dev.busway.servicebus.work.OutOfMemory;
import dev.busway.servicebus.work.Serial;
import dev.busway.servicebus.work.Workers;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The loop that takes messages from one input and feeds a route.
 *
 * <ol>
 *   <li>All fields below {@code serial} are touched only inside it, except the volatile ones, which anybody may read.
 *   <li>A message is in {@code inHand} from its receipt to its one ending, whatever happens to it in between.
 *   <li>{@code inHand} plus what the broker may still send never exceeds {@code limit + prefetchCount}: a message counts
 *       until it is settled, not until a callback returns.
 *   <li>The broker is never asked for more than {@link #MOST_OUTSTANDING} at a time, nor for more than there is memory for:
 *       see {@link MemoryShare}.
 *   <li>At most {@code limit} messages are started; the others wait in {@code ready}, under lock.
 *   <li>While paused or draining nothing is started and nothing is asked for; what still arrives is released. Of an input
 *       without locks what has arrived is worked off instead: given back it would be lost.
 *   <li>A drain has ended when nothing is in flight and nothing more can come.
 * </ol>
 */
public final class Pump {

    private static final Logger LOG = LoggerFactory.getLogger(Pump.class);
    private static final Duration TICK = Duration.ofMillis(250);

    /** The SDK buffers 256 messages of a link; one more that arrives at a busy moment would end the link. */
    private static final int MOST_OUTSTANDING = 200;

    private final PumpOptions options;
    private final Input input;
    private final Connection connection;
    private final Handoff handoff;
    private final Feed feed;
    private final PumpListener listener;
    private final Workers workers;
    private final ScheduledExecutorService timer;
    private final LockKeeper locks;
    private final LinkWatch watch = new LinkWatch(this);
    private final StuckWatch stuck;
    private final Endings endings;
    private final HandoffCheck handoffCheck;
    private final Source source;

    private final Serial serial = new Serial();
    private final InHand inHand = new InHand();
    private final MemoryShare.Part memory;
    private final FailurePause failurePause;
    private final Drain drain = new Drain();
    private volatile int limit;
    private boolean pausedByOperator;
    private boolean pausesAfterDrain;
    private ScheduledFuture<?> ticking;
    private boolean rechecking;
    private volatile boolean forced;
    private volatile Phase phase = new Phase(PumpStatus.Activity.STOPPED, "");
    private final AtomicInteger waiting = new AtomicInteger();

    private record Phase(PumpStatus.Activity activity, String detail) {}

    /**
     * A pump that is stopped.
     *
     * @param workers on which the route runs
     * @param timer for what must happen later; a few threads serve any number of pumps
     * @param memory that all pumps share
     */
    public Pump(
            PumpOptions options,
            Input input,
            Connection connection,
            Handoff handoff,
            Feed feed,
            PumpListener listener,
            Workers workers,
            ScheduledExecutorService timer,
            MemoryShare memory) {
        this.options = options;
        this.input = input;
        this.connection = connection;
        this.handoff = handoff;
        this.feed = feed;
        this.listener = listener;
        this.workers = workers;
        this.timer = timer;
        this.memory = memory.part();
        this.locks = new LockKeeper(this, input.sessions());
        this.endings = new Endings(this, handoff);
        this.handoffCheck = new HandoffCheck(this, handoff);
        this.stuck = new StuckWatch(options.maxLockRenewal());
        this.limit = options.maxConcurrentCalls();
        this.failurePause = new FailurePause(options.pauseAfterFailures());
        this.source = input.sessions()
                ? new SessionSource(this, connection, options.sessionIdle())
                : new QueueSource(this, connection);
        handoff.intake().attach(() -> limit, () -> serially(this::intakeChanged));
        connection.whenBroken(why -> serially(() -> source.reconnect(why)));
    }

    /** Starts taking messages, or goes on after a drain. Does not wait for a connection. */
    public void open() {
        serially(() -> {
            pausesAfterDrain = false;
            drain.cancel();
            handoff.intake().draining(false);
            forced = false;
            memory.open();
            publish(PumpStatus.Activity.OPEN, "");
            if (ticking == null) {
                long period = TICK.toMillis();
                ticking = timer.scheduleWithFixedDelay(() -> serially(this::tick), 0, period, TimeUnit.MILLISECONDS);
            }
            source.open();
            handoffCheck.begin();
            reconsider();
        });
    }

    /** Takes no more messages until {@link #resume}; what is in work goes on. */
    public void pause() {
        serially(() -> {
            pausedByOperator = true;
            reconsider();
        });
    }

    /** Ends a pause, whoever began it. */
    public void resume() {
        serially(() -> {
            pausedByOperator = false;
            pausesAfterDrain = false;
            failurePause.succeeded();
            drain.cancel();
            handoff.intake().draining(false);
            reconsider();
        });
    }

    /** Changes how many messages may be in work; what is in work goes on. */
    public void limit(int messages) {
        workers.resize(messages);
        serially(() -> {
            limit = messages;
            reconsider();
        });
    }

    /** How many messages may be in work at the same time. */
    public int limit() {
        return limit;
    }

    /**
     * Takes nothing new, gives back what has not started or waits for its next try, and lets the rest finish. The result is
     * complete when nothing is in hand and nothing more can come; the links are still open then.
     */
    public CompletableFuture<Void> drain() {
        CompletableFuture<Void> drained = new CompletableFuture<>();
        serially(() -> {
            drain.begin(System.nanoTime(), drained);
            handoff.intake().draining(true);
            publish(PumpStatus.Activity.DRAINING, "");
            source.quiesce();
            giveBackReady();
            if (input.locks()) {
                inHand.all().forEach(this::endWaiting);
            }
            checkDrained();
        });
        return drained;
    }

    /** Drains and then stays as it is, connected and idle, until {@link #resume}. */
    public void drainThenPause() {
        serially(() -> pausesAfterDrain = true);
        var unused = drain().thenRun(() -> serially(() -> {
            if (!pausesAfterDrain) {
                return; // resumed meanwhile
            }
            pausesAfterDrain = false;
            drain.cancel();
            handoff.intake().draining(false);
            pausedByOperator = true;
            publish(PumpStatus.Activity.PAUSED, "drained by an operator");
        }));
    }

    /** Closes the links and stops the clockwork; complete when that is done. To be called after a drain. */
    public CompletableFuture<Void> close() {
        CompletableFuture<Void> closed = new CompletableFuture<>();
        serially(() -> {
            if (ticking != null) {
                ticking.cancel(false);
                ticking = null;
            }
            memory.close();
            publish(PumpStatus.Activity.STOPPED, "");
            var unused = source.close().whenComplete((nothing, error) -> closed.complete(null));
        });
        return closed;
    }

    /** Abandons all that is still in hand, whatever its route is doing, and gives how many messages that were. */
    public CompletableFuture<Integer> abandonAll() {
        CompletableFuture<Integer> result = new CompletableFuture<>();
        serially(() -> {
            forced = true;
            List<Delivery> left = inHand.all();
            List<CompletableFuture<Void>> ended =
                    left.stream().map(endings::abandonNow).toList();
            var unused = CompletableFuture.allOf(ended.toArray(CompletableFuture[]::new))
                    .whenComplete((nothing, error) -> result.complete(left.size()));
        });
        return result;
    }

    /** What it is doing now; cheap, and for any thread. */
    public PumpStatus status() {
        Phase now = phase;
        return new PumpStatus(now.activity(), now.detail(), inHand.count(), waiting.get(), stuck.found());
    }

    /** Whether it is in touch with its input; cheap, and for any thread. */
    public LinkStatus linkStatus() {
        return watch.status();
    }

    /** What it receives from. */
    public Input input() {
        return input;
    }

    // What the parts of the pump need of each other.

    ServiceBusReceiverAsyncClient control() {
        return connection.control();
    }

    PumpListener listener() {
        return listener;
    }

    Handoff handoff() {
        return handoff;
    }

    LockKeeper locks() {
        return locks;
    }

    LinkWatch watch() {
        return watch;
    }

    Connection connection() {
        return connection;
    }

    boolean isStopped() {
        return phase.activity() == PumpStatus.Activity.STOPPED;
    }

    boolean isForced() {
        return forced;
    }

    /** Counts the tries that wait. */
    AtomicInteger waiting() {
        return waiting;
    }

    /** The least sequence number that is above all those in hand. */
    long firstNotInHand() {
        long highest = 0;
        for (Delivery delivery : inHand.all()) {
            highest = Math.max(highest, MessageReader.sequenceNumber(delivery.message()));
        }
        return highest + 1;
    }

    void seen(ServiceBusReceivedMessage message) {
        source.seen(message);
    }

    void serially(Runnable step) {
        serial.execute(step);
    }

    /** Like {@link #serially(Runnable)}, for a step that one message waits for: it ends even when the step fails. */
    void serially(Delivery delivery, Runnable step) {
        serial.execute(() -> {
            try {
                step.run();
            } catch (Throwable failure) {
                endings.broken(delivery, failure);
            }
        });
    }

    ScheduledFuture<?> schedule(Duration delay, Runnable step) {
        return timer.schedule(() -> reportingFailure(step), delay.toNanos(), TimeUnit.NANOSECONDS);
    }

    /** A timer keeps what its tasks throw to itself. */
    private static void reportingFailure(Runnable step) {
        try {
            step.run();
        } catch (Throwable failure) {
            OutOfMemory.check(failure);
            LOG.error("A step that was due has failed", TraceOnly.of(failure));
        }
    }

    /** Like {@link #schedule}, for what is never taken back. */
    void after(Duration delay, Runnable step) {
        var unused = schedule(delay, step);
    }

    /** Runs what may block away from the timer and from the SDK's threads. */
    CompletableFuture<Void> offload(Runnable step) {
        return CompletableFuture.runAsync(step, task -> {
            // Deliberately no worker: all of them may be held by beans that do not come back.
            Thread thread = new Thread(task, "servicebus-closer");
            thread.setDaemon(true);
            thread.start();
        });
    }

    /** Runs a step of a message's route on a worker. */
    void work(Delivery delivery, Runnable step) {
        try {
            workers.execute(() -> inRoute(delivery, step));
        } catch (Throwable noWorker) {
            serially(() -> endings.broken(delivery, noWorker));
        }
    }

    /**
     * Runs the next try of a step. Where a thread is inside the message's route it may wait for this very try, as Camel does in
     * a bean that sends to a route, or in an onCompletion: then the try needs a thread that no message holds.
     */
    void workAgain(Delivery delivery, Runnable step) {
        if (delivery.isRunning()) {
            var unused = offload(() -> inRoute(delivery, step));
        } else {
            work(delivery, step);
        }
    }

    private void inRoute(Delivery delivery, Runnable step) {
        delivery.enters();
        try {
            CurrentWork.run(delivery, () -> feed.inContext(delivery, step));
        } catch (Throwable failure) {
            serially(() -> endings.broken(delivery, failure));
        } finally {
            delivery.leaves();
        }
    }

    Delivery received(Link link, ServiceBusReceivedMessage message) {
        long now = System.nanoTime();
        watch.messageArrived(now);
        drain.arrived(now);
        MessageLock lock = new MessageLock(MessageReader.lockedUntil(message), options.maxLockRenewal(), now);
        long bytes = memory.hold(MessageReader.bodyBytes(message));
        Delivery delivery = new Delivery(this, link, message, lock, now, bytes);
        inHand.add(delivery);
        try {
            listener.received(delivery);
            take(delivery);
        } catch (Throwable failure) {
            endings.broken(delivery, failure);
        }
        demand();
        return delivery;
    }

    private void take(Delivery delivery) {
        Optional<String> problem = MessageReader.problem(delivery.message());
        if (problem.isPresent()) {
            endings.unreadable(delivery, problem.get());
        } else if (takes() || !input.locks()) {
            // Without a lock there is no way back into the queue.
            inHand.ready(delivery);
            startReady();
        } else {
            endings.release(delivery);
        }
    }

    /** Asks the broker for as many messages as may come; small change is saved up while some are on their way. */
    void demand() {
        memory.expect(source.outstanding());
        if (!handoffCheck.hasPassed()) {
            return;
        }
        if (drain.isUnderWay() || pausedByOperator || (failurePause.isPaused() && !failurePause.isProbing())) {
            return;
        }
        int allowed = failurePause.isPaused() ? 1 : limit + options.prefetchCount();
        int most = Math.min(allowed, handoff.intake().most());
        int outstanding = source.outstanding();
        int room = memory.room(inHand.count(), outstanding);
        int missing = Math.min(Math.min(most - inHand.count(), MOST_OUTSTANDING) - outstanding, room);
        int full = Math.min(Math.min(most, MOST_OUTSTANDING), inHand.count() + outstanding + room);
        if (missing > 0 && (outstanding == 0 || missing * 4 >= full)) {
            source.request(missing);
            memory.expect(source.outstanding());
        }
    }

    private boolean takes() {
        if (drain.isUnderWay() || pausedByOperator) {
            return false;
        }
        if (inHand.started() >= handoff.intake().most()) {
            return false;
        }
        return !failurePause.isPaused() || (failurePause.isProbing() && inHand.started() == 0);
    }

    private void startReady() {
        int most = Math.min(limit, handoff.intake().most());
        while (inHand.started() < most && inHand.isAnyReady()) {
            Delivery delivery = inHand.takeReady();
            if (delivery.lockLost()) {
                end(delivery, Ending.LOCK_LOST, "LockLost", "before work on it was started", 0);
            } else {
                inHand.start(delivery);
                work(delivery, () -> feed.process(delivery, decision -> routeEnded(delivery, decision)));
            }
        }
    }

    /** Camel keeps to itself what is thrown here. */
    private void routeEnded(Delivery delivery, Decision decision) {
        try {
            endings.routeEnded(delivery, decision);
        } catch (Throwable failure) {
            serially(() -> endings.broken(delivery, failure));
        }
    }

    /** The one place where a message leaves our hands. */
    void end(Delivery delivery, Ending ending, String kind, String detail, int outputs) {
        serially(() -> {
            if (!delivery.end()) {
                return;
            }
            inHand.remove(delivery);
            memory.letGo(delivery.bytes());
            delivery.giveUp();
            watch.sign(System.nanoTime());
            source.ended(delivery);
            try {
                listener.ended(delivery, ending, kind, detail, outputs);
                if (ending == Ending.COMPLETED && failurePause.succeeded()) {
                    listener.changed("a message went through: taking messages again");
                    reconsider();
                }
            } finally {
                try {
                    delivery.tellEnd(ending, kind);
                } finally {
                    startReady();
                    demand();
                    checkDrained();
                }
            }
        });
    }

    /** One more message in a row could not be processed. */
    void failed() {
        if (!failurePause.failed()) {
            return;
        }
        listener.trouble(
                "Paused",
                failurePause.inARow() + " failures in a row: taking no messages for "
                        + options.pauseDuration().toMillis() + " ms");
        after(
                options.pauseDuration(),
                () -> serially(() -> {
                    failurePause.probe();
                    demand();
                }));
        reconsider();
    }

    /** Puts what the rules say now into effect. */
    private void reconsider() {
        if (drain.isUnderWay() || isStopped()) {
            return; // what comes later begins with open()
        }
        if (pausedByOperator || failurePause.isPaused()) {
            publish(
                    PumpStatus.Activity.PAUSED,
                    pausedByOperator
                            ? "paused by an operator"
                            : "paused after " + failurePause.inARow() + " failures in a row");
            source.quiesce();
            giveBackReady();
        } else {
            publish(PumpStatus.Activity.OPEN, "");
            startReady();
            demand();
        }
    }

    /** An outage of what messages are sent to has begun, eased or ended. */
    private void intakeChanged() {
        if (handoff.intake().most() == 0) {
            giveBackReady();
        }
        startReady();
        demand();
    }

    private void giveBackReady() {
        while (input.locks() && inHand.isAnyReady()) {
            endings.release(inHand.takeReady());
        }
    }

    private void endWaiting(Delivery delivery) {
        boolean waited = delivery.isWaiting();
        delivery.giveUp();
        if (waited) {
            endings.abandon(delivery, "Stopped", "drained while it waited for its next try");
        }
    }

    private void tick() {
        long now = System.nanoTime();
        if (input.locks()) {
            locks.tick(inHand.all(), now);
        }
        if (stuck.tick(inHand.all(), now)) {
            if (stuck.found().isEmpty()) {
                listener.changed("no message is stuck any more");
            } else {
                listener.trouble("Stuck", stuck.found());
            }
        }
        watch.tick(now);
        source.tick(now);
        handoff.keepAlive(now).subscribe();
        // Another app may have made room.
        demand();
        checkDrained();
    }

    private void checkDrained() {
        if (drain.isUnderWay() && inHand.count() == 0) {
            drain.check(System.nanoTime(), source.outstanding(), watch.roundTrip());
            if (!drain.isDone() && !rechecking) {
                rechecking = true;
                after(
                        Drain.RECHECK,
                        () -> serially(() -> {
                            rechecking = false;
                            checkDrained();
                        }));
            }
        }
    }

    private void publish(PumpStatus.Activity activity, String detail) {
        phase = new Phase(activity, detail);
    }
}
