package dev.busway.command;

import com.azure.messaging.servicebus.ServiceBusReceivedMessage;
import dev.busway.message.MessageReader;
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
        StringBuilder head = new StringBuilder("#").append(MessageReader.sequenceNumber(message));
        append(head, "id", message.getMessageId());
        append(head, "correlation id", message.getCorrelationId());
        append(head, "session", message.getSessionId());
        append(head, "subject", message.getSubject());
        append(head, "content type", message.getContentType());
        append(head, "enqueued", MessageReader.enqueuedTime(message));
        append(head, "scheduled for", MessageReader.scheduledEnqueueTime(message));
        append(head, "delivery count", message.getDeliveryCount());
        append(head, "dead-letter reason", MessageReader.deadLetterReason(message));
        append(head, "description", MessageReader.deadLetterDescription(message));
        out.println(head);
        new TreeMap<>(message.getApplicationProperties())
                .forEach((name, value) -> out.println("  " + Visible.line(name) + " = " + Visible.line(value)));
        out.println(Visible.block(MessageReader.bodyText(message)));
        out.println();
        out.flush();
    }

    private static void append(StringBuilder head, String name, Object value) {
        if (value != null && !value.toString().isEmpty()) {
            head.append("  ").append(name).append(": ").append(Visible.line(value));
        }
    }
}
