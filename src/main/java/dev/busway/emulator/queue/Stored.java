package dev.busway.emulator.queue;

import java.util.UUID;

/** One message in its queue, and who holds it. */
final class Stored {

    private final Session session;
    private Message message;
    private UUID lockToken;
    private long lockedUntil;
    private Transaction enlistedIn;

    /** The session is null where the queue has none. */
    Stored(Message message, Session session) {
        this.message = message;
        this.session = session;
    }

    Message message() {
        return message;
    }

    void become(Message changed) {
        message = changed;
    }

    Session session() {
        return session;
    }

    boolean isLocked() {
        return lockToken != null;
    }

    UUID lockToken() {
        return lockToken;
    }

    /** When its own lock ends; a message of a held session ends with the session's lock instead. */
    long lockedUntil() {
        return session == null ? lockedUntil : session.lockedUntil();
    }

    void lock(UUID token, long until) {
        lockToken = token;
        lockedUntil = until;
    }

    void extend(long until) {
        lockedUntil = until;
    }

    void unlock() {
        lockToken = null;
        enlistedIn = null;
    }

    /** The transaction in which it is already settled; null if there is none. */
    Transaction enlistedIn() {
        return enlistedIn;
    }

    void enlist(Transaction transaction) {
        enlistedIn = transaction;
    }
}
