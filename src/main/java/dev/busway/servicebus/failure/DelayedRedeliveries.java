package dev.busway.servicebus.failure;

import java.time.Duration;

/**
 * How often and how late a message comes again that could not be processed while it was locked.
 *
 * @param count how many scheduled copies there may be; 0 switches them off
 * @param delay before the first of them
 * @param multiplier by which each further delay is longer; at least 1
 * @param maxDelay that no delay exceeds
 */
public record DelayedRedeliveries(int count, Duration delay, double multiplier, Duration maxDelay) {

    public DelayedRedeliveries {
        if (count < 0) {
            throw new IllegalArgumentException("delayedRedeliveries must be at least 0, not " + count);
        }
        if (delay.isNegative() || maxDelay.isNegative()) {
            throw new IllegalArgumentException(
                    "delayedRedeliveryDelay and delayedRedeliveryMaxDelay must not be negative");
        }
        if (multiplier < 1) {
            throw new IllegalArgumentException("delayedRedeliveryMultiplier must be at least 1, not " + multiplier);
        }
    }

    public boolean isOn() {
        return count > 0;
    }

    /** The delay of copy number {@code attempt}, from 1. */
    public Duration before(int attempt) {
        double millis = delay.toMillis() * Math.pow(multiplier, attempt - 1.0);
        return millis >= maxDelay.toMillis() ? maxDelay : Duration.ofMillis((long) millis);
    }
}
