package dev.busway.emulator.queue;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.TreeMap;

/** All messages of one queue by sequence number, whatever their state, and the room they take. */
final class Messages {

    private final TreeMap<Long, Stored> bySequenceNumber = new TreeMap<>();
    private final MemoryBudget memory;
    private long lastSequenceNumber;
    private long bytes;

    Messages(MemoryBudget memory) {
        this.memory = memory;
    }

    long nextSequenceNumber() {
        return ++lastSequenceNumber;
    }

    void add(Stored stored) {
        bySequenceNumber.put(stored.message().sequenceNumber(), stored);
        bytes += stored.message().content().size();
        memory.use(stored.message().content().size() + MemoryBudget.PER_MESSAGE);
        if (stored.session() != null) {
            stored.session().count(1);
        }
    }

    void remove(Stored stored) {
        bySequenceNumber.remove(stored.message().sequenceNumber());
        bytes -= stored.message().content().size();
        memory.use(-stored.message().content().size() - MemoryBudget.PER_MESSAGE);
        if (stored.session() != null) {
            stored.session().count(-1);
        }
    }

    /** The message with this number; null if there is none. */
    Stored find(long sequenceNumber) {
        return bySequenceNumber.get(sequenceNumber);
    }

    long bytes() {
        return bytes;
    }

    int size() {
        return bySequenceNumber.size();
    }

    List<Stored> all() {
        return new ArrayList<>(bySequenceNumber.values());
    }

    List<Message> from(long sequenceNumber, int count, String sessionId) {
        List<Message> found = new ArrayList<>(Math.min(count, 100));
        for (Stored stored : bySequenceNumber.tailMap(sequenceNumber).values()) {
            if (found.size() >= count) {
                break;
            }
            if (sessionId == null || Objects.equals(sessionId, stored.message().sessionId())) {
                found.add(stored.message());
            }
        }
        return found;
    }
}
