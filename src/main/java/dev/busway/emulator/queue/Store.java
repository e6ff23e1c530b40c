package dev.busway.emulator.queue;

import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;

/**
 * The working parts of one queue and the place of every message in it.
 *
 * <ol>
 *   <li>A message is in exactly one place: in line (its own lane), locked, set aside (deferred), or scheduled.
 *   <li>It is among {@link #expiries} exactly while it is in line and can expire.
 *   <li>Whoever moves messages pumps afterwards, once, when everything is in place; handlers are called from there only.
 * </ol>
 */
final class Store {

    private final Queue queue;
    private final String name;
    private final QueueSettings settings;
    private final Surroundings surroundings;
    private final Store main;
    private final Store deadLetters;
    private final long lockMillis;
    private final Messages messages;
    private final LockTable locks = new LockTable();
    private final Set<Stored> deferred = new HashSet<>();
    private final Deadlines expiries = new Deadlines(Message::expiresAt);
    private final Set<Receiver> receivers = new LinkedHashSet<>();
    private final Lane lane = new Lane(this);
    private final QueueTimer timer;
    private final Schedule schedule;
    private final Sessions sessions;
    private final Arrivals arrivals;
    private final Outcomes outcomes;
    private EntityStatus status = EntityStatus.ACTIVE;
    private long maxSizeInBytes;
    private boolean deleted;

    /** The store of a queue, and in it the one of its dead-letter queue. */
    static Store of(Queue queue, String name, QueueSettings settings, Surroundings surroundings) {
        return new Store(queue, name, settings, surroundings, null);
    }

    private Store(Queue queue, String name, QueueSettings settings, Surroundings surroundings, Store main) {
        this.queue = main == null ? queue : new Queue(this, surroundings);
        this.name = name;
        this.settings = settings;
        this.surroundings = surroundings;
        this.main = main;
        this.maxSizeInBytes = settings.maxSizeInBytes();
        this.lockMillis = settings.lockDuration().toMillis();
        this.timer = new QueueTimer(surroundings.time(), this::runDue);
        this.messages = new Messages(surroundings.memory());
        this.schedule = new Schedule(name, messages, surroundings.journal());
        this.sessions = new Sessions(this, surroundings.time());
        this.arrivals = new Arrivals(this, surroundings);
        this.outcomes = new Outcomes(this, surroundings);
        this.deadLetters = main != null
                ? this
                : new Store(queue, name + Address.DEAD_LETTER_QUEUE, settings.asDeadLetterQueue(), surroundings, this);
    }

    Queue queue() {
        return queue;
    }

    String name() {
        return name;
    }

    QueueSettings settings() {
        return settings;
    }

    boolean isDeadLetterQueue() {
        return main != null;
    }

    /** The name of the queue that this is or that this is the dead-letter queue of. */
    String mainName() {
        return main == null ? name : main.name;
    }

    /** Where this queue's dead letters go; a dead-letter queue keeps them. */
    Store deadLetters() {
        return deadLetters;
    }

    boolean isDeleted() {
        return deleted;
    }

    EntityStatus status() {
        return main == null ? status : main.status;
    }

    /** Ends those who are no longer allowed to receive. */
    void setStatus(EntityStatus newStatus) {
        status = newStatus;
        if (!newStatus.allowsReceiving()) {
            endReceivers(new Refusal.EntityDisabled(name, newStatus));
            deadLetters.endReceivers(new Refusal.EntityDisabled(deadLetters.name, newStatus));
        }
    }

    long maxSizeInBytes() {
        return maxSizeInBytes;
    }

    void setMaxSizeInBytes(long bytes) {
        maxSizeInBytes = bytes;
    }

    Messages messages() {
        return messages;
    }

    LockTable locks() {
        return locks;
    }

    Set<Stored> deferred() {
        return deferred;
    }

    Schedule schedule() {
        return schedule;
    }

    Sessions sessions() {
        return sessions;
    }

    Arrivals arrivals() {
        return arrivals;
    }

    Outcomes outcomes() {
        return outcomes;
    }

    QueueTimer timer() {
        return timer;
    }

    /** What all messages take, those of the dead-letter queue included. */
    long bytes() {
        return main == null ? messages.bytes() + deadLetters.messages.bytes() : messages.bytes();
    }

    /** The message that this token locks; null if its lock is gone. */
    Stored findLocked(UUID lockToken) {
        catchUp();
        return locks.find(lockToken);
    }

    Refusal lockLost(UUID lockToken) {
        return settings.requiresSession()
                ? new Refusal.SessionLockLost(null, name)
                : new Refusal.LockLost(lockToken, name);
    }

    /** Sets a message down where it waits: in line, or aside if it is deferred. */
    void putDown(Stored stored) {
        if (stored.message().state() == MessageState.DEFERRED) {
            deferred.add(stored);
            return;
        }
        laneOf(stored).add(stored);
        if (canExpire(stored)) {
            expiries.add(stored);
            timer.wakeAt(stored.message().expiresAt());
        }
        if (stored.session() != null) {
            sessions.changed(stored.session());
        }
    }

    /** Takes a waiting message out of its line. */
    void leaveLine(Stored stored) {
        laneOf(stored).remove(stored);
        if (canExpire(stored)) {
            expiries.remove(stored);
        }
    }

    /** Ends the wait of a message whose time to live has run out; says whether it has. */
    boolean expireIfDue(Stored stored) {
        if (!stored.message().hasExpired(surroundings.time().now())) {
            return false;
        }
        leaveLine(stored);
        outcomes.expire(stored, Journal.NO_TRANSACTION);
        return true;
    }

    /** Makes a delivery of a message that has been waiting, in line or aside. */
    Delivery take(Stored stored, ReceiveMode mode) {
        if (stored.message().state() == MessageState.DEFERRED) {
            deferred.remove(stored);
        } else if (canExpire(stored)) {
            expiries.remove(stored);
        }
        if (mode == ReceiveMode.RECEIVE_AND_DELETE) {
            remove(stored);
            tell(MessageEvent.Kind.RECEIVED_AND_DELETED, stored.message(), null);
            return new Delivery(stored.message(), null, 0);
        }
        UUID token = surroundings.tokens().next();
        long until = surroundings.time().now() + lockMillis;
        locks.lock(stored, token, until);
        if (stored.session() == null) {
            timer.wakeAt(until);
        }
        tell(MessageEvent.Kind.LOCKED, stored.message(), token);
        return new Delivery(stored.message(), token, stored.lockedUntil());
    }

    /** Removes a message that is neither in line nor locked. */
    void remove(Stored stored) {
        messages.remove(stored);
        if (stored.session() != null) {
            sessions.changed(stored.session());
        }
    }

    /** Ends up to so many locks, or session locks, as if their time had run out; says how many. */
    int loseLocks(int most) {
        if (settings.requiresSession()) {
            return sessions.expireFirst(most);
        }
        List<Stored> first = locks.first(most);
        first.forEach(outcomes::lockExpired);
        return first.size();
    }

    QueueCounts counts() {
        catchUp();
        int active = messages.size() - schedule.size() - deferred.size() - locks.size();
        int dead = main == null ? deadLetters.messages.size() : 0;
        return new QueueCounts(active, schedule.size(), deferred.size(), locks.size(), dead, sessions.visible());
    }

    void register(Receiver receiver) {
        receivers.add(receiver);
    }

    void forget(Receiver receiver) {
        receivers.remove(receiver);
    }

    void pump() {
        lane.pump();
        sessions.pump();
        if (main == null) {
            deadLetters.pump();
        }
    }

    Lane lane() {
        return lane;
    }

    /** Does now what should have happened by now; for callers whose clock is ahead of the timers. */
    void catchUp() {
        if (timer.isDue()) {
            timer.cancel();
            runDue();
        }
    }

    /** Deletes all messages and ends everybody's work on them. */
    void delete() {
        deleted = true;
        Refusal gone = new Refusal.EntityNotFound(name);
        timer.cancel();
        for (Stored stored : messages.all()) {
            if (stored.isLocked()) {
                locks.unlock(stored);
            }
            messages.remove(stored);
            tell(MessageEvent.Kind.DELETED, stored.message(), null);
        }
        endReceivers(gone);
        if (main == null) {
            deadLetters.delete();
        }
    }

    private void endReceivers(Refusal reason) {
        List.copyOf(receivers).forEach(receiver -> receiver.end(reason));
        sessions.refuseAll(reason);
    }

    void tell(MessageEvent.Kind kind, Message message, UUID lockToken) {
        surroundings.journal().tell(kind, name, message, lockToken, Journal.NO_TRANSACTION);
    }

    private void runDue() {
        long now = surroundings.time().now();
        for (Message due = schedule.pollDue(now); due != null; due = schedule.pollDue(now)) {
            arrivals.arrive(due);
        }
        for (Stored late = locks.firstExpired(now); late != null; late = locks.firstExpired(now)) {
            outcomes.lockExpired(late);
        }
        sessions.runDue(now);
        for (Stored old = expiries.pollDue(now); old != null; old = expiries.pollDue(now)) {
            laneOf(old).remove(old);
            outcomes.expire(old, Journal.NO_TRANSACTION);
        }
        pump();
        long next = Math.min(schedule.next(), Math.min(locks.nextExpiry(), expiries.next()));
        timer.wakeAt(Math.min(next, sessions.nextDue()));
    }

    private Lane laneOf(Stored stored) {
        return stored.session() == null ? lane : stored.session().lane();
    }

    private static boolean canExpire(Stored stored) {
        return stored.message().expiresAt() != NewMessage.FOREVER;
    }
}
