package dev.busway.servicebus.handoff;

import static java.util.Comparator.naturalOrder;

import com.azure.core.amqp.exception.AmqpErrorCondition;
import com.azure.core.amqp.exception.AmqpException;
import com.azure.messaging.servicebus.ServiceBusException;
import com.azure.messaging.servicebus.ServiceBusFailureReason;
import java.util.Set;
import java.util.concurrent.TimeoutException;
import reactor.core.Exceptions;

/** What an error of the SDK means for what we wanted to do. */
public enum Trouble {
    /** The message, or its session, is no longer ours. */
    LOCK_LOST,
    /** The message is larger than the broker takes. */
    TOO_LARGE,
    /** The broker understood and refuses; the same request would be refused again. */
    REFUSED,
    /** The broker could not be asked, or its answer did not arrive; a later try may succeed. */
    TRANSIENT;

    private static final Set<ServiceBusFailureReason> NOT_OURS = Set.of(
            ServiceBusFailureReason.MESSAGE_LOCK_LOST,
            ServiceBusFailureReason.SESSION_LOCK_LOST,
            ServiceBusFailureReason.MESSAGE_NOT_FOUND);

    private static final Set<ServiceBusFailureReason> FINAL = Set.of(
            ServiceBusFailureReason.UNAUTHORIZED,
            ServiceBusFailureReason.MESSAGING_ENTITY_DISABLED,
            ServiceBusFailureReason.MESSAGING_ENTITY_NOT_FOUND,
            ServiceBusFailureReason.QUOTA_EXCEEDED);

    /** Looks through the causes for the first that says anything. */
    public static Trouble of(Throwable thrown) {
        if (!Exceptions.isMultiple(thrown)) {
            return ofOne(thrown);
        }
        // What says most about the message comes first in the order of the constants.
        return Exceptions.unwrapMultiple(thrown).stream()
                .map(Trouble::ofOne)
                .min(naturalOrder())
                .orElse(TRANSIENT);
    }

    private static Trouble ofOne(Throwable thrown) {
        Throwable error = Exceptions.unwrap(thrown);
        for (Throwable each = error; each != null; each = each.getCause()) {
            if (each instanceof ServiceBusException e && !ServiceBusFailureReason.GENERAL_ERROR.equals(e.getReason())) {
                return ofReason(e);
            }
            if (each instanceof AmqpException e && e.getErrorCondition() != null) {
                return ofCondition(e);
            }
            if (each instanceof TimeoutException) {
                return TRANSIENT;
            }
            if (each instanceof UnsupportedOperationException) {
                return REFUSED;
            }
        }
        return TRANSIENT;
    }

    private static Trouble ofReason(ServiceBusException error) {
        ServiceBusFailureReason reason = error.getReason();
        if (NOT_OURS.contains(reason)) {
            return LOCK_LOST;
        }
        if (ServiceBusFailureReason.MESSAGE_SIZE_EXCEEDED.equals(reason)) {
            return TOO_LARGE;
        }
        return FINAL.contains(reason) ? REFUSED : TRANSIENT;
    }

    private static Trouble ofCondition(AmqpException error) {
        AmqpErrorCondition condition = error.getErrorCondition();
        if (condition == AmqpErrorCondition.NOT_ALLOWED
                || condition == AmqpErrorCondition.NOT_IMPLEMENTED
                || condition == AmqpErrorCondition.ARGUMENT_ERROR
                || condition == AmqpErrorCondition.ARGUMENT_OUT_OF_RANGE_ERROR) {
            return REFUSED;
        }
        return condition == AmqpErrorCondition.LINK_PAYLOAD_SIZE_EXCEEDED ? TOO_LARGE : TRANSIENT;
    }

    /**
     * Whether the broker has closed a link because nothing came over it for ten minutes; no trouble at all. The text is
     * that of Service Bus, which has no condition of its own for this.
     */
    public static boolean isIdle(Throwable thrown) {
        return describe(thrown).contains("Idle timeout: ");
    }

    /** One line about an error, without its stack and without the SDK's nested context. */
    public static String describe(Throwable thrown) {
        Throwable error = telling(Exceptions.unwrap(thrown));
        String message = error.getMessage();
        if (message == null || message.isBlank()) {
            return error.getClass().getSimpleName();
        }
        String line = message.strip().split("[\\r\\n]", 2)[0];
        return line.length() <= 300 ? line : line.substring(0, 300) + "...";
    }

    /** Leaves out the wrappers that say no more than that something failed. */
    private static Throwable telling(Throwable thrown) {
        Throwable error = Exceptions.isMultiple(thrown)
                ? Exceptions.unwrapMultiple(thrown).get(0)
                : thrown;
        boolean wraps = Exceptions.isRetryExhausted(error) || error instanceof ServiceBusException;
        return wraps && error.getCause() != null ? telling(error.getCause()) : error;
    }
}
