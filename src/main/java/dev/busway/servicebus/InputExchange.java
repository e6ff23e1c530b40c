package dev.busway.servicebus;

import com.azure.messaging.servicebus.ServiceBusReceivedMessage;
import dev.busway.servicebus.identity.InputHeaders;
import java.util.HashMap;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.component.azure.servicebus.ServiceBusConstants;
import org.apache.camel.spi.HeaderFilterStrategy;

/** Puts a received message into an exchange: its body, and the same headers as the stock consumer gives. */
final class InputExchange {

    private InputExchange() {}

    static void fill(Exchange exchange, InputHeaders given, HeaderFilterStrategy filter) {
        ServiceBusReceivedMessage received = given.message();
        Message message = exchange.getIn();
        message.setBody(InputBody.of(received));
        put(message, ServiceBusConstants.APPLICATION_PROPERTIES, new HashMap<>(received.getApplicationProperties()));
        put(message, ServiceBusConstants.CONTENT_TYPE, given.contentType());
        put(message, ServiceBusConstants.MESSAGE_ID, given.messageId());
        put(message, ServiceBusConstants.CORRELATION_ID, received.getCorrelationId());
        put(message, ServiceBusConstants.DEAD_LETTER_ERROR_DESCRIPTION, received.getDeadLetterErrorDescription());
        put(message, ServiceBusConstants.DEAD_LETTER_REASON, received.getDeadLetterReason());
        put(message, ServiceBusConstants.DEAD_LETTER_SOURCE, received.getDeadLetterSource());
        put(message, ServiceBusConstants.DELIVERY_COUNT, received.getDeliveryCount());
        put(message, ServiceBusConstants.SCHEDULED_ENQUEUE_TIME, given.scheduledEnqueueTime());
        put(message, ServiceBusConstants.ENQUEUED_SEQUENCE_NUMBER, received.getEnqueuedSequenceNumber());
        put(message, ServiceBusConstants.ENQUEUED_TIME, received.getEnqueuedTime());
        put(message, ServiceBusConstants.EXPIRES_AT, received.getExpiresAt());
        put(message, ServiceBusConstants.LOCK_TOKEN, received.getLockToken());
        put(message, ServiceBusConstants.LOCKED_UNTIL, received.getLockedUntil());
        put(message, ServiceBusConstants.PARTITION_KEY, given.partitionKey());
        put(message, ServiceBusConstants.RAW_AMQP_MESSAGE, received.getRawAmqpMessage());
        put(message, ServiceBusConstants.REPLY_TO, received.getReplyTo());
        put(message, ServiceBusConstants.REPLY_TO_SESSION_ID, received.getReplyToSessionId());
        put(message, ServiceBusConstants.SEQUENCE_NUMBER, received.getSequenceNumber());
        put(message, ServiceBusConstants.SESSION_ID, received.getSessionId());
        put(message, ServiceBusConstants.SUBJECT, received.getSubject());
        put(message, ServiceBusConstants.TIME_TO_LIVE, given.timeToLive());
        put(message, ServiceBusConstants.TO, given.to());
        received.getApplicationProperties().forEach((name, value) -> {
            if (!filter.applyFilterToExternalHeaders(name, value, exchange)) {
                message.setHeader(name, value);
            }
        });
    }

    /** A header that is null is as good as none, and every one makes each copy of the exchange dearer. */
    private static void put(Message message, String header, Object value) {
        if (value != null) {
            message.setHeader(header, value);
        }
    }
}
