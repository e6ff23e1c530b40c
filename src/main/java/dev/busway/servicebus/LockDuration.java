package dev.busway.servicebus;

import java.time.Duration;
import java.util.Optional;

/**
 * What the lock duration of a queue means for an app. Locks are renewed, so even a short one holds through a long work and
 * its retries in process; what it must outlast is the time in which nothing can be renewed.
 */
public final class LockDuration {

    /** After a lost connection the Azure SDK was measured to need up to 11 seconds until it works again. */
    static final Duration SHORTEST_GOOD = Duration.ofSeconds(30);

    /** The longest that Service Bus allows; what looks longer is a clock that goes wrong. */
    static final Duration LONGEST = Duration.ofMinutes(5);

    private LockDuration() {}

    /** What to do about a lock duration; empty when there is nothing to do. */
    public static Optional<String> advice(Duration lock) {
        if (lock.compareTo(SHORTEST_GOOD) >= 0) {
            return Optional.empty();
        }
        return Optional.of(
                "A connection that is lost for longer ends the locks, and messages in work are worked on again:"
                        + " set it to a minute, az servicebus queue update (or topic subscription update) --lock-duration PT1M.");
    }

    /** Whether a measured duration can be one: with clocks in step it is at most what Service Bus allows. */
    static boolean isPlausible(Duration measured) {
        return !measured.isNegative() && !measured.isZero() && measured.compareTo(LONGEST.plusSeconds(5)) <= 0;
    }
}
