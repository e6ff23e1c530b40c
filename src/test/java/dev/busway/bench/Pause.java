package dev.busway.bench;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Lets time pass: a benchmark measures over time, so here waiting is the purpose. */
final class Pause {

    private Pause() {}

    static void of(Duration duration) {
        until(System.nanoTime() + duration.toNanos());
    }

    /** Returns at the given {@link System#nanoTime()}. */
    static void until(long nanoTime) {
        try {
            boolean never = new CountDownLatch(1).await(nanoTime - System.nanoTime(), TimeUnit.NANOSECONDS);
            assert !never;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while measuring", e);
        }
    }
}
