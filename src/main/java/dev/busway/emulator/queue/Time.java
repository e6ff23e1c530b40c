package dev.busway.emulator.queue;

/**
 * The engine's only source of time: what time it is, and a way to be called at a time; both together, so that tests
 * move clocks and timers as one.
 *
 * <p>Used on the engine's thread only; tasks run on that thread too.
 */
public interface Time {

    /** Milliseconds since 1970-01-01T00:00:00Z; never goes back. */
    long now();

    /**
     * Runs the task once as soon as {@link #now} is at least {@code epochMillis}; never from inside this call, even
     * when that time has passed.
     */
    Alarm at(long epochMillis, Runnable task);

    /** A task that waits for its time. */
    interface Alarm {

        /** Drops the task unless it has run; may be called twice. */
        void cancel();
    }
}
