package dev.busway.http;

import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * Bounds how often an answer is made that everybody may ask for: each who asks gets a new one as long as they are few, and
 * in a flood the last one again. Deliberately refuses nobody: to a probe a refusal means down, and whoever floods may have the
 * same address as the probe. May be used by any thread.
 *
 * @param <T> an answer that can be given many times
 */
public final class LastAnswer<T> {

    private final Supplier<T> maker;
    private final int perSecond;
    private final int atOnce;
    private final LongSupplier nanoTime;

    // Guarded by this.
    private double allowance;
    private long at;
    private T last;

    LastAnswer(Supplier<T> maker, int perSecond, int atOnce, LongSupplier nanoTime) {
        this.maker = maker;
        this.perSecond = perSecond;
        this.atOnce = atOnce;
        this.nanoTime = nanoTime;
        this.allowance = atOnce;
        this.at = nanoTime.getAsLong();
    }

    /**
     * Bounds what a maker makes.
     *
     * @param maker makes an answer; not called by two threads at once
     * @param perSecond how many are made in a second at most; in a flood no answer is older than its part of a second
     * @param atOnce how many may be made one upon the other after a time of quiet, from 1
     */
    public static <T> LastAnswer<T> of(Supplier<T> maker, int perSecond, int atOnce) {
        return new LastAnswer<>(maker, perSecond, atOnce, System::nanoTime);
    }

    /** What the maker throws is thrown on, and nothing kept of it. */
    public synchronized T get() {
        long now = nanoTime.getAsLong();
        double earned = (now - at) / (double) TimeUnit.SECONDS.toNanos(1) * perSecond;
        allowance = Math.min(atOnce, allowance + earned);
        at = now;
        if (last == null || allowance >= 1) {
            last = maker.get();
            allowance--;
        }
        return last;
    }
}
