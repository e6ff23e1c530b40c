package dev.busway.servicebus.receive;

import java.time.Duration;
import java.util.List;

/**
 * Finds messages in flight that nothing works on any more: no thread is inside their route, no retry waits, and still the route
 * has not ended. Nothing but a new start of the app helps those, so somebody has to be told. Owned by the pump's serial; what it
 * has found may be read on any thread.
 */
final class StuckWatch {

    private final long patienceNanos;
    private volatile String found = "";

    /**
     * A watch that has found nothing.
     *
     * @param patience how long nothing may happen to a message; a step may have given it to something outside that will answer
     */
    StuckWatch(Duration patience) {
        this.patienceNanos = patience.toNanos();
    }

    /** Gives whether what it finds has changed. */
    boolean tick(List<Delivery> inHand, long now) {
        String before = found;
        found = inHand.stream()
                .filter(delivery -> delivery.isIdleFor(patienceNanos, now))
                .findFirst()
                .map(StuckWatch::describe)
                .orElse("");
        return !found.equals(before);
    }

    private static String describe(Delivery delivery) {
        return "message " + delivery.message().getMessageId() + " (sequence number "
                + delivery.message().getSequenceNumber()
                + ") is in flight, but nothing works on it and nothing waits for it; stop and start the app, and look"
                + " for a step that never calls back";
    }

    /** The first such message in one line; empty when there is none. */
    String found() {
        return found;
    }
}
