package dev.busway.emulator.amqp.management;

import dev.busway.emulator.amqp.message.MessageEncoder;
import dev.busway.emulator.queue.Message;
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
                        (int) request.number("message-count"),
                        request.text("session-id"));
        if (messages.isEmpty()) {
            return Reply.empty();
        }
        return Reply.ok(Map.of(
                "messages",
                messages.stream()
                        .map(each -> Map.of("message", new Binary(encoder.encode(each))))
                        .toList()));
    }
}
