package dev.busway.servicebus.failure;

/** Where a failure came from, for the log: its classes and stack traces without its texts, which may quote the message. */
public final class TraceOnly extends Exception {

    private static final long serialVersionUID = 1L;
    private static final int DEEPEST = 20;

    private TraceOnly(Throwable failure, Throwable cause) {
        super(failure.getClass().getName(), cause, false, true);
        setStackTrace(failure.getStackTrace());
    }

    /** The trace of a failure and of its causes; null of null. */
    public static TraceOnly of(Throwable failure) {
        return of(failure, DEEPEST);
    }

    private static TraceOnly of(Throwable failure, int levels) {
        return failure == null || levels == 0 ? null : new TraceOnly(failure, of(failure.getCause(), levels - 1));
    }
}
