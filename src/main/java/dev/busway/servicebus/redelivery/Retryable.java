package dev.busway.servicebus.redelivery;

import java.time.Duration;
import java.util.concurrent.ScheduledFuture;

/** A message in flight, as far as its waiting for the next retry goes. */
public interface Retryable {

    /** A thread begins to work on it. */
    void enters();

    /** A thread that had begun to work on it does so no more. */
    void leaves();

    /** False once its route has ended: what a wire tap still does then is no longer work on the message. */
    boolean isRouteRunning();

    /**
     * Runs {@code nextTry} on a worker after {@code delay}; the message gives it up early when it is drained or its lock is
     * lost.
     */
    ScheduledFuture<?> backOff(Runnable nextTry, Duration delay);
}
