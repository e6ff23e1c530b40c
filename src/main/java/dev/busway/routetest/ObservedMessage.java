package dev.busway.routetest;

import com.azure.messaging.servicebus.ServiceBusReceivedMessage;
import java.time.OffsetDateTime;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * A message that came out.
 *
 * @param body as text
 * @param fields message id, subject and the like; those that are not set are not there
 * @param scheduledFor when it becomes visible, if later than now
 */
record ObservedMessage(
        String body,
        Map<String, String> fields,
        Map<String, Object> properties,
        Optional<OffsetDateTime> scheduledFor) {

    static ObservedMessage of(ServiceBusReceivedMessage message) {
        Map<String, String> fields = new LinkedHashMap<>();
        put(fields, "messageId", message.getMessageId());
        put(fields, "subject", message.getSubject());
        put(fields, "correlationId", message.getCorrelationId());
        put(fields, "sessionId", message.getSessionId());
        put(fields, "replyTo", message.getReplyTo());
        put(fields, "contentType", message.getContentType());
        return new ObservedMessage(
                message.getBody().toString(),
                fields,
                message.getApplicationProperties(),
                Optional.ofNullable(message.getScheduledEnqueueTime()));
    }

    private static void put(Map<String, String> fields, String name, String value) {
        if (value != null) {
            fields.put(name, value);
        }
    }
}
