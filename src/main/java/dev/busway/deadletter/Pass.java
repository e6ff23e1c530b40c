package dev.busway.deadletter;

import com.azure.messaging.servicebus.ServiceBusReceivedMessage;
import com.azure.messaging.servicebus.ServiceBusReceiverAsyncClient;
import dev.busway.message.MessageReader;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.OffsetDateTime;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Semaphore;

/**
 * Goes once through a dead-letter queue from its front and acts upon the chosen letters; used by one thread.
 *
 * <ol>
 *   <li>A sequence number leaves the chosen set before its action starts: no letter is tried twice, and one that is
 *       dead-lettered again meanwhile is another letter.
 *   <li>A letter that was not chosen is held until the pass ends. Given back at once it would be the first to come again, before
 *       all that lies behind it.
 *   <li>Nothing is held for longer than half its lock, nor more than {@link HeldLetters} allows; then the pass ends and the next
 *       one starts at the front. A pass that has tried nothing is the last, so there are at most as many as chosen letters and one.
 *   <li>Once a pass ends it asks for nothing more. What it had asked for and still arrives is given back; since that is a finite
 *       number, so is the giving back.
 * </ol>
 */
final class Pass {

    private static final int WINDOW = 32;
    private static final int ACTIONS_AT_ONCE = 32;
    private static final Duration ACTION_PATIENCE = Duration.ofSeconds(90);
    private static final Duration QUIET = Duration.ofMillis(300);
    private static final Duration SHORTEST_HOLD = Duration.ofSeconds(2);

    private final ServiceBusReceiverAsyncClient receiver;
    private final LetterAction action;
    private final Set<Long> chosen;
    private final int reach;
    private final WorkProgress progress;
    private final StopSignal stop;
    private final Pace pace;
    private final Patience patience;
    private final InstantSource clock;
    private final HeldLetters held;
    private final Semaphore freeActions = new Semaphore(ACTIONS_AT_ONCE);
    private Instant holdUntil = Instant.MAX;

    /**
     * How long to wait for a letter.
     *
     * @param first before one has come: links and tokens are being set up
     * @param next afterwards: no more are there
     */
    record Patience(Duration first, Duration next) {}

    /** @param reach how many letters to take at most, the chosen among them */
    Pass(
            ServiceBusReceiverAsyncClient receiver,
            LetterAction action,
            Set<Long> chosen,
            int reach,
            WorkProgress progress,
            StopSignal stop,
            Pace pace,
            Patience patience,
            InstantSource clock) {
        this.receiver = receiver;
        this.action = action;
        this.chosen = chosen;
        this.reach = reach;
        this.progress = progress;
        this.stop = stop;
        this.pace = pace;
        this.patience = patience;
        this.clock = clock;
        this.held = new HeldLetters(receiver);
    }

    /** Runs to the end of the pass, with nothing left under way and nothing left held. */
    void run() throws InterruptedException {
        stop.pause(pace.nanosToTurn());
        // With a limited rate one at a time, so that no lock runs while a letter waits for its turn.
        Inbox inbox = new Inbox(Math.min(reach, pace.isLimited() ? 1 : WINDOW));
        receiver.receiveMessages().subscribe(inbox);
        try {
            workThrough(inbox);
        } finally {
            freeActions.acquire(ACTIONS_AT_ONCE);
            freeActions.release(ACTIONS_AT_ONCE);
            end(inbox);
        }
    }

    private void workThrough(Inbox inbox) throws InterruptedException {
        Duration wait = patience.first();
        for (int taken = 1; !stop.isGiven(); taken++) {
            Optional<ServiceBusReceivedMessage> letter = inbox.next(wait);
            if (letter.isEmpty()) {
                return;
            }
            wait = patience.next();
            take(letter.get());
            if (chosen.isEmpty() || taken == reach || held.isFull() || mustGiveBackBeforeNextTurn()) {
                return;
            }
            stop.pause(pace.nanosToTurn());
            inbox.requestUpTo(reach);
        }
    }

    private void take(ServiceBusReceivedMessage letter) throws InterruptedException {
        if (!stop.isGiven() && chosen.remove(MessageReader.sequenceNumber(letter))) {
            pace.take();
            start(letter);
            return;
        }
        if (held.isEmpty()) {
            OffsetDateTime lockedUntil = MessageReader.lockedUntil(letter);
            Duration lock =
                    lockedUntil == null ? Duration.ZERO : Duration.between(clock.instant(), lockedUntil.toInstant());
            Duration half = lock.dividedBy(2);
            holdUntil = clock.instant().plus(half.compareTo(SHORTEST_HOLD) < 0 ? SHORTEST_HOLD : half);
        }
        held.add(letter);
    }

    private boolean mustGiveBackBeforeNextTurn() {
        return !held.isEmpty() && clock.instant().plusNanos(pace.nanosToTurn()).isAfter(holdUntil);
    }

    private void start(ServiceBusReceivedMessage letter) throws InterruptedException {
        freeActions.acquire();
        action.apply(letter)
                .timeout(ACTION_PATIENCE)
                .doFinally(signal -> freeActions.release())
                .subscribe(
                        nothing -> {},
                        failure -> progress.fail(MessageReader.sequenceNumber(letter), failure),
                        progress::succeed);
    }

    /** Gives back whatever bounces at once: each bounce uses up credit, and the sooner it does the sooner there is none. */
    private void end(Inbox inbox) throws InterruptedException {
        Optional<ServiceBusReceivedMessage> late = inbox.next(Duration.ZERO);
        do {
            while (late.isPresent()) {
                held.add(late.get());
                late = inbox.next(Duration.ZERO);
            }
            held.giveBack();
            late = inbox.isOwed() ? inbox.next(QUIET) : inbox.next(Duration.ZERO);
        } while (late.isPresent());
        inbox.cancel();
    }
}
