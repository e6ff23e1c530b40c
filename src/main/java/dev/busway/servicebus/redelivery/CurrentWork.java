package dev.busway.servicebus.redelivery;

/**
 * The message that the current thread works on. Camel's error handler gives its scheduler a bare task, so this is how the
 * scheduler learns whose next try it is.
 */
public final class CurrentWork {

    private static final ThreadLocal<Retryable> CURRENT = new ThreadLocal<>();

    private CurrentWork() {}

    /** Runs {@code task} as work on {@code message}. */
    public static void run(Retryable message, Runnable task) {
        Retryable before = CURRENT.get();
        CURRENT.set(message);
        try {
            task.run();
        } finally {
            // Not removed where there was none: the next message would only make a new entry.
            CURRENT.set(before);
        }
    }

    /** From now on this thread works on {@code message}; null is on none of ours. */
    static void is(Retryable message) {
        if (CURRENT.get() != message) {
            CURRENT.set(message);
        }
    }

    static Retryable get() {
        return CURRENT.get();
    }
}
