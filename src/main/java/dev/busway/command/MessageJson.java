package dev.busway.command;

import com.azure.core.amqp.models.AmqpMessageBodyType;
import com.azure.messaging.servicebus.ServiceBusReceivedMessage;
import dev.busway.message.MessageReader;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;

/**
 * A message as one JSON object. What a message does not have is left out; a body that is no UTF-8 text is {@code bodyBase64}, and
 * one that is an AMQP value or sequence is {@code bodyValue}. Numbers that a program may find too long are text.
 */
final class MessageJson {

    private MessageJson() {}

    static Map<String, Object> of(ServiceBusReceivedMessage message) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("sequenceNumber", String.valueOf(MessageReader.sequenceNumber(message)));
        put(json, "messageId", message.getMessageId());
        put(json, "correlationId", message.getCorrelationId());
        put(json, "sessionId", message.getSessionId());
        put(json, "replyTo", message.getReplyTo());
        put(json, "subject", message.getSubject());
        put(json, "contentType", message.getContentType());
        put(json, "enqueuedAt", MessageReader.enqueuedTime(message));
        put(json, "scheduledFor", MessageReader.scheduledEnqueueTime(message));
        if (message.getTimeToLive() != null) {
            json.put("timeToLiveSeconds", message.getTimeToLive().toSeconds());
        }
        json.put("deliveryCount", message.getDeliveryCount());
        put(json, "deadLetterReason", MessageReader.deadLetterReason(message));
        put(json, "deadLetterDescription", MessageReader.deadLetterDescription(message));
        Map<String, Object> properties = new TreeMap<>();
        message.getApplicationProperties().forEach((name, value) -> properties.put(name, PropertyValue.json(value)));
        json.put("properties", properties);
        body(json, message);
        return json;
    }

    private static void body(Map<String, Object> json, ServiceBusReceivedMessage message) {
        if (message.getRawAmqpMessage().getBody().getBodyType() != AmqpMessageBodyType.DATA) {
            json.put("bodyValue", MessageReader.bodyText(message));
            return;
        }
        byte[] bytes = message.getBody().toBytes();
        try {
            json.put(
                    "body",
                    StandardCharsets.UTF_8
                            .newDecoder()
                            .decode(ByteBuffer.wrap(bytes))
                            .toString());
        } catch (CharacterCodingException notText) {
            json.put("bodyBase64", Base64.getEncoder().encodeToString(bytes));
        }
    }

    private static void put(Map<String, Object> json, String name, Object value) {
        if (value != null && !value.toString().isEmpty()) {
            json.put(name, value.toString());
        }
    }
}
