package dev.busway.emulator.amqp.management;

import java.util.Map;

/** Deletes messages that were enqueued before a time. */
final class BatchDeleteMessages implements ManagementOperation {

    /** The most that Service Bus deletes per request. */
    private static final int MOST = 4000;

    @Override
    public Reply perform(ManagementRequest request) {
        int count = (int) Math.min(MOST, request.number("message-count"));
        int deleted = request.queue().delete(count, request.time("enqueued-time-utc"), request.text("session-id"));
        return deleted == 0 ? Reply.empty() : Reply.ok(Map.of("message-count", deleted));
    }
}
