package dev.busway.emulator.queue;

import java.util.LinkedHashSet;
import java.util.Set;

/** One message session: its waiting messages, who holds it, its state. */
final class Session {

    private final String id;
    private final Lane lane;
    private final Set<Stored> held = new LinkedHashSet<>();
    private int messages;
    private Receiver holder;
    private long lockedUntil;
    private Content state;
    private long updatedAt;

    Session(String id, Store store) {
        this.id = id;
        this.lane = new Lane(store);
    }

    String id() {
        return id;
    }

    Lane lane() {
        return lane;
    }

    /** Messages that are locked by its holder. */
    Set<Stored> held() {
        return held;
    }

    boolean isHeld() {
        return holder != null;
    }

    Receiver holder() {
        return holder;
    }

    /** When the session lock ends; of a session that is not held, when it ended at the latest. */
    long lockedUntil() {
        return lockedUntil;
    }

    void hold(Receiver receiver, long until) {
        holder = receiver;
        lockedUntil = until;
    }

    void extend(long until) {
        lockedUntil = until;
    }

    void free() {
        holder = null;
    }

    /** Notes that a message came (1) or went (-1). */
    void count(int difference) {
        messages += difference;
    }

    Content state() {
        return state;
    }

    void state(Content newState) {
        state = newState;
    }

    long updatedAt() {
        return updatedAt;
    }

    void updated(long now) {
        updatedAt = now;
    }

    boolean isAvailable() {
        return holder == null && !lane.isEmpty();
    }

    boolean isVisible() {
        return messages > 0 || state != null;
    }
}
