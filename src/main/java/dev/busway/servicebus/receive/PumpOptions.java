package dev.busway.servicebus.receive;

import java.time.Duration;

/**
 * How much a pump takes and when it pauses.
 *
 * @param maxConcurrentCalls messages in work at the same time, from receipt to settlement; at least 1
 * @param prefetchCount messages that may be held beyond that, ready to be started; at least 0
 * @param maxLockRenewal how long a lock is renewed from its receipt on
 * @param pauseAfterFailures failures in a row after which no message is taken for a while; 0 is never
 * @param pauseDuration how long that while is
 * @param sessionIdle how long a message session may bring nothing before another one has its turn
 */
public record PumpOptions(
        int maxConcurrentCalls,
        int prefetchCount,
        Duration maxLockRenewal,
        int pauseAfterFailures,
        Duration pauseDuration,
        Duration sessionIdle) {

    public PumpOptions {
        requireAtLeast("maxConcurrentCalls", maxConcurrentCalls, 1);
        requireAtLeast("prefetchCount", prefetchCount, 0);
        requireAtLeast("pauseAfterFailures", pauseAfterFailures, 0);
        requirePositive("pauseDuration", pauseDuration);
        requirePositive("sessionIdleTimeout", sessionIdle);
    }

    private static void requirePositive(String option, Duration value) {
        if (value.isNegative() || value.isZero()) {
            throw new IllegalArgumentException(option + " must be longer than nothing, not " + value);
        }
    }

    private static void requireAtLeast(String option, int value, int least) {
        if (value < least) {
            throw new IllegalArgumentException(option + " must be at least " + least + ", not " + value);
        }
    }
}
