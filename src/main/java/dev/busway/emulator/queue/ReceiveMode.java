package dev.busway.emulator.queue;

/** What a delivery does to the message. */
public enum ReceiveMode {
    /** Locks it until it is settled or the lock expires. */
    PEEK_LOCK,
    /** Removes it. */
    RECEIVE_AND_DELETE
}
