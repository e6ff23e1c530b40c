package dev.busway.emulator.amqp.message;

import dev.busway.emulator.queue.Refusal;
import java.util.Map;
import org.apache.qpid.proton.amqp.Symbol;
import org.apache.qpid.proton.amqp.transport.ErrorCondition;

/** The error conditions of the wire, and which one each of the engine's refusals is. */
public final class Conditions {

    public static final Symbol LOCK_LOST = Symbol.valueOf("com.microsoft:message-lock-lost");
    public static final Symbol SESSION_LOCK_LOST = Symbol.valueOf("com.microsoft:session-lock-lost");
    public static final Symbol SESSION_CANNOT_BE_LOCKED = Symbol.valueOf("com.microsoft:session-cannot-be-locked");
    public static final Symbol TIMEOUT = Symbol.valueOf("com.microsoft:timeout");
    public static final Symbol MESSAGE_NOT_FOUND = Symbol.valueOf("com.microsoft:message-not-found");
    public static final Symbol ARGUMENT_ERROR = Symbol.valueOf("com.microsoft:argument-error");
    public static final Symbol SERVER_BUSY = Symbol.valueOf("com.microsoft:server-busy");
    public static final Symbol DEAD_LETTER = Symbol.valueOf("com.microsoft:dead-letter");
    public static final Symbol ENTITY_DISABLED = Symbol.valueOf("com.microsoft:entity-disabled");
    public static final Symbol NOT_FOUND = Symbol.valueOf("amqp:not-found");
    public static final Symbol NOT_ALLOWED = Symbol.valueOf("amqp:not-allowed");
    public static final Symbol NOT_IMPLEMENTED = Symbol.valueOf("amqp:not-implemented");
    public static final Symbol INTERNAL_ERROR = Symbol.valueOf("amqp:internal-error");
    public static final Symbol DECODE_ERROR = Symbol.valueOf("amqp:decode-error");
    public static final Symbol RESOURCE_LIMIT_EXCEEDED = Symbol.valueOf("amqp:resource-limit-exceeded");
    public static final Symbol UNAUTHORIZED_ACCESS = Symbol.valueOf("amqp:unauthorized-access");
    public static final Symbol MESSAGE_SIZE_EXCEEDED = Symbol.valueOf("amqp:link:message-size-exceeded");
    public static final Symbol DETACH_FORCED = Symbol.valueOf("amqp:link:detach-forced");
    public static final Symbol CONNECTION_FORCED = Symbol.valueOf("amqp:connection:forced");
    public static final Symbol FRAMING_ERROR = Symbol.valueOf("amqp:connection:framing-error");
    public static final Symbol HANDLE_IN_USE = Symbol.valueOf("amqp:session:handle-in-use");
    public static final Symbol UNATTACHED_HANDLE = Symbol.valueOf("amqp:session:unattached-handle");
    public static final Symbol TRANSFER_LIMIT_EXCEEDED = Symbol.valueOf("amqp:link:transfer-limit-exceeded");
    public static final Symbol TRANSACTION_UNKNOWN = Symbol.valueOf("amqp:transaction:unknown-id");
    public static final Symbol TRANSACTION_ROLLBACK = Symbol.valueOf("amqp:transaction:rollback");

    /** The Python SDK takes every error to have this map, and hangs on one without. */
    private static final Map<Symbol, Object> INFO = Map.of(Symbol.valueOf("com.microsoft:tracking-id"), "emulator");

    private Conditions() {}

    /** The condition that tells a client of this refusal. */
    public static Symbol of(Refusal refusal) {
        if (refusal instanceof Refusal.LockLost) {
            return LOCK_LOST;
        } else if (refusal instanceof Refusal.Injected injected) {
            return Symbol.valueOf(injected.condition());
        } else if (refusal instanceof Refusal.SessionLockLost) {
            return SESSION_LOCK_LOST;
        } else if (refusal instanceof Refusal.SessionCannotBeLocked) {
            return SESSION_CANNOT_BE_LOCKED;
        } else if (refusal instanceof Refusal.SessionTimeout) {
            return TIMEOUT;
        } else if (refusal instanceof Refusal.EntityNotFound) {
            return NOT_FOUND;
        } else if (refusal instanceof Refusal.MessageNotFound) {
            return MESSAGE_NOT_FOUND;
        } else if (refusal instanceof Refusal.MessageTooLarge || refusal instanceof Refusal.BatchTooLarge) {
            return MESSAGE_SIZE_EXCEEDED;
        } else if (refusal instanceof Refusal.QuotaExceeded || refusal instanceof Refusal.MemoryFull) {
            return RESOURCE_LIMIT_EXCEEDED;
        } else if (refusal instanceof Refusal.EntityDisabled) {
            return ENTITY_DISABLED;
        } else if (refusal instanceof Refusal.TransactionUnknown) {
            return TRANSACTION_UNKNOWN;
        } else if (refusal instanceof Refusal.TransactionTooLarge) {
            return TRANSACTION_ROLLBACK;
        }
        return NOT_ALLOWED;
    }

    public static ErrorCondition error(Refusal refusal) {
        return error(of(refusal), refusal.description());
    }

    public static ErrorCondition error(Symbol condition, String description) {
        ErrorCondition error = new ErrorCondition(condition, description);
        error.setInfo(INFO);
        return error;
    }
}
