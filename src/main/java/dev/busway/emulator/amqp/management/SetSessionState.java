package dev.busway.emulator.amqp.management;

import java.util.Map;
import org.apache.qpid.proton.amqp.Binary;

/** Sets the state of a message session, or clears it. */
final class SetSessionState implements ManagementOperation {

    @Override
    public Reply perform(ManagementRequest request) {
        Binary state = request.bytes("session-state");
        return request.queue()
                .setSessionState(request.requiredText("session-id"), state == null ? null : new SessionState(state))
                .match(done -> Reply.ok(Map.of()), Reply::refused);
    }
}
