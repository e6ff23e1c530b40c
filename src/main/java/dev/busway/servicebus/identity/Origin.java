package dev.busway.servicebus.identity;

import com.azure.messaging.servicebus.ServiceBusReceivedMessage;
import dev.busway.message.MessageReader;
import java.util.Map;

/**
 * Where a message comes from, as far as ids go: a scheduled copy for a later try, or a dead-lettered message that was
 * resubmitted, has an id of its own and is still the same input.
 *
 * @param id the id of the message as its sender made it, or its sequence number where it has none
 * @param attempt how many scheduled copies came before this one, from 0 for the message itself; what the message says, which
 *     any sender may have written: see {@link #within}
 */
public record Origin(String id, int attempt) {

    public static Origin of(ServiceBusReceivedMessage message) {
        Map<String, Object> properties = message.getApplicationProperties();
        if (properties.get(HostProperties.ORIGINAL_MESSAGE_ID) instanceof String original && !original.isEmpty()) {
            return new Origin(
                    original, properties.get(HostProperties.ATTEMPT) instanceof Integer attempt ? attempt : 0);
        }
        String id = message.getMessageId();
        return new Origin(id == null || id.isEmpty() ? Long.toString(MessageReader.sequenceNumber(message)) : id, 0);
    }

    /** The same with an attempt from 0 to {@code most}: a number that no series of ours can have begins a new series. */
    public Origin within(int most) {
        return attempt >= 0 && attempt <= most ? this : new Origin(id, 0);
    }
}
