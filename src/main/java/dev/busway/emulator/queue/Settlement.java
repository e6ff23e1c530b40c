package dev.busway.emulator.queue;

import java.util.Map;
import java.util.Objects;

/** How the holder of a lock ends a delivery. */
public sealed interface Settlement {

    /** Done; the message is removed. */
    record Complete() implements Settlement {}

    /** Given back now; counts as a delivery. */
    record Abandon(Map<String, Object> properties) implements Settlement {
        public Abandon {
            Objects.requireNonNull(properties, "properties");
        }
    }

    /**
     * Moved to the dead-letter queue; counts as a delivery.
     *
     * @param reason may be null
     * @param description may be null
     */
    record DeadLetter(String reason, String description, Map<String, Object> properties) implements Settlement {
        public DeadLetter {
            Objects.requireNonNull(properties, "properties");
        }
    }

    /** Set aside until it is asked for by sequence number; counts as a delivery. */
    record Defer(Map<String, Object> properties) implements Settlement {
        public Defer {
            Objects.requireNonNull(properties, "properties");
        }
    }

    /** Given back without judging; does not count. */
    record Release() implements Settlement {}
}
