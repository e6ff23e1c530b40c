package dev.busway.emulator.queue;

import java.util.UUID;

/** Tells the listener what happens; with nobody listening it costs nothing. */
final class Journal {

    /** The transaction id of what happens outside of transactions. */
    static final long NO_TRANSACTION = 0;

    private final Time time;
    private final MessageListener listener;
    private final boolean silent;

    Journal(Time time, MessageListener listener) {
        this.time = time;
        this.listener = listener;
        this.silent = listener == MessageListener.NONE;
    }

    void tell(MessageEvent.Kind kind, String entity, Message message, UUID lockToken, long transactionId) {
        tell(kind, entity, message, lockToken, transactionId, null);
    }

    void tell(
            MessageEvent.Kind kind, String entity, Message message, UUID lockToken, long transactionId, String detail) {
        if (!silent) {
            listener.on(new MessageEvent(time.now(), entity, kind, message, lockToken, transactionId, detail));
        }
    }
}
