package dev.busway.emulator.queue;

import java.util.UUID;

/**
 * One attempt to hand one message to one receiver.
 *
 * @param message as it stood when it was taken
 * @param lockToken fresh for every delivery; null in receive-and-delete, where the message is gone already
 * @param lockedUntil epoch milliseconds; of the session lock where the message belongs to a held session; 0 without lock
 */
public record Delivery(Message message, UUID lockToken, long lockedUntil) {}
