package dev.busway.routetest;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;

/**
 * What must come of the message.
 *
 * @param fate how the message itself ends
 * @param outputs the outputs of each queue, all of them, in any order; a queue that is not named gets none. The key
 *     {@link #THE_OUTPUT} stands for the one queue that the app sends to
 * @param retries tries in the process after the first of each delivery, all together; empty = any number
 * @param redeliveries deliveries by the broker after the first; empty = any number
 * @param delays of the delayed redeliveries, in their order
 */
record Expected(
        Fate fate,
        Map<String, List<ExpectedMessage>> outputs,
        OptionalInt retries,
        OptionalInt redeliveries,
        List<Duration> delays) {

    static final String THE_OUTPUT = "";

    Expected {
        outputs = Map.copyOf(outputs);
        delays = List.copyOf(delays);
    }

    /** How a message ends. */
    sealed interface Fate {

        /** It was completed. */
        record Completed() implements Fate {}

        /**
         * It was dead-lettered.
         *
         * @param reason the whole reason
         * @param description a part of the description; empty = any
         */
        record DeadLettered(String reason, String description) implements Fate {}
    }
}
