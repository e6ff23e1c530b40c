package dev.busway.routetest;

import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Map;

/**
 * What came of a message.
 *
 * @param end how it ended
 * @param outputs by queue; only queues that something came to
 * @param retries tries in the process after the first of each delivery
 * @param redeliveries deliveries by the broker after the first
 * @param delays of its delayed redeliveries
 * @param endedAt when it had ended
 * @param took from the moment it was sent
 */
record Observed(
        End end,
        Map<String, List<ObservedMessage>> outputs,
        int retries,
        int redeliveries,
        List<Duration> delays,
        OffsetDateTime endedAt,
        Duration took) {

    Observed {
        outputs = Map.copyOf(outputs);
        delays = List.copyOf(delays);
    }

    /** How a message ended. */
    sealed interface End {
        record Completed() implements End {}

        record DeadLettered(String reason, String description) implements End {}

        /** It had not ended in time. */
        record Unfinished() implements End {}
    }
}
