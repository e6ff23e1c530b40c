package dev.busway.emulator.amqp.management;

import dev.busway.emulator.queue.Content;
import java.util.HashMap;
import java.util.Map;

/** Reads the state of a message session. */
final class GetSessionState implements ManagementOperation {

    @Override
    public Reply perform(ManagementRequest request) {
        return request.queue()
                .sessionState(request.requiredText("session-id"))
                .match(GetSessionState::found, Reply::refused);
    }

    private static Reply found(Content state) {
        Map<String, Object> body = new HashMap<>();
        body.put("session-state", state == null ? null : ((SessionState) state).bytes());
        return Reply.ok(body);
    }
}
