package dev.busway.emulator.queue;

import java.util.List;

/** How messages come into a queue: checked, looked at for duplicates, put in line now or held for later. */
final class Arrivals implements Inlet {

    static final String SESSION_ID_IS_NULL = "Session id is null.";

    private final Store store;
    private final Surroundings surroundings;
    private final DuplicateWindow duplicates;
    private final long longestTimeToLive;

    Arrivals(Store store, Surroundings surroundings) {
        this.store = store;
        this.surroundings = surroundings;
        this.duplicates =
                new DuplicateWindow(store.settings().duplicateDetectionWindow().toMillis());
        this.longestTimeToLive = store.settings().defaultTimeToLive().toMillis();
    }

    @Override
    public Refusal check(List<NewMessage> messages) {
        if (store.isDeadLetterQueue()) {
            return new Refusal.NotAllowed("A dead-letter queue cannot be sent to: " + store.name() + ".");
        }
        if (!store.status().allowsSending()) {
            return new Refusal.EntityDisabled(store.name(), store.status());
        }
        Refusal refusal = checkRoom(messages);
        if (refusal == null && store.settings().partitioned()) {
            refusal = PartitionKey.check(messages, store.name());
        }
        if (refusal == null && store.settings().requiresSession()) {
            for (NewMessage message : messages) {
                if (message.sessionId() == null) {
                    return new Refusal.NotAllowed("Queue " + store.name()
                            + " requires sessions; set a session id on every message that is sent to it.");
                }
            }
        }
        return refusal;
    }

    /** As {@link #check}, but for messages that come through a topic. */
    Refusal checkRoom(List<NewMessage> messages) {
        if (store.isDeleted()) {
            return new Refusal.EntityNotFound(store.name());
        }
        long bytes = store.bytes();
        for (NewMessage message : messages) {
            int size = message.content().size();
            if (size > surroundings.maxMessageSize()) {
                return new Refusal.MessageTooLarge(size, surroundings.maxMessageSize());
            }
            bytes += size;
        }
        if (!surroundings.memory().hasRoomFor(MemoryBudget.of(messages))) {
            return new Refusal.MemoryFull(store.name(), surroundings.memory().limit());
        }
        long limit = store.maxSizeInBytes();
        return bytes > limit ? new Refusal.QuotaExceeded(store.name(), limit) : null;
    }

    @Override
    public Refusal checkPartition(List<NewMessage> messages, Transaction transaction) {
        return store.settings().partitioned()
                ? PartitionKey.claim(messages, looksForDuplicates(), store.name(), transaction)
                : null;
    }

    private boolean looksForDuplicates() {
        return !store.settings().duplicateDetectionWindow().isZero();
    }

    @Override
    public long nextSequenceNumber() {
        return store.messages().nextSequenceNumber();
    }

    @Override
    public void accept(NewMessage sent, long number, long transactionId) {
        long now = surroundings.time().now();
        PartitionKey key = store.settings().partitioned() ? PartitionKey.of(sent, looksForDuplicates()) : null;
        if (duplicates.isDuplicate(sent.messageId(), key, now)) {
            surroundings
                    .journal()
                    .tell(
                            MessageEvent.Kind.DUPLICATE_DROPPED,
                            store.name(),
                            active(sent, number, number, now),
                            null,
                            transactionId);
        } else if (sent.scheduledEnqueueTime() > now) {
            store.schedule().hold(sent, number, now, transactionId);
            store.timer().wakeAt(sent.scheduledEnqueueTime());
        } else {
            enqueue(active(sent, number, number, now), transactionId);
        }
    }

    /** Puts a scheduled message in line, as a new one: the number it gets is the next one. */
    void arrive(Message due) {
        enqueue(
                active(
                        due.sent(),
                        nextSequenceNumber(),
                        due.sequenceNumber(),
                        surroundings.time().now()),
                Journal.NO_TRANSACTION);
    }

    /** Puts a message of the main queue into this dead-letter store. */
    void arriveDead(Message dead, long transactionId) {
        enqueue(dead.asDeadLetter(surroundings.time().now()), transactionId);
    }

    @Override
    public void pump() {
        store.pump();
    }

    private void enqueue(Message message, long transactionId) {
        Session session = store.settings().requiresSession() && message.sessionId() != null
                ? store.sessions().obtain(message.sessionId())
                : null;
        Stored stored = new Stored(message, session);
        store.messages().add(stored);
        surroundings.journal().tell(MessageEvent.Kind.ENQUEUED, store.name(), message, null, transactionId);
        if (store.settings().requiresSession() && session == null) {
            store.outcomes().deadLetter(stored, SESSION_ID_IS_NULL, null, transactionId);
        } else {
            store.putDown(stored);
        }
    }

    private Message active(NewMessage sent, long number, long firstNumber, long now) {
        long timeToLive = Math.min(sent.timeToLiveMillis(), longestTimeToLive);
        long expiresAt = timeToLive >= NewMessage.FOREVER - now ? NewMessage.FOREVER : now + timeToLive;
        return new Message(sent, number, firstNumber, now, expiresAt, 0, MessageState.ACTIVE, Changes.NONE);
    }
}
