package dev.busway.servicebus.failure;

import com.azure.messaging.servicebus.ServiceBusMessage;
import com.azure.messaging.servicebus.ServiceBusReceivedMessage;
import dev.busway.servicebus.identity.HostProperties;
import dev.busway.servicebus.identity.MessageIds;
import dev.busway.servicebus.identity.Origin;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Map;

/**
 * The copy of a message that comes again later, and its history: what it is a copy of, which attempt it is, when and how the
 * first try failed, and how the last one did.
 */
public final class LaterCopy {

    /** Bytes of an error that travel with a message; properties count against its size. */
    private static final int MAX_ERROR_CHARACTERS = 512;

    private LaterCopy() {}

    /** A copy that the broker delivers after the delay of the next attempt. */
    public static ServiceBusMessage of(
            ServiceBusReceivedMessage message,
            Origin origin,
            Failure failure,
            DelayedRedeliveries delays,
            Instant now) {
        int attempt = origin.attempt() + 1;
        ServiceBusMessage copy = new ServiceBusMessage(message);
        copy.setMessageId(MessageIds.ofAttempt(series(message, origin), attempt));
        if (copy.getCorrelationId() == null) {
            copy.setCorrelationId(origin.id());
        }
        copy.setScheduledEnqueueTime(now.plus(delays.before(attempt)).atOffset(ZoneOffset.UTC));
        copy.getApplicationProperties().putAll(history(message, failure, now));
        copy.getApplicationProperties().put(HostProperties.ORIGINAL_MESSAGE_ID, origin.id());
        copy.getApplicationProperties().put(HostProperties.ATTEMPT, attempt);
        return copy;
    }

    /**
     * What the ids of the copies of one series begin with: the id of the message that began it. A message that was resubmitted
     * begins another one, and a queue that detects duplicates would drop copies under the ids of the first.
     */
    private static String series(ServiceBusReceivedMessage message, Origin origin) {
        String id = message.getMessageId();
        if (id == null || id.isEmpty()) {
            return origin.id();
        }
        String suffix = "/attempt-" + origin.attempt();
        return id.endsWith(suffix) ? id.substring(0, id.length() - suffix.length()) : id;
    }

    /** What a message that has failed once more carries on: its first failure and this last one. */
    public static Map<String, Object> history(ServiceBusReceivedMessage message, Failure failure, Instant now) {
        String last = now + " " + failure.kind() + ": " + failure.description();
        String bounded = last.length() <= MAX_ERROR_CHARACTERS ? last : last.substring(0, MAX_ERROR_CHARACTERS);
        Object first = message.getApplicationProperties().get(HostProperties.FIRST_FAILURE);
        return Map.of(
                HostProperties.FIRST_FAILURE, first == null ? bounded : first, HostProperties.LAST_ERROR, bounded);
    }
}
