package dev.busway.emulator.queue;

import java.util.Optional;

/**
 * A reader of one queue, or of one message session of it: messages are pushed to its handler as long as it has credit.
 *
 * <p>Several receivers of a queue take turns, oldest first, each for one message.
 */
public final class Receiver implements AutoCloseable {

    private final Store store;
    private final Lane lane;
    private final Session session;
    private final ReceiveMode mode;
    private final DeliveryHandler handler;
    private long credit;
    private boolean closed;

    /** The session is null for a receiver of the whole queue. */
    Receiver(Store store, Lane lane, Session session, ReceiveMode mode, DeliveryHandler handler) {
        this.store = store;
        this.lane = lane;
        this.session = session;
        this.mode = mode;
        this.handler = handler;
    }

    public Queue queue() {
        return store.queue();
    }

    public ReceiveMode mode() {
        return mode;
    }

    /** The session that this receiver holds or held. */
    public Optional<String> sessionId() {
        return Optional.ofNullable(session).map(Session::id);
    }

    /** When the session lock ends, in epoch milliseconds; 0 without a session. */
    public long sessionLockedUntil() {
        return session == null ? 0 : session.lockedUntil();
    }

    /** Deliveries that are allowed now. */
    public long credit() {
        return credit;
    }

    /** Whether it was closed, by its owner or by the engine. */
    public boolean isClosed() {
        return closed;
    }

    /**
     * Allows exactly this many deliveries from now on (a flow restates it); ends a credit drain.
     *
     * @throws IllegalArgumentException if it is negative
     */
    public void setCredit(long newCredit) {
        if (newCredit < 0) {
            throw new IllegalArgumentException("credit must not be negative: " + newCredit);
        }
        if (closed) {
            return;
        }
        credit = newCredit;
        lane.stopDrain(this);
        lane.creditChanged(this);
        lane.pump();
    }

    /** Allows so many more; ends a credit drain. */
    public void addCredit(long more) {
        setCredit(credit + more);
    }

    /** Hands out what can be handed out now, then sets the credit to 0 and says {@link DeliveryHandler#drained}. */
    public void drain() {
        if (closed) {
            return;
        }
        lane.startDrain(this);
        lane.pump();
    }

    /**
     * Ends deliveries. Locks survive and end by clock; a session is given up at once, its messages are free again in
     * order and no delivery is counted. May be called twice.
     */
    @Override
    public void close() {
        if (closed) {
            return;
        }
        detach();
        store.forget(this);
        if (session != null) {
            store.sessions().giveUp(session);
        }
    }

    /** Ends it from the engine's side. */
    void end(Refusal reason) {
        if (closed) {
            return;
        }
        detach();
        store.forget(this);
        handler.closed(reason);
    }

    void useCredit() {
        credit--;
    }

    void hand(Delivery delivery) {
        handler.deliver(delivery);
    }

    void endDrain() {
        credit = 0;
        handler.drained();
    }

    private void detach() {
        closed = true;
        credit = 0;
        lane.stopDrain(this);
        lane.creditChanged(this);
    }
}
