package dev.busway.emulator;

/** A step of a client's work with the emulator that can be made to go wrong. */
public enum FaultStep {
    /** A transfer of one message or one batch, or a request to schedule messages. */
    SEND,
    /** A settlement on a link or through the management node, in a transaction or not. */
    SETTLEMENT,
    /** The renewal of a lock or of a session lock. */
    RENEWAL,
    /** Any other request to a management node. */
    MANAGEMENT,
    /** A link, sending or receiving, to an entity or its management node. */
    ATTACH,
    /** The start of a transaction; belongs to no queue. */
    DECLARE,
    /** The end of a transaction, commit or rollback; belongs to no queue. */
    DISCHARGE,
    /** A token shown on {@code $cbs}; belongs to no queue. */
    TOKEN
}
