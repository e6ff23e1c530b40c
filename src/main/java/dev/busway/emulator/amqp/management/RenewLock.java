package dev.busway.emulator.amqp.management;

import java.time.Instant;
import java.util.Date;
import java.util.Map;

/** Renews message locks: one new expiry per token, in the order of the tokens. */
final class RenewLock implements ManagementOperation {

    @Override
    public Reply perform(ManagementRequest request) {
        return request.queue()
                .renewLocks(request.tokens("lock-tokens"))
                .match(
                        expiries -> Reply.ok(Map.of(
                                "expirations",
                                expiries.stream()
                                        .map(Instant::ofEpochMilli)
                                        .map(Date::from)
                                        .toArray(Date[]::new))),
                        Reply::refused);
    }
}
