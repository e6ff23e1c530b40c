package dev.busway.servicebus.work;

/**
 * Keeps an {@link OutOfMemoryError} from being handled like any other failure: after one, parts of the process that nobody
 * watches may be missing, so it goes to the thread's handler for uncaught errors, which a host sets to end the process.
 */
public final class OutOfMemory {

    /** Causes may form a circle. */
    private static final int DEEPEST = 20;

    private OutOfMemory() {}

    /** To be called with whatever was caught, before anything else is done about it. */
    public static void check(Throwable caught) {
        Throwable each = caught;
        for (int depth = 0; each != null && depth < DEEPEST; depth++) {
            if (each instanceof OutOfMemoryError) {
                Thread thread = Thread.currentThread();
                thread.getUncaughtExceptionHandler().uncaughtException(thread, each);
                return;
            }
            each = each.getCause();
        }
    }
}
