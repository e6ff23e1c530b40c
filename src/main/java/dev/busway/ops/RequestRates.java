package dev.busway.ops;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * Bounds how often one address may ask; a wrong token costs more than a request, so that nobody gets to try many.
 *
 * <p>Remembers the {@value #MAX_ADDRESSES} addresses that asked last; one that is forgotten starts with a full allowance.
 */
final class RequestRates {

    static final int PER_SECOND = 20;
    static final int AT_ONCE = 200;
    static final int WRONG_TOKEN_COST = 40;
    private static final int MAX_ADDRESSES = 1_000;

    private static final class Allowance {
        private double left = AT_ONCE;
        private long at;
    }

    private final LongSupplier nanoTime;

    // Guarded by this.
    private final Map<String, Allowance> allowances = new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Allowance> eldest) {
            return size() > MAX_ADDRESSES;
        }
    };

    RequestRates(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
    }

    void request(String address) {
        if (!take(address, 1)) {
            throw new Refusal(429, "too many requests from this address; wait a few seconds");
        }
    }

    void wrongToken(String address) {
        take(address, WRONG_TOKEN_COST);
    }

    private synchronized boolean take(String address, int cost) {
        long now = nanoTime.getAsLong();
        Allowance allowance = allowances.computeIfAbsent(address, unknown -> {
            Allowance fresh = new Allowance();
            fresh.at = now;
            return fresh;
        });
        double earned = (now - allowance.at) / (double) TimeUnit.SECONDS.toNanos(1) * PER_SECOND;
        allowance.left = Math.min(AT_ONCE, allowance.left + earned);
        allowance.at = now;
        if (allowance.left < 1) {
            return false;
        }
        allowance.left -= cost;
        return true;
    }
}
