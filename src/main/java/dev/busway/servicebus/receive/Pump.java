package dev.busway.servicebus.receive;

import com.azure.messaging.servicebus.ServiceBusReceivedMessage;
import com.azure.messaging.servicebus.ServiceBusReceiverAsyncClient;
import dev.busway.servicebus.connection.Connection;
import dev.busway.servicebus.connection.Input;
import dev.busway.servicebus.handoff.Handoff;
import dev.busway.servicebus.handoff.RetryPace;
import dev.busway.servicebus.handoff.Trouble;
import dev.busway.servicebus.redelivery.CurrentWork;
import dev.busway.servicebus.work.Serial;
import dev.busway.servicebus.work.Workers;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import reactor.core.publisher.Mono;

/**
 * The loop that takes messages from one input and feeds a route.
 *
 * <ol>
 *   <li>All fields below {@code serial} are touched only inside it, except the volatile ones, which anybody may read.
 *   <li>A message is in {@code inFlight} from its receipt to its one ending, whatever happens to it in between.
 *   <li>{@code inFlight} plus what the broker may still send never exceeds {@code limit + prefetchCount}: a message counts
 *       until it is settled, not until a callback returns.
 *   <li>The broker is never asked for more than {@link #MOST_OUTSTANDING} at a time.
 *   <li>At most {@code limit} messages are started; the others wait in {@code ready}, under lock.
 *   <li>While paused or draining nothing is started and nothing is asked for; what still arrives is given back.
 *   <li>A drain has ended when nothing is in flight and nothing more can come.
 * </ol>
 */
public final class Pump {

    private static final Duration TICK = Duration.ofMillis(250);

    private static final RetryPace CHECK_PACE = new RetryPace(Duration.ofMillis(200), Duration.ofSeconds(30));

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
    private final Settler settler = new Settler(this);
    private final LockKeeper locks = new LockKeeper(this);
    private final LinkWatch watch = new LinkWatch(this);
    private final Source source;

    private final Serial serial = new Serial();
    private final Set<Delivery> inFlight = new LinkedHashSet<>();
    private final Queue<Delivery> ready = new ArrayDeque<>();
    private final FailurePause failurePause;
    private final Drain drain = new Drain();
    private int started;
    private boolean checked;
    private volatile int limit;
    private boolean pausedByOperator;
    private ScheduledFuture<?> ticking;
    private boolean rechecking;
    private volatile boolean forced;
    private volatile Phase phase = new Phase(PumpStatus.Activity.STOPPED, "");
    private volatile int inHand;
    private final AtomicInteger waiting = new AtomicInteger();

    private record Phase(PumpStatus.Activity activity, String detail) {}

    /**
     * A pump that is stopped.
     *
     * @param workers on which the route runs
     * @param timer for what must happen later; a few threads serve any number of pumps
     */
    public Pump(
            PumpOptions options,
            Input input,
            Connection connection,
            Handoff handoff,
            Feed feed,
            PumpListener listener,
            Workers workers,
            ScheduledExecutorService timer) {
        this.options = options;
        this.input = input;
        this.connection = connection;
        this.handoff = handoff;
        this.feed = feed;
        this.listener = listener;
        this.workers = workers;
        this.timer = timer;
        this.limit = options.maxConcurrentCalls();
        this.failurePause = new FailurePause(options.pauseAfterFailures());
        this.source = input.sessions() ? new SessionSource(this, connection) : new QueueSource(this, connection);
        connection.whenBroken(why -> serially(() -> source.reconnect(why)));
    }

    /** Starts taking messages, or goes on after a drain. Does not wait for a connection. */
    public void open() {
        serially(() -> {
            drain.cancel();
            forced = false;
            publish(PumpStatus.Activity.OPEN, "");
            if (ticking == null) {
                long period = TICK.toMillis();
                ticking = timer.scheduleWithFixedDelay(() -> serially(this::tick), 0, period, TimeUnit.MILLISECONDS);
            }
            source.open();
            check(0);
            reconsider();
        });
    }

    /** No message is taken before it is certain that its outputs can be handed off as they should. */
    private void check(int attempt) {
        if (checked) {
            return;
        }
        handoff.check()
                .subscribe(
                        nothing -> {},
                        error -> serially(() -> notChecked(attempt, error)),
                        () -> serially(() -> {
                            checked = true;
                            watch.usable();
                            demand();
                        }));
    }

    private void notChecked(int attempt, Throwable error) {
        if (phase.activity() == PumpStatus.Activity.STOPPED) {
            return;
        }
        if (Trouble.of(error) == Trouble.REFUSED) {
            watch.unusable("no transactions here (" + Trouble.describe(error)
                    + "): set handoff=at-least-once for this app, or use a Standard or Premium namespace");
        }
        after(CHECK_PACE.before(attempt), () -> serially(() -> check(attempt + 1)));
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
            failurePause.succeeded();
            drain.cancel();
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
            publish(PumpStatus.Activity.DRAINING, "");
            source.quiesce();
            giveBackReady();
            List.copyOf(inFlight).forEach(this::endWaiting);
            checkDrained();
        });
        return drained;
    }

    /** Drains and then stays as it is, connected and idle, until {@link #resume}. */
    public void drainThenPause() {
        var unused = drain().thenRun(() -> serially(() -> {
            drain.cancel();
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
            List<Delivery> left = List.copyOf(inFlight);
            List<CompletableFuture<Void>> endings = new ArrayList<>();
            for (Delivery delivery : left) {
                CompletableFuture<Void> ending = new CompletableFuture<>();
                endings.add(ending);
                delivery.giveUp();
                settler.abandon(delivery, how -> {
                    end(delivery, how, "Stopped", "the time for stopping was over", 0);
                    ending.complete(null);
                });
            }
            var unused = CompletableFuture.allOf(endings.toArray(CompletableFuture[]::new))
                    .whenComplete((nothing, error) -> result.complete(left.size()));
        });
        return result;
    }

    /** What it is doing now; cheap, and for any thread. */
    public PumpStatus status() {
        Phase now = phase;
        return new PumpStatus(now.activity(), now.detail(), inHand, waiting.get());
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

    LinkWatch watch() {
        return watch;
    }

    Connection connection() {
        return connection;
    }

    boolean isForced() {
        return forced;
    }

    /** Counts the tries that wait. */
    AtomicInteger waiting() {
        return waiting;
    }

    void serially(Runnable step) {
        serial.execute(step);
    }

    ScheduledFuture<?> schedule(Duration delay, Runnable step) {
        return timer.schedule(step, delay.toNanos(), TimeUnit.NANOSECONDS);
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
        workers.execute(() -> CurrentWork.run(delivery, () -> feed.inContext(delivery, step)));
    }

    /** Renews once; fails in time for another try when no answer comes. */
    Mono<Void> renew(Delivery delivery) {
        ServiceBusReceivedMessage message = delivery.message();
        return connection
                .answer(
                        Mono.defer(() -> input.sessions()
                                ? delivery.link().client().renewSessionLock()
                                : control().renewMessageLock(message)),
                        delivery.lock().patience(System.nanoTime()))
                .doOnNext(until -> serially(() -> {
                    delivery.lock().extend(until, System.nanoTime());
                    watch.sign(System.nanoTime());
                    listener.lockRenewed(delivery, true);
                }))
                .then();
    }

    Delivery received(Link link, ServiceBusReceivedMessage message) {
        long now = System.nanoTime();
        watch.messageArrived(now);
        drain.arrived(now);
        MessageLock lock = new MessageLock(message.getLockedUntil(), options.maxLockRenewal(), now);
        Delivery delivery = new Delivery(this, link, message, lock, now);
        inFlight.add(delivery);
        inHand = inFlight.size();
        listener.received(delivery);
        if (takes()) {
            ready.add(delivery);
            startReady();
        } else {
            release(delivery);
        }
        demand();
        return delivery;
    }

    /** Asks the broker for as many messages as may come; small change is saved up while some are on their way. */
    void demand() {
        if (!checked) {
            return;
        }
        if (drain.isUnderWay() || pausedByOperator || (failurePause.isPaused() && !failurePause.isProbing())) {
            return;
        }
        int most = failurePause.isPaused() ? 1 : limit + options.prefetchCount();
        int outstanding = source.outstanding();
        int missing = Math.min(most - inFlight.size(), MOST_OUTSTANDING) - outstanding;
        if (missing > 0 && (outstanding == 0 || missing * 4 >= Math.min(most, MOST_OUTSTANDING))) {
            source.request(missing);
        }
    }

    private boolean takes() {
        if (drain.isUnderWay() || pausedByOperator) {
            return false;
        }
        return !failurePause.isPaused() || (failurePause.isProbing() && started == 0);
    }

    private void startReady() {
        while (started < limit && !ready.isEmpty()) {
            Delivery delivery = ready.remove();
            if (delivery.lockLost()) {
                end(delivery, Ending.LOCK_LOST, "LockLost", "before work on it was started", 0);
            } else {
                started++;
                delivery.start();
                work(delivery, () -> feed.process(delivery, decision -> routeEnded(delivery, decision)));
            }
        }
    }

    private void routeEnded(Delivery delivery, Decision decision) {
        delivery.routeEnded();
        if (decision instanceof Decision.Complete complete && !delivery.isStopped()) {
            handOff(delivery, complete);
        } else {
            serially(() -> settle(delivery, decision));
        }
    }

    private void handOff(Delivery delivery, Decision.Complete complete) {
        int outputs = complete.outputs().size();
        handoff.offer(
                delivery,
                complete.outputs(),
                outcome -> serially(() -> Outcomes.apply(this, delivery, outcome, Ending.COMPLETED, outputs)));
    }

    private void settle(Delivery delivery, Decision decision) {
        if (delivery.isEnded()) {
            return;
        }
        if (delivery.lockLost()) {
            end(delivery, Ending.LOCK_LOST, "LockLost", "while it was in work", 0);
        } else if (delivery.isStopped()) {
            abandon(delivery, "Stopped", "drained while it waited for its next try");
        } else if (decision instanceof Decision.DeadLetter deadLetter) {
            deadLetter(delivery, deadLetter);
        } else if (decision instanceof Decision.TryLater later) {
            failed();
            handoff.offer(
                    delivery,
                    List.of(later.copy()),
                    outcome -> serially(() -> Outcomes.apply(this, delivery, outcome, Ending.SCHEDULED, 0)));
        } else if (decision instanceof Decision.Abandon abandon) {
            failed();
            abandon(delivery, abandon.kind(), abandon.description());
        }
    }

    void abandon(Delivery delivery, String kind, String why) {
        settler.abandon(delivery, ending -> end(delivery, ending, kind, why, 0));
    }

    void deadLetter(Delivery delivery, Decision.DeadLetter decision) {
        settler.deadLetter(
                delivery, decision, ending -> end(delivery, ending, decision.reason(), decision.description(), 0));
    }

    private void release(Delivery delivery) {
        settler.release(delivery, ending -> end(delivery, ending, "", "", 0));
    }

    /** The one place where a message leaves our hands. */
    void end(Delivery delivery, Ending ending, String kind, String detail, int outputs) {
        serially(() -> {
            if (!delivery.end()) {
                return;
            }
            inFlight.remove(delivery);
            inHand = inFlight.size();
            if (delivery.isStarted()) {
                started--;
            }
            delivery.giveUp();
            watch.sign(System.nanoTime());
            listener.ended(delivery, ending, kind, detail, outputs);
            if (ending == Ending.COMPLETED && failurePause.succeeded()) {
                listener.changed("a message went through: taking messages again");
                reconsider();
            }
            source.ended(delivery);
            startReady();
            demand();
            checkDrained();
        });
    }

    private void failed() {
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
        if (drain.isUnderWay() || phase.activity() == PumpStatus.Activity.STOPPED) {
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

    private void giveBackReady() {
        while (!ready.isEmpty()) {
            release(ready.remove());
        }
    }

    private void endWaiting(Delivery delivery) {
        boolean waited = delivery.isWaiting();
        delivery.giveUp();
        if (waited) {
            abandon(delivery, "Stopped", "drained while it waited for its next try");
        }
    }

    private void tick() {
        long now = System.nanoTime();
        if (input.locks()) {
            locks.tick(List.copyOf(inFlight), now);
        }
        watch.tick(now);
        source.tick(now);
        checkDrained();
    }

    private void checkDrained() {
        if (drain.isUnderWay() && inFlight.isEmpty()) {
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
