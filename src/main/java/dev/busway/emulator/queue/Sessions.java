package dev.busway.emulator.queue;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.function.Consumer;

/**
 * The message sessions of one queue: who holds which until when, which are available, who waits for one.
 *
 * <p>All session locks last equally long, so {@link #held} in the order of taking and renewing is the order in which
 * they end. Callbacks come last in every step, so that each step starts from a consistent state.
 */
final class Sessions {

    private final Store store;
    private final Time time;
    private final long lockMillis;
    private final Map<String, Session> byId = new LinkedHashMap<>();
    private final LinkedHashSet<Session> available = new LinkedHashSet<>();
    private final LinkedHashSet<Session> held = new LinkedHashSet<>();
    private final LinkedHashSet<Session> toPump = new LinkedHashSet<>();
    private final TreeSet<PendingSession> pendingByNumber =
            new TreeSet<>(Comparator.comparingLong(PendingSession::number));
    private final TreeSet<PendingSession> pendingByDeadline =
            new TreeSet<>(Comparator.comparingLong(PendingSession::deadline).thenComparingLong(PendingSession::number));
    private long lastRequest;

    Sessions(Store store, Time time) {
        this.store = store;
        this.time = time;
        this.lockMillis = store.settings().lockDuration().toMillis();
    }

    /** The session with this id, made if there is none. */
    Session obtain(String id) {
        return byId.computeIfAbsent(id, key -> new Session(key, store));
    }

    /** The session with this id if somebody holds it, else null. */
    Session findHeld(String id) {
        Session session = byId.get(id);
        return session != null && session.isHeld() ? session : null;
    }

    /** Notes that the session's messages, holder or state have changed. */
    void changed(Session session) {
        if (session.isAvailable()) {
            available.add(session);
        } else {
            available.remove(session);
        }
        if (session.isHeld()) {
            toPump.add(session);
        } else if (!session.isVisible()) {
            byId.remove(session.id());
        }
    }

    SessionRequest requestNext(
            ReceiveMode mode, long timeoutMillis, DeliveryHandler handler, Consumer<Result<Receiver>> answer) {
        long deadline = time.now() + timeoutMillis;
        PendingSession request =
                new PendingSession(this, deadline, ++lastRequest, timeoutMillis, mode, handler, answer);
        pendingByNumber.add(request);
        pendingByDeadline.add(request);
        store.timer().wakeAt(deadline);
        serve();
        return request;
    }

    void request(String id, ReceiveMode mode, DeliveryHandler handler, Consumer<Result<Receiver>> answer) {
        Session session = obtain(id);
        if (session.isHeld()) {
            answer.accept(Result.refused(new Refusal.SessionCannotBeLocked(id, store.name())));
        } else {
            answer.accept(Result.done(hold(session, mode, handler)));
        }
    }

    void cancel(PendingSession request) {
        pendingByNumber.remove(request);
        pendingByDeadline.remove(request);
    }

    long renew(Session session) {
        held.remove(session);
        held.add(session);
        session.extend(time.now() + lockMillis);
        return session.lockedUntil();
    }

    /** Frees a session that its holder has closed; no delivery is counted. */
    void giveUp(Session session) {
        if (session.isHeld()) {
            release(session);
            List.copyOf(session.held()).forEach(store.outcomes()::sessionGivenUp);
            changed(session);
            store.pump();
        }
    }

    /** Takes a session from its holder; each of its locked messages counts a delivery. */
    void expire(Session session) {
        Receiver holder = session.holder();
        release(session);
        List.copyOf(session.held()).forEach(store.outcomes()::lockExpired);
        changed(session);
        holder.end(new Refusal.SessionLockLost(session.id(), store.name()));
    }

    /** Takes so many sessions from their holders, those whose locks end first; says how many. */
    int expireFirst(int most) {
        int count = 0;
        while (count < most && !held.isEmpty()) {
            expire(held.iterator().next());
            count++;
        }
        return count;
    }

    /** Ends the session locks and the waits whose time has come. */
    void runDue(long now) {
        while (!held.isEmpty() && held.iterator().next().lockedUntil() <= now) {
            expire(held.iterator().next());
        }
        while (!pendingByDeadline.isEmpty() && pendingByDeadline.first().deadline() <= now) {
            PendingSession late = pendingByDeadline.first();
            cancel(late);
            late.answer(Result.refused(new Refusal.SessionTimeout(store.name(), late.timeoutMillis())));
        }
    }

    /** When {@link #runDue} has work next; {@link Long#MAX_VALUE} if there is none. */
    long nextDue() {
        long lock = held.isEmpty() ? Long.MAX_VALUE : held.iterator().next().lockedUntil();
        long wait = pendingByDeadline.isEmpty()
                ? Long.MAX_VALUE
                : pendingByDeadline.first().deadline();
        return Math.min(lock, wait);
    }

    void pump() {
        serve();
        while (!toPump.isEmpty()) {
            Session session = toPump.iterator().next();
            toPump.remove(session);
            session.lane().pump();
        }
    }

    /** Answers everybody who waits: there will be no session. */
    void refuseAll(Refusal reason) {
        while (!pendingByNumber.isEmpty()) {
            PendingSession request = pendingByNumber.first();
            cancel(request);
            request.answer(Result.refused(reason));
        }
    }

    List<String> ids(long updatedAfter, int skip, int top) {
        List<String> ids = new ArrayList<>();
        for (Session session : byId.values()) {
            if (session.isVisible() && session.updatedAt() > updatedAfter) {
                ids.add(session.id());
            }
        }
        return ids.stream().skip(skip).limit(top).toList();
    }

    long visible() {
        return byId.values().stream().filter(Session::isVisible).count();
    }

    private void serve() {
        while (!pendingByNumber.isEmpty() && !available.isEmpty()) {
            PendingSession request = pendingByNumber.first();
            cancel(request);
            Session session = available.iterator().next();
            request.answer(Result.done(hold(session, request.mode(), request.handler())));
        }
    }

    private Receiver hold(Session session, ReceiveMode mode, DeliveryHandler handler) {
        Receiver receiver = new Receiver(store, session.lane(), session, mode, handler);
        session.hold(receiver, time.now() + lockMillis);
        available.remove(session);
        held.add(session);
        store.timer().wakeAt(session.lockedUntil());
        store.register(receiver);
        return receiver;
    }

    private void release(Session session) {
        session.free();
        held.remove(session);
    }
}
