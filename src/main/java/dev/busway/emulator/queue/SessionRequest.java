package dev.busway.emulator.queue;

/** A request for a message session that may have to wait. */
public interface SessionRequest {

    /** Forgets the request without an answer; does nothing once it has been answered. */
    void cancel();
}
