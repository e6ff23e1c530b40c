package dev.busway.servicebus.handoff;

import dev.busway.servicebus.connection.FailureKind;
import java.time.Instant;

/**
 * A queue or topic that takes nothing from us, or a namespace that does not.
 *
 * @param target the queue or topic; empty for the namespace
 * @param kind what the broker's errors are about
 * @param reason the broker's own words
 * @param since when it began
 */
public record Outage(String target, FailureKind kind, String reason, Instant since) {

    /** Whether the namespace has asked for fewer requests, rather than something being out of order. */
    public boolean isThrottling() {
        return kind == FailureKind.BUSY;
    }
}
