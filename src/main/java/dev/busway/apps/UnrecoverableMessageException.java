package dev.busway.apps;

import java.util.Objects;

/**
 * Says that a message can never be processed, however often it is tried.
 *
 * <p>Throw it from a processor when the message itself is at fault: it contradicts itself, or asks for what the app does
 * not do. The host then dead-letters the message at once instead of trying again. For everything that may pass (a
 * service that does not answer, a lock in a database) throw anything else: that is tried again with growing delay.
 *
 * <p>The text becomes part of the dead-letter description, which many people can read: name the field and the rule that
 * it breaks, never the value.
 */
public final class UnrecoverableMessageException extends RuntimeException {

    public UnrecoverableMessageException(String message) {
        super(Objects.requireNonNull(message, "message"));
    }

    public UnrecoverableMessageException(String message, Throwable cause) {
        super(Objects.requireNonNull(message, "message"), cause);
    }
}
