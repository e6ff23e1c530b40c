package dev.busway.servicebus;

/** How the host's hold on one received message ended. */
public enum MessageOutcome {
    /** The broker has removed it; its outputs, if any, are in. */
    COMPLETED,
    /** Given back with the delivery counted. */
    ABANDONED,
    /** Moved aside by the app. */
    DEAD_LETTERED,
    /** Given back before any work was started. */
    RELEASED,
    /** Its lock ended before it could be settled; it is left to its next holder. */
    LOCK_LOST,
    /** Completed together with a copy scheduled for a later try. */
    SCHEDULED,
    /** It had been received and deleted before its work failed, so that nobody gets it again. */
    LOST
}
