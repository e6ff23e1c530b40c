package dev.busway.emulator.amqp.management;

import java.util.List;
import java.util.Map;

/** Lists message sessions, page by page. */
final class GetMessageSessions implements ManagementOperation {

    @Override
    public Reply perform(ManagementRequest request) {
        int skip = (int) request.number("skip");
        List<String> ids =
                request.queue().sessions(request.time("last-updated-time"), skip, Bounds.count(request.number("top")));
        if (ids.isEmpty()) {
            return Reply.empty();
        }
        return Reply.ok(Map.of("skip", skip + ids.size(), "sessions-ids", ids.toArray(String[]::new)));
    }
}
