package dev.busway.servicebus.receive;

import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;

/**
 * The lock on one message, as far as we can know it: when it ends by the broker's last word, and when to renew it. Times are
 * those of {@link System#nanoTime}. Written inside the pump's serial only; a bean may ask {@link #isLost()} on any thread.
 */
public final class MessageLock {

    /** The exchange property that holds the lock of the message in work. */
    public static final String PROPERTY = "BuswayMessageLock";

    private static final Duration LONGEST_LOCK = Duration.ofMinutes(5);
    private static final Duration LONGEST_WAIT = Duration.ofSeconds(20);
    private static final Duration AFTER_FAILURE = Duration.ofSeconds(1);
    private static final Duration SHORTEST_PATIENCE = Duration.ofMillis(500);
    private static final Duration LONGEST_PATIENCE = Duration.ofSeconds(5);

    private final long renewUntil;
    private long ends;
    private long renewAt;
    private boolean renewing;
    private volatile boolean lost;

    MessageLock(OffsetDateTime lockedUntil, Duration maxRenewal, long now) {
        this.renewUntil = now + maxRenewal.toNanos();
        extend(lockedUntil, now);
    }

    /** True once the lock has ended before the message was settled: whatever is still done for it will not be sent. */
    public boolean isLost() {
        return lost;
    }

    /** Whether the broker's clock and ours are too far apart to tell when it ends is no matter: then it is renewed early. */
    void extend(OffsetDateTime lockedUntil, long now) {
        Duration left = lockedUntil == null ? Duration.ZERO : Duration.between(Instant.now(), lockedUntil.toInstant());
        boolean known = !left.isNegative() && !left.isZero();
        Duration believed = !known || left.compareTo(LONGEST_LOCK) > 0 ? LONGEST_LOCK : left;
        long wait = known ? believed.toNanos() / 2 : AFTER_FAILURE.toNanos();
        ends = now + believed.toNanos();
        renewAt = now + Math.min(wait, LONGEST_WAIT.toNanos());
        renewing = false;
    }

    boolean isDue(long now) {
        return !lost && !renewing && now - renewAt >= 0 && now - renewUntil < 0;
    }

    boolean hasEnded(long now) {
        return !lost && now - ends >= 0;
    }

    /** How long to wait for the answer to a renewal: so that there is time for another one before the lock ends. */
    Duration patience(long now) {
        Duration half = Duration.ofNanos(ends - now).dividedBy(2);
        Duration atLeast = half.compareTo(SHORTEST_PATIENCE) < 0 ? SHORTEST_PATIENCE : half;
        return atLeast.compareTo(LONGEST_PATIENCE) > 0 ? LONGEST_PATIENCE : atLeast;
    }

    void renewing() {
        renewing = true;
    }

    void renewalFailed(long now) {
        renewing = false;
        renewAt = now + Math.min(AFTER_FAILURE.toNanos(), (ends - now) / 4);
    }

    void lose() {
        lost = true;
    }
}
