package dev.busway.servicebus.identity;

import com.azure.messaging.servicebus.ServiceBusReceivedMessage;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.component.azure.servicebus.ServiceBusConstants;

/**
 * What our consumer has put into the headers that also set an output's fields. A header counts as set by the route when it no
 * longer holds the very object that was put there; so {@link #renew} is called after a step that sets one.
 *
 * @param contentTypeProperty the sender's application property {@code Content-Type}, which is a header of that name
 */
public record InputHeaders(
        ServiceBusReceivedMessage message,
        String messageId,
        String contentType,
        String partitionKey,
        String to,
        Duration timeToLive,
        OffsetDateTime scheduledEnqueueTime,
        Object contentTypeProperty) {

    private static final Set<String> NAMES = Set.of(
            lower(ServiceBusConstants.MESSAGE_ID),
            lower(ServiceBusConstants.CONTENT_TYPE),
            lower(ServiceBusConstants.PARTITION_KEY),
            lower(ServiceBusConstants.TO),
            lower(ServiceBusConstants.TIME_TO_LIVE),
            lower(ServiceBusConstants.SCHEDULED_ENQUEUE_TIME),
            lower(Exchange.CONTENT_TYPE));

    /** Those of a received message. */
    public static InputHeaders of(ServiceBusReceivedMessage message) {
        return new InputHeaders(
                message,
                message.getMessageId(),
                message.getContentType(),
                message.getPartitionKey(),
                message.getTo(),
                message.getTimeToLive(),
                message.getScheduledEnqueueTime(),
                contentTypeProperty(message.getApplicationProperties()));
    }

    private static Object contentTypeProperty(Map<String, Object> properties) {
        for (Map.Entry<String, Object> property : properties.entrySet()) {
            if (property.getKey().equalsIgnoreCase(Exchange.CONTENT_TYPE)) {
                return property.getValue();
            }
        }
        return null;
    }

    private static String lower(String header) {
        return header.toLowerCase(Locale.ROOT);
    }

    /** Whether it makes a difference for this header who has set it. */
    public static boolean matters(String header) {
        return NAMES.contains(lower(header));
    }

    /** The header's value if the route has set it; null if it has not, or has removed it. */
    Object set(Message current, String header) {
        Object value = current.getHeader(header);
        return value == given(header) ? null : value;
    }

    /** A step has set the header, be it to the input's own value. */
    public void renew(Message current, String header) {
        Object value = current.getHeader(header);
        if (value != null && value == given(header)) {
            current.setHeader(header, copy(value));
        }
    }

    private static Object copy(Object value) {
        if (value instanceof String text) {
            return String.valueOf(text.toCharArray());
        }
        if (value instanceof Duration duration) {
            return Duration.ofSeconds(duration.getSeconds(), duration.getNano());
        }
        return value instanceof OffsetDateTime time
                ? OffsetDateTime.of(time.toLocalDateTime(), time.getOffset())
                : value;
    }

    private Object given(String header) {
        return switch (header) {
            case ServiceBusConstants.MESSAGE_ID -> messageId;
            case ServiceBusConstants.CONTENT_TYPE -> contentType;
            case ServiceBusConstants.PARTITION_KEY -> partitionKey;
            case ServiceBusConstants.TO -> to;
            case ServiceBusConstants.TIME_TO_LIVE -> timeToLive;
            case ServiceBusConstants.SCHEDULED_ENQUEUE_TIME -> scheduledEnqueueTime;
            case Exchange.CONTENT_TYPE -> contentTypeProperty;
            default -> null;
        };
    }
}
