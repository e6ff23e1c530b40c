package dev.busway.proof;

import dev.busway.emulator.HistoryEvent;
import dev.busway.emulator.queue.MessageEvent.Kind;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** Writes a history line by line. */
final class Script {

    private final List<HistoryEvent> events = new ArrayList<>();
    private Instant time = Instant.EPOCH;

    List<HistoryEvent> events() {
        return events;
    }

    long next() {
        return events.size();
    }

    Script after(Duration duration) {
        time = time.plus(duration);
        return this;
    }

    Script in(Kind kind, String id, long sequenceNumber, int count, long transaction, String detail) {
        return add("in", kind, id, sequenceNumber, null, count, transaction, detail);
    }

    Script sent(String id, long sequenceNumber) {
        return in(Kind.ENQUEUED, id, sequenceNumber, 0, 0, null);
    }

    Script sentInSession(String id, long sequenceNumber, String session) {
        return add("in", Kind.ENQUEUED, id, sequenceNumber, session, 0, 0, null);
    }

    Script locked(String id, long sequenceNumber, int count) {
        return in(Kind.LOCKED, id, sequenceNumber, count, 0, null);
    }

    Script completed(String id, long sequenceNumber, long transaction) {
        return in(Kind.COMPLETED, id, sequenceNumber, 0, transaction, null);
    }

    Script completedInSession(String id, long sequenceNumber, String session, long transaction) {
        return add("in", Kind.COMPLETED, id, sequenceNumber, session, 0, transaction, null);
    }

    Script deadLettered(String id, long sequenceNumber, String reason) {
        return in(Kind.DEAD_LETTERED, id, sequenceNumber, 1, 0, reason);
    }

    Script output(String id, long sequenceNumber, long transaction) {
        return add("out", Kind.ENQUEUED, id, sequenceNumber, null, 0, transaction, null);
    }

    /** A whole good life in one transaction. */
    Script handedOff(String id, long sequenceNumber, long transaction) {
        return sent(id, sequenceNumber)
                .locked(id, sequenceNumber, 0)
                .output(id + "/out", sequenceNumber, transaction)
                .completed(id, sequenceNumber, transaction);
    }

    Script add(
            String queue,
            Kind kind,
            String id,
            long sequenceNumber,
            String session,
            int count,
            long transaction,
            String detail) {
        events.add(new HistoryEvent(
                next(), time, queue, kind, id, sequenceNumber, session, count, null, transaction, detail));
        return this;
    }
}
