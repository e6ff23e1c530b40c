package dev.busway.servicebus.receive;

/** How our hold on a message ended. */
public enum Ending {
    COMPLETED,
    ABANDONED,
    DEAD_LETTERED,
    RELEASED,
    LOCK_LOST,
    SCHEDULED,
    /** It was received and deleted, and the work on it failed. */
    LOST
}
