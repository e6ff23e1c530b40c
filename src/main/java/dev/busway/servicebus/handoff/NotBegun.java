package dev.busway.servicebus.handoff;

import dev.busway.servicebus.connection.Classified;
import dev.busway.servicebus.connection.FailureKind;

/** No transaction could be begun, which is the fault of no message and of no target. */
final class NotBegun extends RuntimeException implements Classified {
    private static final long serialVersionUID = 1L;

    NotBegun(Throwable cause) {
        super("no transaction can be begun: " + FailureKind.describe(cause), cause, false, false);
    }

    @Override
    public FailureKind kind() {
        return FailureKind.of(getCause());
    }
}
