package dev.busway.servicebus.handoff;

import com.azure.core.amqp.exception.AmqpErrorCondition;
import com.azure.core.amqp.exception.AmqpException;
import dev.busway.servicebus.connection.Classified;
import dev.busway.servicebus.connection.ConnectionLost;
import dev.busway.servicebus.connection.FailureKind;
import dev.busway.servicebus.connection.Target;
import java.util.concurrent.TimeoutException;

/** Something went wrong on the way to one queue or topic. */
final class TargetFailed extends RuntimeException implements Classified {
    private static final long serialVersionUID = 1L;

    private final transient Target target;
    private final FailureKind kind;

    private TargetFailed(Target target, FailureKind kind, String text, Throwable cause) {
        super(text, cause, false, false);
        this.target = target;
        this.kind = kind;
    }

    static Throwable because(Target target, Throwable cause) {
        return cause instanceof Classified || cause instanceof ConnectionLost
                ? cause
                : new TargetFailed(target, FailureKind.of(cause), FailureKind.describe(cause), cause);
    }

    /** Its link was not opened in time, while the connection stands. */
    static TargetFailed notOpened(Target target, long seconds) {
        return new TargetFailed(
                target, FailureKind.ENTITY, "no answer to the attach of the link within " + seconds + " s", null);
    }

    /** Whether an answer did not come in time, by the SDK's clock or by ours. */
    static boolean isTimeout(Throwable error) {
        for (Throwable each = error; each != null; each = each.getCause()) {
            if (each instanceof TimeoutException
                    || (each instanceof AmqpException e && e.getErrorCondition() == AmqpErrorCondition.TIMEOUT_ERROR)) {
                return true;
            }
        }
        return false;
    }

    Target target() {
        return target;
    }

    @Override
    public FailureKind kind() {
        return kind;
    }
}
