package dev.busway.emulator.amqp.management;

import dev.busway.emulator.amqp.message.MessageEncoder;
import dev.busway.emulator.queue.Message;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.qpid.proton.amqp.Binary;

/** Shows messages without locking them. */
final class PeekMessages implements ManagementOperation {

    private final MessageEncoder encoder;

    PeekMessages(MessageEncoder encoder) {
        this.encoder = encoder;
    }

    @Override
    public Reply perform(ManagementRequest request) {
        List<Message> messages = request.queue()
                .peek(
                        request.number("from-sequence-number"),
                        Bounds.count(request.number("message-count")),
                        request.text("session-id"));
        if (messages.isEmpty()) {
            return Reply.empty();
        }
        List<Map<String, Binary>> entries = new ArrayList<>();
        long bytes = 0;
        for (Message each : messages) {
            Binary encoded = new Binary(encoder.encode(each));
            bytes += encoded.getLength();
            if (!entries.isEmpty() && bytes > Bounds.MOST_BYTES) {
                break;
            }
            entries.add(Map.of("message", encoded));
        }
        return Reply.ok(Map.of("messages", entries));
    }
}
