package dev.busway.ops;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * Bounds how often whoever has no right may ask, by address; and how often a wrong token may be shown, by address and in total,
 * because who guesses may have many addresses. Who has the right is not asked for here, so that nobody can use up what a holder
 * of the token behind the same proxy needs.
 *
 * <p>Remembers the {@value #MAX_ADDRESSES} addresses that asked last; one that is forgotten starts with a full allowance.
 */
final class RequestRates {

    static final int PER_SECOND = 20;
    static final int AT_ONCE = 200;
    static final double WRONG_PER_SECOND = 0.5;
    static final int WRONG_AT_ONCE = 5;
    static final int WRONG_IN_ALL_PER_SECOND = 10;
    static final int WRONG_IN_ALL_AT_ONCE = 200;
    private static final int MAX_ADDRESSES = 1_000;

    private static final class Allowance {
        private final double perSecond;
        private final int atOnce;
        private double left;
        private long at;

        Allowance(double perSecond, int atOnce, long now) {
            this.perSecond = perSecond;
            this.atOnce = atOnce;
            this.left = atOnce;
            this.at = now;
        }

        boolean take(long now) {
            double earned = (now - at) / (double) TimeUnit.SECONDS.toNanos(1) * perSecond;
            left = Math.min(atOnce, left + earned);
            at = now;
            if (left < 1) {
                return false;
            }
            left--;
            return true;
        }
    }

    private static final class Allowances extends LinkedHashMap<String, Allowance> {
        private static final long serialVersionUID = 1L;

        Allowances() {
            super(16, 0.75f, true);
        }

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Allowance> eldest) {
            return size() > MAX_ADDRESSES;
        }
    }

    private final LongSupplier nanoTime;

    // Guarded by this.
    private final Allowances requests = new Allowances();
    private final Allowances wrong = new Allowances();
    private final Allowance wrongInAll;

    RequestRates(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
        this.wrongInAll = new Allowance(WRONG_IN_ALL_PER_SECOND, WRONG_IN_ALL_AT_ONCE, nanoTime.getAsLong());
    }

    synchronized void request(String address) {
        long now = nanoTime.getAsLong();
        if (!requests.computeIfAbsent(address, unknown -> new Allowance(PER_SECOND, AT_ONCE, now))
                .take(now)) {
            throw new Refusal(429, "too many requests from this address; wait a few seconds");
        }
    }

    synchronized void wrongToken(String address) {
        long now = nanoTime.getAsLong();
        boolean few = wrong.computeIfAbsent(address, unknown -> new Allowance(WRONG_PER_SECOND, WRONG_AT_ONCE, now))
                .take(now);
        if (!few || !wrongInAll.take(now)) {
            throw new Refusal(429, "too many wrong tokens; the right one still works");
        }
    }
}
