package dev.busway.deadletter;

import com.azure.core.amqp.models.AmqpAnnotatedMessage;
import com.azure.core.amqp.models.AmqpMessageBody;
import com.azure.core.amqp.models.AmqpMessageBodyType;
import com.azure.messaging.servicebus.ServiceBusMessage;
import com.azure.messaging.servicebus.ServiceBusReceivedMessage;
import dev.busway.message.MessageReader;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Map;
import java.util.Set;

/** The copy of a dead letter that goes in again: all that the sender had given, and a note of where it has been. */
final class ResubmittedMessage {

    static final String AT = "busway-resubmitted-at";
    static final String FROM = "busway-resubmitted-from";
    static final String REASON = "busway-resubmitted-reason";
    static final String ORIGINAL_ID = "busway-original-message-id";
    static final String EDITED = "busway-edited";

    /** What the host writes on the copies of one series. */
    private static final Set<String> SERIES = Set.of("busway-attempt", "busway-first-failure", "busway-last-error");

    private static final int MAX_MESSAGE_ID = 128;

    private ResubmittedMessage() {}

    static ServiceBusMessage of(
            ServiceBusReceivedMessage letter, String deadLetterQueue, ResubmitOptions options, Instant now) {
        ServiceBusMessage copy = new ServiceBusMessage(letter);
        AmqpAnnotatedMessage raw = copy.getRawAmqpMessage();
        // The broker writes these anew; an old expiry time would end the copy on arrival.
        raw.getProperties().setAbsoluteExpiryTime(null);
        raw.getMessageAnnotations().remove("x-opt-message-state");
        raw.getDeliveryAnnotations().clear();

        Map<String, Object> properties = copy.getApplicationProperties();
        properties.put(AT, now.toString());
        properties.put(FROM, deadLetterQueue + "#" + MessageReader.sequenceNumber(letter));
        String reason = MessageReader.deadLetterReason(letter);
        if (reason != null) {
            properties.put(REASON, reason);
        }
        // It begins a new series of delayed redeliveries, or it would get none.
        properties.keySet().removeAll(SERIES);
        if (!options.keepMessageId()) {
            renewMessageId(copy, MessageReader.sequenceNumber(letter));
        }
        return edit(copy, options.edit());
    }

    /**
     * Derived, not drawn: the same dead letter gets the same new id however often it is tried, so that duplicate detection
     * still removes what a lost answer might double.
     */
    private static void renewMessageId(ServiceBusMessage copy, long sequenceNumber) {
        String old = copy.getMessageId();
        String suffix = "~" + Long.toString(sequenceNumber);
        if (old == null) {
            copy.setMessageId("dead-letter" + suffix);
            return;
        }
        copy.getApplicationProperties().putIfAbsent(ORIGINAL_ID, old);
        String original = String.valueOf(copy.getApplicationProperties().get(ORIGINAL_ID));
        String stem = original.substring(0, Math.min(original.length(), MAX_MESSAGE_ID - suffix.length()));
        copy.setMessageId(stem + suffix);
    }

    private static ServiceBusMessage edit(ServiceBusMessage copy, MessageEdit edit) {
        if (edit.isNone()) {
            return copy;
        }
        ServiceBusMessage edited = edit.body() == null ? copy : withBody(copy, edit.body());
        edited.getApplicationProperties().keySet().removeAll(edit.remove());
        edited.getApplicationProperties().putAll(edit.set());
        edited.getApplicationProperties().put(EDITED, edit.note());
        return edited;
    }

    private static ServiceBusMessage withBody(ServiceBusMessage copy, String body) {
        AmqpAnnotatedMessage old = copy.getRawAmqpMessage();
        if (old.getBody().getBodyType() != AmqpMessageBodyType.DATA) {
            throw new IllegalArgumentException(
                    "the body is an AMQP " + old.getBody().getBodyType() + ", not data; it cannot be edited as text");
        }
        ServiceBusMessage edited =
                new ServiceBusMessage(AmqpMessageBody.fromData(body.getBytes(StandardCharsets.UTF_8)));
        AmqpAnnotatedMessage raw = edited.getRawAmqpMessage();
        raw.getApplicationProperties().putAll(old.getApplicationProperties());
        raw.getMessageAnnotations().putAll(old.getMessageAnnotations());
        raw.getFooter().putAll(old.getFooter());
        raw.getHeader()
                .setTimeToLive(old.getHeader().getTimeToLive())
                .setPriority(old.getHeader().getPriority())
                .setDurable(old.getHeader().isDurable());
        raw.getProperties()
                .setMessageId(old.getProperties().getMessageId())
                .setUserId(old.getProperties().getUserId())
                .setTo(old.getProperties().getTo())
                .setSubject(old.getProperties().getSubject())
                .setReplyTo(old.getProperties().getReplyTo())
                .setCorrelationId(old.getProperties().getCorrelationId())
                .setContentType(old.getProperties().getContentType())
                .setContentEncoding(old.getProperties().getContentEncoding())
                .setCreationTime(old.getProperties().getCreationTime())
                .setGroupId(old.getProperties().getGroupId())
                .setGroupSequence(old.getProperties().getGroupSequence())
                .setReplyToGroupId(old.getProperties().getReplyToGroupId());
        return edited;
    }
}
