package dev.busway.command;

import com.azure.messaging.servicebus.ServiceBusReceivedMessage;
import dev.busway.text.Visible;
import java.io.PrintWriter;
import java.util.TreeMap;

/** Prints a message for a person: what the broker knows of it, its properties, its body; see {@link Visible}. */
final class MessagePrinter {

    private final PrintWriter out;

    MessagePrinter(PrintWriter out) {
        this.out = out;
    }

    void print(ServiceBusReceivedMessage message) {
        StringBuilder head = new StringBuilder("#").append(message.getSequenceNumber());
        append(head, "id", message.getMessageId());
        append(head, "correlation id", message.getCorrelationId());
        append(head, "session", message.getSessionId());
        append(head, "subject", message.getSubject());
        append(head, "content type", message.getContentType());
        append(head, "enqueued", message.getEnqueuedTime());
        append(head, "scheduled for", message.getScheduledEnqueueTime());
        append(head, "delivery count", message.getDeliveryCount());
        append(head, "dead-letter reason", message.getDeadLetterReason());
        append(head, "description", message.getDeadLetterErrorDescription());
        out.println(head);
        new TreeMap<>(message.getApplicationProperties())
                .forEach((name, value) -> out.println("  " + Visible.line(name) + " = " + Visible.line(value)));
        out.println(Visible.block(body(message)));
        out.println();
        out.flush();
    }

    private static void append(StringBuilder head, String name, Object value) {
        if (value != null && !value.toString().isEmpty()) {
            head.append("  ").append(name).append(": ").append(Visible.line(value));
        }
    }

    /** Bodies other than bytes are shown as what they are; the SDK's own accessor refuses them. */
    static String body(ServiceBusReceivedMessage message) {
        return switch (message.getRawAmqpMessage().getBody().getBodyType()) {
            case DATA -> message.getBody().toString();
            case VALUE -> String.valueOf(message.getRawAmqpMessage().getBody().getValue());
            case SEQUENCE ->
                String.valueOf(message.getRawAmqpMessage().getBody().getSequence());
        };
    }
}
