package dev.busway.emulator.queue;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.function.Function;

/** A queue, a subscription, or the dead-letter queue of one. */
public final class Queue implements Entity {

    private final Store store;
    private final Surroundings surroundings;

    /** A queue or subscription with its dead-letter queue. */
    Queue(String name, QueueSettings settings, Surroundings surroundings) {
        this.surroundings = surroundings;
        this.store = Store.of(this, name, settings, surroundings);
    }

    /** The dead-letter queue that this store is of. */
    Queue(Store store, Surroundings surroundings) {
        this.surroundings = surroundings;
        this.store = store;
    }

    @Override
    public String name() {
        return store.name();
    }

    @Override
    public String topLevel() {
        return Address.parse(store.mainName()).entity();
    }

    public QueueSettings settings() {
        return store.settings();
    }

    /** This queue's dead-letter queue; empty if this is one. */
    public Optional<Queue> deadLetterQueue() {
        return store.isDeadLetterQueue()
                ? Optional.empty()
                : Optional.of(store.deadLetters().queue());
    }

    @Override
    public Result<Void> send(List<NewMessage> newMessages, Transaction transaction) {
        return Sending.send(store.arrivals(), newMessages, transaction);
    }

    @Override
    public Result<List<Long>> schedule(List<NewMessage> newMessages, Transaction transaction) {
        return Sending.schedule(store.arrivals(), newMessages, transaction);
    }

    @Override
    public Result<Void> cancelScheduled(List<Long> sequenceNumbers) {
        return store.schedule().cancel(sequenceNumbers);
    }

    /** Registers a receiver without credit; refused: NotAllowed (sessions are required), EntityNotFound, EntityDisabled. */
    public Result<Receiver> receive(ReceiveMode mode, DeliveryHandler handler) {
        Objects.requireNonNull(mode, "mode");
        Objects.requireNonNull(handler, "handler");
        Refusal refusal = obstacleToReceive();
        if (refusal != null) {
            return Result.refused(refusal);
        }
        if (settings().requiresSession()) {
            return Result.refused(new Refusal.NotAllowed(
                    "Queue " + name() + " requires sessions; receive from it with a session receiver."));
        }
        Receiver receiver = new Receiver(store, store.lane(), null, mode, handler);
        store.register(receiver);
        return Result.done(receiver);
    }

    /**
     * Asks for a message session; the answer comes exactly once, possibly from inside this call, unless the request is
     * cancelled: a receiver without credit that holds the session, or SessionCannotBeLocked (another holds it; given at
     * once), SessionTimeout (next available), NotAllowed (the queue has no sessions), EntityNotFound,
     * EntityDisabled.
     *
     * @param sessionId null: the next available one that has messages
     * @param timeoutMillis how long to wait for the next available one, at least 0
     */
    public SessionRequest requestSession(
            String sessionId,
            ReceiveMode mode,
            long timeoutMillis,
            DeliveryHandler handler,
            Consumer<Result<Receiver>> answer) {
        if (timeoutMillis < 0) {
            throw new IllegalArgumentException("timeoutMillis must not be negative: " + timeoutMillis);
        }
        store.catchUp();
        Refusal refusal = obstacleToReceive();
        if (refusal != null) {
            answer.accept(Result.refused(refusal));
        } else if (!settings().requiresSession()) {
            answer.accept(Result.refused(
                    new Refusal.NotAllowed("Queue " + name() + " has no sessions; receive from it without one.")));
        } else if (sessionId == null) {
            return store.sessions().requestNext(mode, timeoutMillis, handler, answer);
        } else {
            store.sessions().request(sessionId, mode, handler, answer);
        }
        return () -> {};
    }

    /**
     * Ends a delivery; any receiver of the queue and the management node may do it for any lock.
     *
     * @param transaction null: at once; else the message stays locked until commit or rollback
     * @return refused: LockLost, SessionLockLost, TransactionUnknown, TransactionTooLarge, NotAllowed (already settled
     *     in an open transaction)
     */
    public Result<Void> settle(UUID lockToken, Settlement settlement, Transaction transaction) {
        Objects.requireNonNull(settlement, "settlement");
        Stored stored = store.findLocked(lockToken);
        Refusal refusal = obstacleToSettle(stored, lockToken);
        if (transaction != null) {
            if (refusal == null && settings().partitioned()) {
                refusal = transaction.claim(PartitionKey.of(stored.message(), looksForDuplicates()), name());
            }
            return transaction.enlist(refusal, () -> {
                stored.enlist(transaction);
                return new StagedSettlement(store, stored, lockToken, settlement);
            });
        }
        if (refusal != null) {
            return Result.refused(refusal);
        }
        store.outcomes().settle(stored, settlement, Journal.NO_TRANSACTION);
        store.pump();
        return Result.done();
    }

    /** Renews all or none; new expiries in epoch milliseconds, in order; refused: LockLost, NotAllowed (sessions). */
    public Result<List<Long>> renewLocks(List<UUID> lockTokens) {
        if (settings().requiresSession()) {
            return Result.refused(new Refusal.NotAllowed(
                    "Queue " + name() + " requires sessions; renew the session lock, not the lock of a message."));
        }
        for (UUID lockToken : lockTokens) {
            if (store.findLocked(lockToken) == null) {
                return Result.refused(store.lockLost(lockToken));
            }
        }
        long until = surroundings.time().now() + settings().lockDuration().toMillis();
        for (UUID lockToken : lockTokens) {
            Stored stored = store.locks().find(lockToken);
            store.locks().renew(stored, until);
            store.tell(MessageEvent.Kind.RENEWED, stored.message(), lockToken);
        }
        return Result.done(lockTokens.stream().map(token -> until).toList());
    }

    /** Ends a lock now as if its time had run out: the delivery counts. False if there is no such lock. */
    public boolean loseLock(UUID lockToken) {
        Stored stored = store.findLocked(lockToken);
        if (stored == null) {
            return false;
        }
        store.outcomes().lockExpired(stored);
        store.pump();
        return true;
    }

    /**
     * Ends up to so many locks now, those first that would end first; in a queue with sessions, session locks, whose
     * receivers are closed. Says how many.
     */
    public int loseLocks(int most) {
        store.catchUp();
        int lost = store.loseLocks(most);
        store.pump();
        return lost;
    }

    /**
     * Looks without locking at active, locked, deferred and scheduled messages, by sequence number.
     *
     * @param sessionId null: all
     */
    public List<Message> peek(long fromSequenceNumber, int count, String sessionId) {
        store.catchUp();
        return store.messages().from(fromSequenceNumber, count, sessionId);
    }

    /** Takes deferred messages, all or none, whatever credit there is; refused: MessageNotFound, SessionLockLost. */
    public Result<List<Delivery>> receiveDeferred(List<Long> sequenceNumbers, ReceiveMode mode) {
        store.catchUp();
        Set<Stored> found = new LinkedHashSet<>();
        for (long number : sequenceNumbers) {
            Stored stored = store.messages().find(number);
            if (stored == null || !store.deferred().contains(stored) || !found.add(stored)) {
                return Result.refused(new Refusal.MessageNotFound(number, name()));
            }
            if (stored.session() != null && !stored.session().isHeld()) {
                return Result.refused(
                        new Refusal.SessionLockLost(stored.session().id(), name()));
            }
        }
        return Result.done(
                found.stream().map(stored -> store.take(stored, mode)).toList());
    }

    /**
     * Deletes at most so many unlocked active messages that were enqueued before the time, oldest first; says how many.
     *
     * @param sessionId null: all
     */
    public int delete(int count, long enqueuedBefore, String sessionId) {
        store.catchUp();
        List<Stored> victims = store.messages().all().stream()
                .filter(stored -> !stored.isLocked() && stored.message().state() == MessageState.ACTIVE)
                .filter(stored -> stored.message().enqueuedTime() < enqueuedBefore)
                .filter(stored ->
                        sessionId == null || sessionId.equals(stored.message().sessionId()))
                .limit(count)
                .toList();
        for (Stored stored : victims) {
            store.leaveLine(stored);
            store.remove(stored);
            store.tell(MessageEvent.Kind.DELETED, stored.message(), null);
        }
        return victims.size();
    }

    /** Renews the session lock; its new expiry in epoch milliseconds; refused: SessionLockLost. */
    public Result<Long> renewSessionLock(String sessionId) {
        return inHeldSession(sessionId, session -> Result.done(store.sessions().renew(session)));
    }

    /** Ends a session lock now as if its time had run out. False if nobody holds the session. */
    public boolean loseSessionLock(String sessionId) {
        return inHeldSession(sessionId, session -> {
                    store.sessions().expire(session);
                    store.pump();
                    return Result.done();
                })
                .isDone();
    }

    /** The session's state; done with null if it has none; refused: SessionLockLost. */
    public Result<Content> sessionState(String sessionId) {
        return inHeldSession(sessionId, session -> Result.done(session.state()));
    }

    /** Sets the session's state, null clears it; refused: SessionLockLost, MessageTooLarge. */
    public Result<Void> setSessionState(String sessionId, Content state) {
        if (state != null && state.size() > surroundings.maxMessageSize()) {
            return Result.refused(new Refusal.MessageTooLarge(state.size(), surroundings.maxMessageSize()));
        }
        return inHeldSession(sessionId, session -> {
            session.state(state);
            session.updated(surroundings.time().now());
            return Result.done();
        });
    }

    /** Ids of sessions that have messages or state, in the order of first use, those updated after the time. */
    public List<String> sessions(long updatedAfter, int skip, int top) {
        return store.sessions().ids(updatedAfter, skip, top);
    }

    public QueueCounts counts() {
        return store.counts();
    }

    @Override
    public EntityStatus status() {
        return store.status();
    }

    @Override
    public void setStatus(EntityStatus status) {
        Objects.requireNonNull(status, "status");
        mustBeDeclared();
        store.setStatus(status);
    }

    @Override
    public void setMaxSizeInBytes(long bytes) {
        mustBeDeclared();
        if (bytes < 1) {
            throw new IllegalArgumentException("maxSizeInBytes must be at least 1: " + bytes);
        }
        store.setMaxSizeInBytes(bytes);
    }

    private void mustBeDeclared() {
        if (store.isDeadLetterQueue()) {
            throw new IllegalArgumentException(
                    "A dead-letter queue has no status or size of its own; name the queue it belongs to: " + name());
        }
    }

    /** What all its messages take, those of its dead-letter queue included. */
    long bytes() {
        return store.bytes();
    }

    Arrivals arrivals() {
        return store.arrivals();
    }

    void close() {
        store.delete();
    }

    private Refusal obstacleToReceive() {
        if (store.isDeleted()) {
            return new Refusal.EntityNotFound(name());
        }
        return status().allowsReceiving() ? null : new Refusal.EntityDisabled(name(), status());
    }

    private boolean looksForDuplicates() {
        return !settings().duplicateDetectionWindow().isZero();
    }

    private Refusal obstacleToSettle(Stored stored, UUID lockToken) {
        if (stored == null) {
            return store.lockLost(lockToken);
        }
        return stored.enlistedIn() == null
                ? null
                : new Refusal.NotAllowed("The message is already settled in transaction "
                        + stored.enlistedIn().id() + ", which is open.");
    }

    private <T> Result<T> inHeldSession(String sessionId, Function<Session, Result<T>> request) {
        store.catchUp();
        Session session = store.sessions().findHeld(sessionId);
        return session == null
                ? Result.refused(new Refusal.SessionLockLost(sessionId, name()))
                : request.apply(session);
    }
}
