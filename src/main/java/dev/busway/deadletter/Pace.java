package dev.busway.deadletter;

import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/** Spaces actions evenly so that no more than a given number starts in a second; used by one thread. */
final class Pace {

    private final long interval;
    private final LongSupplier nanoTime;
    private long next;

    Pace(double perSecond, LongSupplier nanoTime) {
        requireRate(perSecond);
        this.interval = perSecond == 0 ? 0 : (long) (TimeUnit.SECONDS.toNanos(1) / perSecond);
        this.nanoTime = nanoTime;
        this.next = nanoTime.getAsLong();
    }

    static void requireRate(double perSecond) {
        if (perSecond != 0 && !(perSecond >= 0.1 && perSecond <= 10_000)) {
            throw new IllegalArgumentException(
                    "the rate must be 0 (no limit) or from 0.1 to 10000 a second: " + perSecond);
        }
    }

    boolean isLimited() {
        return interval > 0;
    }

    /** How long to wait for the next turn; 0 when it has come. */
    long nanosToTurn() {
        return isLimited() ? Math.max(0, next - nanoTime.getAsLong()) : 0;
    }

    /** Takes the turn; time that nobody used is not saved up. */
    void take() {
        next = Math.max(next, nanoTime.getAsLong()) + interval;
    }
}
