package dev.busway.servicebus.redelivery;

import java.time.Duration;
import java.util.concurrent.ScheduledFuture;

/** A message in work, as far as its waiting for the next try goes. */
public interface Retryable {

    /**
     * Runs {@code nextTry} on a worker after {@code delay}; the message gives it up early when it is drained or its lock is
     * lost.
     */
    ScheduledFuture<?> backOff(Runnable nextTry, Duration delay);
}
