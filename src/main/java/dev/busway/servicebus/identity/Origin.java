package dev.busway.servicebus.identity;

import com.azure.messaging.servicebus.ServiceBusReceivedMessage;
import java.util.Map;

/**
 * Where a message comes from, as far as ids go: a scheduled copy for a later try has an id of its own and is still the
 * same input.
 *
 * @param id the id of the message as its sender made it, or its sequence number where it has none
 * @param attempt how many scheduled copies came before this one; 0 for the message itself
 */
public record Origin(String id, int attempt) {

    public static Origin of(ServiceBusReceivedMessage message) {
        Map<String, Object> properties = message.getApplicationProperties();
        if (properties.get(HostProperties.ORIGINAL_MESSAGE_ID) instanceof String original
                && properties.get(HostProperties.ATTEMPT) instanceof Integer attempt) {
            return new Origin(original, attempt);
        }
        String id = message.getMessageId();
        return new Origin(id == null || id.isEmpty() ? Long.toString(message.getSequenceNumber()) : id, 0);
    }
}
