package dev.busway.servicebus.handoff;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * When an answer of the broker is overdue: after three times the slowest answer of late, so that a slow network is no
 * trouble. Each time that one is given up the next has twice as long, so that a broker which is slow at all times is heard
 * in the end. Safe for any thread; concurrent updates may lose one.
 */
final class AnswerTime {

    static final Duration LEAST = Duration.ofMillis(400);
    static final Duration MOST = Duration.ofSeconds(10);

    private static final int FACTOR = 3;
    private static final int MOST_DOUBLINGS = 5;

    private volatile long slowest;
    private final AtomicInteger givenUp = new AtomicInteger();

    Duration untilOverdue() {
        long nanos = Math.max(LEAST.toNanos(), FACTOR * slowest) << Math.min(givenUp.get(), MOST_DOUBLINGS);
        return Duration.ofNanos(Math.min(nanos, MOST.toNanos()));
    }

    /** What is fast again counts again, but not at once. */
    void answered(long nanos) {
        slowest = Math.max(nanos, slowest - slowest / 8);
        givenUp.set(0);
    }

    void givenUp() {
        givenUp.incrementAndGet();
    }
}
