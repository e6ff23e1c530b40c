package dev.busway.emulator.queue;

/**
 * A message as it stands in a queue at one moment; immutable.
 *
 * @param sent what its sender made
 * @param sequenceNumber its place in the queue, from 1; kept when it moves to the dead-letter queue
 * @param enqueuedSequenceNumber the number it was first given; differs from the sequence number once a scheduled
 *     message has arrived
 * @param enqueuedTime epoch milliseconds; while it is scheduled, the time it was accepted at
 * @param expiresAt epoch milliseconds, {@link NewMessage#FOREVER} if never
 * @param deliveryCount deliveries that ended without completion, from 0: what the wire's header carries
 * @param state active, deferred or scheduled; a locked message is active or deferred
 * @param changes what the broker has changed beside the content
 */
public record Message(
        NewMessage sent,
        long sequenceNumber,
        long enqueuedSequenceNumber,
        long enqueuedTime,
        long expiresAt,
        int deliveryCount,
        MessageState state,
        Changes changes) {

    public String messageId() {
        return sent.messageId();
    }

    public String sessionId() {
        return sent.sessionId();
    }

    public Content content() {
        return sent.content();
    }

    Message counted() {
        return new Message(
                sent,
                sequenceNumber,
                enqueuedSequenceNumber,
                enqueuedTime,
                expiresAt,
                deliveryCount + 1,
                state,
                changes);
    }

    Message withChanges(Changes newChanges) {
        return newChanges.equals(changes)
                ? this
                : new Message(
                        sent,
                        sequenceNumber,
                        enqueuedSequenceNumber,
                        enqueuedTime,
                        expiresAt,
                        deliveryCount,
                        state,
                        newChanges);
    }

    Message withState(MessageState newState) {
        return new Message(
                sent,
                sequenceNumber,
                enqueuedSequenceNumber,
                enqueuedTime,
                expiresAt,
                deliveryCount,
                newState,
                changes);
    }

    /** As it arrives in a dead-letter queue, where nothing expires. */
    Message asDeadLetter(long now) {
        return new Message(
                sent,
                sequenceNumber,
                enqueuedSequenceNumber,
                now,
                NewMessage.FOREVER,
                deliveryCount,
                MessageState.ACTIVE,
                changes);
    }

    boolean hasExpired(long now) {
        return expiresAt <= now;
    }
}
