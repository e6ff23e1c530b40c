package dev.busway.emulator;

import dev.busway.emulator.queue.MessageEvent;
import java.time.Instant;
import java.util.UUID;

/**
 * Something that happened to a message.
 *
 * @param number place in the history, from 0, without gaps
 * @param time by the emulator's clock
 * @param queue address of the queue, subscription or dead-letter queue it happened in
 * @param kind what happened
 * @param messageId as its sender gave it, or as the emulator stamped it
 * @param sequenceNumber of the message in its queue
 * @param sessionId {@code null} outside of message sessions
 * @param deliveryCount after the event, from 0
 * @param lockToken the lock it is about, {@code null} where there is none
 * @param transactionId the transaction that did it, 0 for none
 * @param detail the reason of a dead-lettering, else {@code null}
 */
public record HistoryEvent(
        long number,
        Instant time,
        String queue,
        MessageEvent.Kind kind,
        String messageId,
        long sequenceNumber,
        String sessionId,
        int deliveryCount,
        UUID lockToken,
        long transactionId,
        String detail) {}
