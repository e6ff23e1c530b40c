package dev.busway.emulator.queue;

import java.util.List;

/** What can be sent to: a queue or a topic. */
public sealed interface Entity permits Queue, Topic {

    /** As declared; of a sub-entity its full address, such as {@code orders/$DeadLetterQueue}. */
    String name();

    /** The name of the queue or topic that it is or that it belongs to. */
    String topLevel();

    /** What it lets its clients do; that of a sub-entity is the one of the entity it belongs to. */
    EntityStatus status();

    /**
     * Lets its clients do more or less from now on; receivers that are no longer allowed end with EntityDisabled.
     *
     * @throws IllegalArgumentException for a dead-letter queue
     */
    void setStatus(EntityStatus status);

    /**
     * Changes what its messages may take together, at least 1; what is there stays.
     *
     * @throws IllegalArgumentException for a dead-letter queue
     */
    void setMaxSizeInBytes(long bytes);

    /**
     * Sends messages, all or none; those with a scheduled enqueue time in the future are scheduled.
     *
     * @param transaction null: at once
     * @return refused: EntityDisabled, MessageTooLarge, QuotaExceeded, NotAllowed (no session id where sessions are required; a
     *     dead-letter queue), TransactionUnknown, TransactionTooLarge; in a transaction a refusal dooms it
     */
    Result<Void> send(List<NewMessage> messages, Transaction transaction);

    /**
     * Schedules messages for their scheduled enqueue time, all or none.
     *
     * @param transaction null: at once
     * @return sequence numbers in the order of the messages; refused as {@link #send}
     */
    Result<List<Long>> schedule(List<NewMessage> messages, Transaction transaction);

    /** Cancels scheduled messages, all or none; refused: MessageNotFound. */
    Result<Void> cancelScheduled(List<Long> sequenceNumbers);
}
