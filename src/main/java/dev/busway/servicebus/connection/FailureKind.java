package dev.busway.servicebus.connection;

import static java.util.Comparator.naturalOrder;

import com.azure.core.amqp.exception.AmqpErrorCondition;
import com.azure.core.amqp.exception.AmqpException;
import com.azure.messaging.servicebus.ServiceBusException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeoutException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import reactor.core.Exceptions;

/**
 * What an error is about: this message, our own encoding, the entity that was asked, the namespace, or the link. The one
 * place that reads the errors of the SDK; what follows from a kind is decided by whoever asked the broker.
 *
 * <p>Of several errors the one that says most about a message counts, in the order of the constants.
 */
public enum FailureKind {
    /** This message, or its session, is no longer ours. */
    LOCK_LOST,
    /** This message is larger than the broker takes. */
    TOO_LARGE,
    /** This message holds something that AMQP cannot carry, so it never leaves this process. */
    UNENCODABLE,
    /** This request was understood and refused; the same one would be refused again. */
    REFUSED,
    /** The entity takes nothing from us: it is full, disabled or missing, or we may not use it. */
    ENTITY,
    /** The namespace has too much to do; it says how long to wait. */
    BUSY,
    /** The link or the connection was lost, or an answer did not come in time. */
    LINK,
    /** The broker failed and does not say what about. */
    UNKNOWN;

    /**
     * Conditions about a transaction have no constant in the SDK. A refused discharge is sent again by it, and then the second
     * answer is shown: that the transaction is unknown.
     */
    private static final String TRANSACTION = "amqp:transaction:";

    private static final Duration USUAL_WAIT = Duration.ofSeconds(10);
    private static final Duration LONGEST_WAIT = Duration.ofMinutes(1);
    private static final Pattern WAIT = Pattern.compile("wait (?:for )?(\\d{1,4}) second", Pattern.CASE_INSENSITIVE);

    private static final Map<AmqpErrorCondition, FailureKind> CONDITIONS = Map.ofEntries(
            Map.entry(AmqpErrorCondition.MESSAGE_LOCK_LOST, LOCK_LOST),
            Map.entry(AmqpErrorCondition.SESSION_LOCK_LOST, LOCK_LOST),
            Map.entry(AmqpErrorCondition.MESSAGE_NOT_FOUND, LOCK_LOST),
            Map.entry(AmqpErrorCondition.LINK_PAYLOAD_SIZE_EXCEEDED, TOO_LARGE),
            Map.entry(AmqpErrorCondition.NOT_ALLOWED, REFUSED),
            Map.entry(AmqpErrorCondition.NOT_IMPLEMENTED, REFUSED),
            Map.entry(AmqpErrorCondition.ARGUMENT_ERROR, REFUSED),
            Map.entry(AmqpErrorCondition.ARGUMENT_OUT_OF_RANGE_ERROR, REFUSED),
            Map.entry(AmqpErrorCondition.UNAUTHORIZED_ACCESS, ENTITY),
            Map.entry(AmqpErrorCondition.RESOURCE_LIMIT_EXCEEDED, ENTITY),
            Map.entry(AmqpErrorCondition.NOT_FOUND, ENTITY),
            Map.entry(AmqpErrorCondition.ENTITY_DISABLED_ERROR, ENTITY),
            Map.entry(AmqpErrorCondition.SERVER_BUSY_ERROR, BUSY),
            Map.entry(AmqpErrorCondition.INTERNAL_ERROR, UNKNOWN));

    /** Looks through the causes for the first that says anything. */
    public static FailureKind of(Throwable thrown) {
        if (!Exceptions.isMultiple(thrown)) {
            return ofOne(thrown);
        }
        return Exceptions.unwrapMultiple(thrown).stream()
                .map(FailureKind::ofOne)
                .min(naturalOrder())
                .orElse(LINK);
    }

    private static FailureKind ofOne(Throwable thrown) {
        for (Throwable each = Exceptions.unwrap(thrown); each != null; each = each.getCause()) {
            if (each instanceof Classified known) {
                return known.kind();
            }
            if (each instanceof AmqpException e && e.getErrorCondition() != null) {
                return isExpiry(e) ? LINK : CONDITIONS.getOrDefault(e.getErrorCondition(), LINK);
            }
            if (each instanceof AmqpException
                    && String.valueOf(each.getMessage()).contains(TRANSACTION)) {
                return UNKNOWN;
            }
            if (each instanceof TimeoutException) {
                return LINK;
            }
            if (each instanceof UnsupportedOperationException) {
                return REFUSED;
            }
        }
        return LINK;
    }

    /** A link whose token has run out is opened again with another one, so it says nothing about our rights. */
    private static boolean isExpiry(AmqpException error) {
        return error.getErrorCondition() == AmqpErrorCondition.UNAUTHORIZED_ACCESS
                && describe(error).contains("ExpiredToken");
    }

    /** Whether the same request may succeed later, with nothing changed on our side. */
    public boolean mayPass() {
        return switch (this) {
            case LOCK_LOST, TOO_LARGE, UNENCODABLE, REFUSED -> false;
            case ENTITY, BUSY, LINK, UNKNOWN -> true;
        };
    }

    /** How long a busy namespace has asked to be left alone; 10 s where it does not say, never more than a minute. */
    public static Duration wait(Throwable thrown) {
        Matcher told = WAIT.matcher(describe(thrown));
        Duration wait = told.find() ? Duration.ofSeconds(Long.parseLong(told.group(1))) : USUAL_WAIT;
        return wait.compareTo(LONGEST_WAIT) > 0 ? LONGEST_WAIT : wait;
    }

    /**
     * Whether the broker has closed a link because nothing came over it for ten minutes; no failure at all. The text is
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
        String line = message.strip().split("[\\r\\n]|,? ?errorContext\\[", 2)[0];
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
