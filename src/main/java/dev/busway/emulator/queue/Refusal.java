package dev.busway.emulator.queue;

import java.util.UUID;

/** Why the engine did not do what was asked; each kind is one error condition on the wire. Nothing has changed. */
public sealed interface Refusal {

    /** For a person: what was refused and why; holds no message body. */
    String description();

    /** The lock has expired, or the token never was one of this queue. */
    record LockLost(UUID lockToken, String entity) implements Refusal {
        @Override
        public String description() {
            return "The lock supplied is invalid. Either the lock expired, or the message has already been removed from"
                    + " the queue. Entity: " + entity + ", lock token: " + lockToken + ".";
        }
    }

    /** The session lock has expired or is not held; the session id is null where only a lock token was given. */
    record SessionLockLost(String sessionId, String entity) implements Refusal {
        @Override
        public String description() {
            return "The session lock has expired on the session, or is not held. Entity: " + entity + ", session: "
                    + (sessionId == null ? "unknown" : sessionId) + ".";
        }
    }

    /** Another receiver holds the session. */
    record SessionCannotBeLocked(String sessionId, String entity) implements Refusal {
        @Override
        public String description() {
            return "The requested session '" + sessionId + "' of " + entity
                    + " cannot be accepted. It may be locked by another receiver.";
        }
    }

    /** No session became available in time. */
    record SessionTimeout(String entity, long timeoutMillis) implements Refusal {
        @Override
        public String description() {
            return "No session of " + entity + " became available within " + timeoutMillis + " ms.";
        }
    }

    /** There is no such queue, topic or subscription. */
    record EntityNotFound(String address) implements Refusal {
        @Override
        public String description() {
            return "The messaging entity '" + address + "' could not be found.";
        }
    }

    /** No message with this sequence number can be fetched or cancelled. */
    record MessageNotFound(long sequenceNumber, String entity) implements Refusal {
        @Override
        public String description() {
            return "No message with sequence number " + sequenceNumber + " to fetch or cancel in " + entity + ".";
        }
    }

    /** The message is larger than the engine allows. */
    record MessageTooLarge(long size, long limit) implements Refusal {
        @Override
        public String description() {
            return "The message is " + size + " bytes; the limit is " + limit + " bytes.";
        }
    }

    /** The batch is larger than a batch may be, whatever a single message may be. */
    record BatchTooLarge(long size, long limit) implements Refusal {
        @Override
        public String description() {
            return "The batch is " + size + " bytes; the limit of a batch is " + limit + " bytes.";
        }
    }

    /** The entity is full. */
    record QuotaExceeded(String entity, long limit) implements Refusal {
        @Override
        public String description() {
            return "The maximum entity size of " + entity + " has been reached: " + limit + " bytes.";
        }
    }

    /** The emulator as a whole is full. */
    record MemoryFull(String entity, long limit) implements Refusal {
        @Override
        public String description() {
            return "The emulator holds as many messages as its memory allows (" + limit + " bytes), so " + entity
                    + " takes no more; receive some, or give its Java process a larger heap (-Xmx).";
        }
    }

    /** An administrator has switched the entity off for this. */
    record EntityDisabled(String entity, EntityStatus status) implements Refusal {
        @Override
        public String description() {
            return "The messaging entity '" + entity + "' is currently disabled: its status is " + status + ".";
        }
    }

    /** The entity's kind or the request's arguments forbid it. */
    record NotAllowed(String description) implements Refusal {}

    /** A fault that a test has injected; {@code condition} is that of the wire. */
    record Injected(String condition, String description) implements Refusal {}

    /** The transaction has been discharged, has timed out, or never was. */
    record TransactionUnknown(long transactionId) implements Refusal {
        @Override
        public String description() {
            return "Transaction " + transactionId + " is unknown: it has ended or timed out.";
        }
    }

    /** The transaction holds as many operations as it may. */
    record TransactionTooLarge(long transactionId, int limit) implements Refusal {
        @Override
        public String description() {
            return "Transaction " + transactionId + " has reached its limit of " + limit + " operations.";
        }
    }
}
