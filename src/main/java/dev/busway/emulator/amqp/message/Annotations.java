package dev.busway.emulator.amqp.message;

import java.util.Set;

/** Names of the annotations that Service Bus gives a meaning to. */
final class Annotations {

    static final String SCHEDULED_ENQUEUE_TIME = "x-opt-scheduled-enqueue-time";
    static final String PARTITION_KEY = "x-opt-partition-key";
    static final String ENQUEUED_TIME = "x-opt-enqueued-time";
    static final String SEQUENCE_NUMBER = "x-opt-sequence-number";
    static final String ENQUEUE_SEQUENCE_NUMBER = "x-opt-enqueue-sequence-number";
    static final String LOCKED_UNTIL = "x-opt-locked-until";
    static final String DEAD_LETTER_SOURCE = "x-opt-deadletter-source";
    static final String MESSAGE_STATE = "x-opt-message-state";
    static final String LOCK_TOKEN = "x-opt-lock-token";

    /** Written by the broker alone: whatever a sender puts there (a forwarded message, say) is dropped. */
    static final Set<String> OWNED_BY_THE_BROKER = Set.of(
            ENQUEUED_TIME, SEQUENCE_NUMBER, ENQUEUE_SEQUENCE_NUMBER, LOCKED_UNTIL, DEAD_LETTER_SOURCE, MESSAGE_STATE);

    private Annotations() {}
}
