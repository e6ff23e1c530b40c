package dev.busway.emulator.queue;

/**
 * A rule of Azure Service Bus that forbids something. All of them hold unless a test switches one off by name, to see
 * what its program would do without it.
 */
public enum AzureRule {
    /**
     * Without cross-entity transactions (the client then uses one AMQP session for each entity) a transaction works on
     * one queue or topic only.
     */
    ONE_ENTITY_PER_TRANSACTION,
    /**
     * With cross-entity transactions (control link and other links on one AMQP session) the first queue or topic of the
     * session is the one that all transactions go through; a receiver on another one is refused when it attaches.
     */
    RECEIVE_FROM_FIRST_ENTITY_ONLY,
    /** A request to a management node cannot be part of a transaction. */
    NO_MANAGEMENT_IN_TRANSACTION,
    /** A batch takes at most 1 MB, however large a single message may be. */
    BATCH_SIZE,
    /** A transaction holds at most 100 operations. */
    TRANSACTION_SIZE,
    /** A transaction ends by itself 2 minutes after its first operation. */
    TRANSACTION_TIME,
    /** On partitioned entities all operations of a transaction carry the same partition key. */
    ONE_PARTITION_KEY,
    /** An AMQP session holds at most 255 links. */
    LINKS_PER_SESSION
}
