package dev.busway.emulator.amqp;

import dev.busway.emulator.amqp.message.Conditions;
import org.apache.qpid.proton.amqp.Symbol;

/** A peer did what AMQP forbids: its connection is closed with this error. */
final class ProtocolViolation extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final transient Symbol condition;

    ProtocolViolation(Symbol condition, String description) {
        super(description);
        this.condition = condition;
    }

    static ProtocolViolation framing(String description) {
        return new ProtocolViolation(Conditions.FRAMING_ERROR, description);
    }

    static ProtocolViolation decode(String description) {
        return new ProtocolViolation(Conditions.DECODE_ERROR, description);
    }

    static ProtocolViolation notAllowed(String description) {
        return new ProtocolViolation(Conditions.NOT_ALLOWED, description);
    }

    Symbol condition() {
        return condition;
    }
}
