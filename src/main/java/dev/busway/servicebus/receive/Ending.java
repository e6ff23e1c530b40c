package dev.busway.servicebus.receive;

/** How our hold on a message ended. */
public enum Ending {
    COMPLETED,
    ABANDONED,
    DEAD_LETTERED,
    RELEASED,
    LOCK_LOST,
    SCHEDULED
}
