package dev.busway.message;

import com.azure.core.amqp.models.AmqpMessageBody;
import com.azure.messaging.servicebus.ServiceBusReceivedMessage;
import java.nio.charset.StandardCharsets;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Reads what the getters of the SDK throw on. Senders may write the properties and annotations with which Service Bus itself
 * marks a message, and with values of any type; the SDK believes in the one type and fails on each of the others.
 *
 * <p>Nothing here throws, whatever a message holds. Safe for any thread.
 */
public final class MessageReader {

    private static final Marking REASON = Marking.property("DeadLetterReason", String.class);
    private static final Marking DESCRIPTION = Marking.property("DeadLetterErrorDescription", String.class);
    private static final Marking SOURCE = Marking.annotation("x-opt-deadletter-source", String.class);
    private static final Marking PARTITION_KEY = Marking.annotation("x-opt-partition-key", String.class);
    private static final Marking SCHEDULED = Marking.annotation("x-opt-scheduled-enqueue-time", Date.class);
    private static final Marking ENQUEUED = Marking.annotation("x-opt-enqueued-time", Date.class);
    private static final Marking LOCKED_UNTIL = Marking.annotation("x-opt-locked-until", Date.class);
    private static final Marking SEQUENCE_NUMBER = Marking.annotation("x-opt-sequence-number", Long.class);
    private static final Marking ENQUEUED_NUMBER = Marking.annotation("x-opt-enqueue-sequence-number", Long.class);

    private static final List<Marking> ALL = List.of(
            REASON,
            DESCRIPTION,
            SOURCE,
            PARTITION_KEY,
            SCHEDULED,
            ENQUEUED,
            LOCKED_UNTIL,
            SEQUENCE_NUMBER,
            ENQUEUED_NUMBER);

    private MessageReader() {}

    /** A property or annotation that Service Bus gives a meaning, and the one type that the SDK reads it as. */
    private record Marking(boolean isAnnotation, String name, Class<?> type) {

        static Marking property(String name, Class<?> type) {
            return new Marking(false, name, type);
        }

        static Marking annotation(String name, Class<?> type) {
            return new Marking(true, name, type);
        }

        /** Null when it is not there. */
        Object of(ServiceBusReceivedMessage message) {
            return holder(message).get(name);
        }

        boolean isReadable(ServiceBusReceivedMessage message) {
            Map<String, Object> holder = holder(message);
            Object value = holder.get(name);
            return value == null ? type == String.class || !holder.containsKey(name) : type.isInstance(value);
        }

        String problem(ServiceBusReceivedMessage message) {
            Object value = of(message);
            return (isAnnotation ? "the message annotation " : "the application property ") + name + " is "
                    + (value == null
                            ? "null"
                            : "of the type " + value.getClass().getSimpleName()) + ", not "
                    + type.getSimpleName();
        }

        private Map<String, Object> holder(ServiceBusReceivedMessage message) {
            return isAnnotation
                    ? message.getRawAmqpMessage().getMessageAnnotations()
                    : message.getApplicationProperties();
        }
    }

    /**
     * What keeps the getters of a message from being used: names the property, never its value. Empty when nothing does; then
     * none of them throws.
     */
    public static Optional<String> problem(ServiceBusReceivedMessage message) {
        for (Marking marking : ALL) {
            if (!marking.isReadable(message)) {
                return Optional.of(marking.problem(message));
            }
        }
        return Optional.empty();
    }

    /** Why it was dead-lettered, as text whatever it is; null when nobody said. */
    public static String deadLetterReason(ServiceBusReceivedMessage message) {
        return text(REASON.of(message));
    }

    /** What and where, as text whatever it is; null when nobody said. */
    public static String deadLetterDescription(ServiceBusReceivedMessage message) {
        return text(DESCRIPTION.of(message));
    }

    /** The entity in which it was dead-lettered; null when the broker does not say. */
    public static String deadLetterSource(ServiceBusReceivedMessage message) {
        return text(SOURCE.of(message));
    }

    /** 0 when it has none. */
    public static long sequenceNumber(ServiceBusReceivedMessage message) {
        return SEQUENCE_NUMBER.of(message) instanceof Long number ? number : 0;
    }

    /** Null when it has none, or it is no time. */
    public static OffsetDateTime enqueuedTime(ServiceBusReceivedMessage message) {
        return time(ENQUEUED.of(message));
    }

    /** Null when it has none, or it is no time. */
    public static OffsetDateTime scheduledEnqueueTime(ServiceBusReceivedMessage message) {
        return time(SCHEDULED.of(message));
    }

    /** Null when it has none, or it is no time. */
    public static OffsetDateTime lockedUntil(ServiceBusReceivedMessage message) {
        return time(LOCKED_UNTIL.of(message));
    }

    /** The body as text: bytes as UTF-8, an AMQP value or sequence as Java prints it. */
    public static String bodyText(ServiceBusReceivedMessage message) {
        AmqpMessageBody body = message.getRawAmqpMessage().getBody();
        return switch (body.getBodyType()) {
            case DATA -> new String(body.getFirstData(), StandardCharsets.UTF_8);
            case VALUE -> String.valueOf(body.getValue());
            case SEQUENCE -> String.valueOf(body.getSequence());
        };
    }

    /** The size of the body in bytes; 0 for an AMQP value or sequence, which has none of its own. */
    public static int bodyBytes(ServiceBusReceivedMessage message) {
        AmqpMessageBody body = message.getRawAmqpMessage().getBody();
        return switch (body.getBodyType()) {
            case DATA -> body.getFirstData().length;
            case VALUE, SEQUENCE -> 0;
        };
    }

    private static String text(Object value) {
        return value == null ? null : value.toString();
    }

    private static OffsetDateTime time(Object value) {
        return value instanceof Date date ? date.toInstant().atOffset(ZoneOffset.UTC) : null;
    }
}
