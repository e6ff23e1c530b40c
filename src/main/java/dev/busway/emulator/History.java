package dev.busway.emulator;

import dev.busway.emulator.queue.MessageEvent;
import dev.busway.emulator.queue.MessageListener;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.function.Predicate;

/**
 * Everything that has happened to messages, oldest first; no bodies. Keeps the youngest events, as many as
 * {@link EmulatorOptions#historyLimit} says. May be read from any thread.
 */
public final class History {

    private final int limit;

    // Guarded by this.
    private final Deque<HistoryEvent> events = new ArrayDeque<>();
    private long next;

    History(int limit) {
        this.limit = limit;
    }

    MessageListener listener() {
        return limit == 0 ? MessageListener.NONE : this::add;
    }

    private synchronized void add(MessageEvent event) {
        if (events.size() == limit) {
            events.removeFirst();
        }
        events.addLast(new HistoryEvent(
                next++,
                Instant.ofEpochMilli(event.time()),
                event.entity(),
                event.kind(),
                event.messageId(),
                event.sequenceNumber(),
                event.message().sessionId(),
                event.deliveryCount(),
                event.lockToken(),
                event.transactionId(),
                event.detail()));
    }

    public List<HistoryEvent> events() {
        return events(event -> true);
    }

    /** Those of one queue; its dead-letter queue is another one. */
    public List<HistoryEvent> ofQueue(String queue) {
        return events(event -> event.queue().equalsIgnoreCase(queue));
    }

    /** Those of one message, in all queues that it, or another of the same id, was in. */
    public List<HistoryEvent> ofMessage(String messageId) {
        return events(event -> messageId.equals(event.messageId()));
    }

    public synchronized List<HistoryEvent> events(Predicate<HistoryEvent> wanted) {
        return events.stream().filter(wanted).toList();
    }

    /** How many events were dropped because there were more than the limit; 0 when the history is complete. */
    public synchronized long dropped() {
        return next - events.size();
    }

    /** Forgets everything so far. */
    public synchronized void clear() {
        events.clear();
        next = 0;
    }
}
