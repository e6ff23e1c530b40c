package dev.busway.deadletter;

import com.azure.core.amqp.models.AmqpMessageBody;
import com.azure.core.amqp.models.AmqpMessageBodyType;
import com.azure.messaging.servicebus.ServiceBusReceivedMessage;
import dev.busway.message.MessageReader;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What an operator needs to know of one dead letter; deliberately without its body, so that thousands can be held and any
 * can be logged or shown.
 *
 * @param sequenceNumber its place in the dead-letter queue, and its name for every command
 * @param messageId the sender's id; empty when it gave none
 * @param correlationId null when there is none
 * @param subject null when there is none
 * @param contentType null when there is none
 * @param sessionId null when there is none
 * @param enqueuedAt when the broker took it from its sender
 * @param deliveryCount how often it had been delivered
 * @param reason why it was moved aside; empty when nobody said
 * @param description what and where; empty when nobody said
 * @param source the entity that it was dead-lettered in; null when the broker does not say
 * @param properties application properties without the reason and the description
 * @param bodyBytes size of the body; 0 when the body is no binary data
 */
public record DeadLetter(
        long sequenceNumber,
        String messageId,
        String correlationId,
        String subject,
        String contentType,
        String sessionId,
        Instant enqueuedAt,
        long deliveryCount,
        String reason,
        String description,
        String source,
        Map<String, Object> properties,
        int bodyBytes) {

    static final String REASON_PROPERTY = "DeadLetterReason";
    static final String DESCRIPTION_PROPERTY = "DeadLetterErrorDescription";

    public DeadLetter {
        properties = Collections.unmodifiableMap(new TreeMap<>(properties));
    }

    static DeadLetter of(ServiceBusReceivedMessage message) {
        Map<String, Object> properties = new TreeMap<>(message.getApplicationProperties());
        properties.remove(REASON_PROPERTY);
        properties.remove(DESCRIPTION_PROPERTY);
        return new DeadLetter(
                MessageReader.sequenceNumber(message),
                orEmpty(message.getMessageId()),
                message.getCorrelationId(),
                message.getSubject(),
                message.getContentType(),
                message.getSessionId(),
                instant(MessageReader.enqueuedTime(message)),
                message.getDeliveryCount(),
                orEmpty(MessageReader.deadLetterReason(message)),
                orEmpty(MessageReader.deadLetterDescription(message)),
                MessageReader.deadLetterSource(message),
                properties,
                MessageReader.bodyBytes(message));
    }

    /** The body where it is binary data; AMQP values and sequences have no bytes of their own. */
    static Optional<byte[]> bytes(ServiceBusReceivedMessage message) {
        AmqpMessageBody body = message.getRawAmqpMessage().getBody();
        return body.getBodyType() == AmqpMessageBodyType.DATA ? Optional.of(body.getFirstData()) : Optional.empty();
    }

    private static Instant instant(OffsetDateTime time) {
        return time == null ? Instant.EPOCH : time.toInstant();
    }

    private static String orEmpty(String text) {
        return text == null ? "" : text;
    }
}
