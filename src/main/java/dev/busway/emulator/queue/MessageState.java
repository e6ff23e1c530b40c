package dev.busway.emulator.queue;

/** Where a message stands in its queue; the ordinals are the wire's {@code x-opt-message-state}. */
public enum MessageState {
    ACTIVE,
    DEFERRED,
    SCHEDULED
}
