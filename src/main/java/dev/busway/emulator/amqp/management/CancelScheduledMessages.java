package dev.busway.emulator.amqp.management;

import java.util.Map;

/** Cancels scheduled messages by their sequence numbers. */
final class CancelScheduledMessages implements ManagementOperation {

    @Override
    public Reply perform(ManagementRequest request) {
        return request.entity()
                .cancelScheduled(request.numbers("sequence-numbers"))
                .match(done -> Reply.ok(Map.of()), Reply::refused);
    }
}
