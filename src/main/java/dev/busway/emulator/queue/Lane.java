package dev.busway.emulator.queue;

import java.util.LinkedHashSet;
import java.util.TreeMap;

/**
 * Messages that wait in order and the receivers that want them: one for a queue, one for each message session.
 *
 * <p>Handlers are called from {@link #pump} only, and last in each step: whatever they change through the engine is
 * seen by the next step. A call of {@code pump} from inside a handler leaves the work to the outer one, so that
 * deliveries never overtake each other.
 */
final class Lane {

    private final Store store;
    private final TreeMap<Long, Stored> waiting = new TreeMap<>();
    /** Receivers with credit, the next one to serve first. */
    private final LinkedHashSet<Receiver> hungry = new LinkedHashSet<>();

    private final LinkedHashSet<Receiver> draining = new LinkedHashSet<>();
    private boolean pumping;

    Lane(Store store) {
        this.store = store;
    }

    void add(Stored stored) {
        waiting.put(stored.message().sequenceNumber(), stored);
    }

    void remove(Stored stored) {
        waiting.remove(stored.message().sequenceNumber());
    }

    boolean isEmpty() {
        return waiting.isEmpty();
    }

    /** Notes that the receiver's credit has changed. */
    void creditChanged(Receiver receiver) {
        if (receiver.credit() == 0) {
            hungry.remove(receiver);
        } else {
            hungry.add(receiver);
        }
    }

    void startDrain(Receiver receiver) {
        draining.add(receiver);
    }

    void stopDrain(Receiver receiver) {
        draining.remove(receiver);
    }

    void pump() {
        if (pumping) {
            return;
        }
        pumping = true;
        try {
            while (handOut() || finishDrain()) {
                // each step starts from what the last one left
            }
        } finally {
            pumping = false;
        }
    }

    private boolean handOut() {
        if (waiting.isEmpty() || hungry.isEmpty()) {
            return false;
        }
        Stored stored = waiting.pollFirstEntry().getValue();
        if (store.expireIfDue(stored)) {
            return true;
        }
        Receiver receiver = hungry.iterator().next();
        hungry.remove(receiver);
        receiver.useCredit();
        creditChanged(receiver);
        receiver.hand(store.take(stored, receiver.mode()));
        return true;
    }

    private boolean finishDrain() {
        if (draining.isEmpty()) {
            return false;
        }
        Receiver receiver = draining.iterator().next();
        draining.remove(receiver);
        hungry.remove(receiver);
        receiver.endDrain();
        return true;
    }
}
