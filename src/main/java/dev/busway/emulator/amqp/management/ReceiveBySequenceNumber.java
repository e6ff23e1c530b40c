package dev.busway.emulator.amqp.management;

import dev.busway.emulator.amqp.message.MessageEncoder;
import dev.busway.emulator.queue.Delivery;
import dev.busway.emulator.queue.ReceiveMode;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.qpid.proton.amqp.Binary;

/** Hands out deferred messages. */
final class ReceiveBySequenceNumber implements ManagementOperation {

    private final MessageEncoder encoder;

    ReceiveBySequenceNumber(MessageEncoder encoder) {
        this.encoder = encoder;
    }

    @Override
    public Reply perform(ManagementRequest request) {
        ReceiveMode mode =
                request.number("receiver-settle-mode") == 0 ? ReceiveMode.RECEIVE_AND_DELETE : ReceiveMode.PEEK_LOCK;
        return request.queue()
                .receiveDeferred(request.numbers("sequence-numbers"), mode)
                .match(this::found, Reply::refused);
    }

    private Reply found(List<Delivery> deliveries) {
        return Reply.ok(Map.of("messages", deliveries.stream().map(this::entry).toList()));
    }

    private Map<String, Object> entry(Delivery delivery) {
        Map<String, Object> entry = new HashMap<>();
        entry.put("message", new Binary(encoder.encode(delivery)));
        if (delivery.lockToken() != null) {
            entry.put("lock-token", delivery.lockToken());
        }
        return entry;
    }
}
