package dev.busway.emulator.queue;

import java.util.Objects;

/**
 * A message as its sender made it: the content, and beside it the few fields that the broker interprets.
 *
 * @param messageId null when the sender gave none (such a message is never a duplicate)
 * @param sessionId null outside of message sessions
 * @param partitionKey null when the sender gave none; of meaning in partitioned entities only
 * @param timeToLiveMillis {@link #FOREVER} when the sender gave none
 * @param scheduledEnqueueTime epoch milliseconds, {@link #NOT_SCHEDULED} when the message is for now
 */
public record NewMessage(
        String messageId,
        String sessionId,
        String partitionKey,
        long timeToLiveMillis,
        long scheduledEnqueueTime,
        Content content) {

    /** A time to live that never ends. */
    public static final long FOREVER = Long.MAX_VALUE;

    /** The scheduled enqueue time of a message that is to be enqueued at once. */
    public static final long NOT_SCHEDULED = Long.MIN_VALUE;

    public NewMessage {
        Objects.requireNonNull(content, "content");
        if (timeToLiveMillis < 0) {
            throw new IllegalArgumentException("timeToLiveMillis must not be negative: " + timeToLiveMillis);
        }
    }

    /** A message for now that lives as long as its queue lets it. */
    public static NewMessage of(String messageId, Content content) {
        return new NewMessage(messageId, null, null, FOREVER, NOT_SCHEDULED, content);
    }

    public NewMessage withSessionId(String id) {
        return new NewMessage(messageId, id, partitionKey, timeToLiveMillis, scheduledEnqueueTime, content);
    }

    public NewMessage withPartitionKey(String key) {
        return new NewMessage(messageId, sessionId, key, timeToLiveMillis, scheduledEnqueueTime, content);
    }

    public NewMessage withTimeToLiveMillis(long millis) {
        return new NewMessage(messageId, sessionId, partitionKey, millis, scheduledEnqueueTime, content);
    }

    public NewMessage withScheduledEnqueueTime(long epochMillis) {
        return new NewMessage(messageId, sessionId, partitionKey, timeToLiveMillis, epochMillis, content);
    }
}
