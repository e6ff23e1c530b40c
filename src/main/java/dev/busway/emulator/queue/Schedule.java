package dev.busway.emulator.queue;

import java.util.ArrayList;
import java.util.List;

/** The messages of one entity that wait for their scheduled enqueue time. */
final class Schedule {

    private final String entity;
    private final Messages messages;
    private final Journal journal;
    private final Deadlines byTime = new Deadlines(message -> message.sent().scheduledEnqueueTime());

    Schedule(String entity, Messages messages, Journal journal) {
        this.entity = entity;
        this.messages = messages;
        this.journal = journal;
    }

    void hold(NewMessage sent, long sequenceNumber, long now, long transactionId) {
        Stored stored = new Stored(
                new Message(
                        sent,
                        sequenceNumber,
                        sequenceNumber,
                        now,
                        NewMessage.FOREVER,
                        0,
                        MessageState.SCHEDULED,
                        Changes.NONE),
                null);
        messages.add(stored);
        byTime.add(stored);
        journal.tell(MessageEvent.Kind.SCHEDULED, entity, stored.message(), null, transactionId);
    }

    /** Takes out a message whose time has come; null if there is none. */
    Message pollDue(long now) {
        Stored due = byTime.pollDue(now);
        if (due == null) {
            return null;
        }
        messages.remove(due);
        return due.message();
    }

    /** When the next one is due; {@link Long#MAX_VALUE} if there is none. */
    long next() {
        return byTime.next();
    }

    int size() {
        return byTime.size();
    }

    Result<Void> cancel(List<Long> sequenceNumbers) {
        List<Stored> found = new ArrayList<>(sequenceNumbers.size());
        for (long number : sequenceNumbers) {
            Stored stored = messages.find(number);
            if (stored == null || stored.message().state() != MessageState.SCHEDULED || found.contains(stored)) {
                return Result.refused(new Refusal.MessageNotFound(number, entity));
            }
            found.add(stored);
        }
        for (Stored stored : found) {
            byTime.remove(stored);
            messages.remove(stored);
            journal.tell(MessageEvent.Kind.CANCELLED, entity, stored.message(), null, Journal.NO_TRANSACTION);
        }
        return Result.done();
    }
}
