package dev.busway.emulator.amqp.management;

import dev.busway.emulator.amqp.message.MalformedMessage;
import dev.busway.emulator.amqp.message.MessageDecoder;
import dev.busway.emulator.queue.NewMessage;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.qpid.proton.amqp.Binary;

/** Accepts messages for a later time and tells their sequence numbers, by which they can be cancelled. */
final class ScheduleMessages implements ManagementOperation {

    @Override
    public Reply perform(ManagementRequest request) {
        List<NewMessage> messages = new ArrayList<>();
        for (Map<?, ?> each : request.elements("messages", Map.class)) {
            messages.add(decode(each));
        }
        return request.entity()
                .schedule(messages, request.transaction())
                .match(numbers -> Reply.ok(Map.of("sequence-numbers", numbers.toArray(Long[]::new))), Reply::refused);
    }

    private static NewMessage decode(Map<?, ?> entry) {
        if (!(entry.get("message") instanceof Binary binary)) {
            throw new InvalidRequest("'message' must be binary.");
        }
        try {
            return MessageDecoder.decode(ManagementRequest.bytes(binary));
        } catch (MalformedMessage e) {
            throw new InvalidRequest("'message' is no AMQP message: " + e.getMessage());
        }
    }
}
