package dev.busway.emulator.amqp.management;

import java.time.Instant;
import java.util.Date;
import java.util.Map;

/** Renews the lock of a message session. */
final class RenewSessionLock implements ManagementOperation {

    @Override
    public Reply perform(ManagementRequest request) {
        return request.queue()
                .renewSessionLock(request.requiredText("session-id"))
                .match(
                        expiry -> Reply.ok(Map.of("expiration", Date.from(Instant.ofEpochMilli(expiry)))),
                        Reply::refused);
    }
}
