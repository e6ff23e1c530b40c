package dev.busway.emulator.queue;

import java.util.UUID;

/**
 * Something that happened to a message.
 *
 * @param time epoch milliseconds
 * @param entity name of the queue or subscription it happened in
 * @param kind what happened
 * @param message as it stands after that
 * @param lockToken the lock it is about; null where there is none
 * @param transactionId the transaction that did it, 0 for none; told when it is committed, not before
 * @param detail the reason of {@link Kind#DEAD_LETTERED}, else null
 */
public record MessageEvent(
        long time, String entity, Kind kind, Message message, UUID lockToken, long transactionId, String detail) {

    /** What can happen to a message. */
    public enum Kind {
        /** Became deliverable: sent, or its scheduled time has come; also on arrival in a dead-letter queue. */
        ENQUEUED,
        /** Accepted for a later time. */
        SCHEDULED,
        /** A scheduled message was cancelled. */
        CANCELLED,
        /** Taken under peek-lock. */
        LOCKED,
        /** Its lock was renewed. */
        RENEWED,
        /** Taken and removed by receive-and-delete. */
        RECEIVED_AND_DELETED,
        /** Settled: removed. */
        COMPLETED,
        /** Settled: given back, delivery counted. */
        ABANDONED,
        /** Settled: set aside. */
        DEFERRED,
        /** Settled, or freed because its session was given up: given back, delivery not counted. */
        RELEASED,
        /** Its lock or session lock ran out, delivery counted. */
        LOCK_EXPIRED,
        /** Moved from this entity to its dead-letter queue, by a receiver or by the broker. */
        DEAD_LETTERED,
        /** Its time to live ran out and it was dropped. */
        EXPIRED,
        /** Accepted and dropped: the same message id came within the duplicate detection window. */
        DUPLICATE_DROPPED,
        /** Removed by a delete request or with its entity. */
        DELETED
    }

    public long sequenceNumber() {
        return message.sequenceNumber();
    }

    public String messageId() {
        return message.messageId();
    }

    public int deliveryCount() {
        return message.deliveryCount();
    }
}
