package dev.busway.emulator.queue;

import java.util.Map;
import java.util.UUID;

/**
 * How deliveries and lives of messages end: settled, lock expired, delivered too often, expired.
 *
 * <p>Delivers nothing: the caller pumps when it is done.
 */
final class Outcomes {

    static final String MAX_DELIVERY_COUNT_EXCEEDED = "MaxDeliveryCountExceeded";
    static final String TTL_EXPIRED = "TTLExpiredException";

    private final Store store;
    private final Surroundings surroundings;

    Outcomes(Store store, Surroundings surroundings) {
        this.store = store;
        this.surroundings = surroundings;
    }

    /** Settles a locked message. */
    void settle(Stored stored, Settlement settlement, long transactionId) {
        UUID token = unlock(stored);
        if (settlement instanceof Settlement.Complete) {
            store.remove(stored);
            tell(MessageEvent.Kind.COMPLETED, stored, token, transactionId);
        } else if (settlement instanceof Settlement.Abandon abandon) {
            change(stored, abandon.properties());
            giveBackCounted(stored, MessageEvent.Kind.ABANDONED, token, transactionId);
        } else if (settlement instanceof Settlement.DeadLetter deadLetter) {
            change(stored, deadLetter.properties());
            stored.become(stored.message().counted());
            moveToDeadLetters(stored, token, deadLetter.reason(), deadLetter.description(), transactionId);
        } else if (settlement instanceof Settlement.Defer defer) {
            change(stored, defer.properties());
            stored.become(stored.message().counted().withState(MessageState.DEFERRED));
            tell(MessageEvent.Kind.DEFERRED, stored, token, transactionId);
            store.putDown(stored);
        } else {
            tell(MessageEvent.Kind.RELEASED, stored, token, transactionId);
            giveBack(stored, transactionId);
        }
    }

    /** Gives a locked message back because its lock or session lock ran out. */
    void lockExpired(Stored stored) {
        UUID token = unlock(stored);
        giveBackCounted(stored, MessageEvent.Kind.LOCK_EXPIRED, token, Journal.NO_TRANSACTION);
    }

    /** Gives a locked message back because its session was given up. */
    void sessionGivenUp(Stored stored) {
        UUID token = unlock(stored);
        tell(MessageEvent.Kind.RELEASED, stored, token, Journal.NO_TRANSACTION);
        giveBack(stored, Journal.NO_TRANSACTION);
    }

    /** Expires a message that is neither locked nor in line. */
    void expire(Stored stored, long transactionId) {
        if (store.settings().deadLetterOnExpiry()) {
            deadLetter(stored, TTL_EXPIRED, "The message expired and was dead lettered.", transactionId);
        } else {
            store.remove(stored);
            tell(MessageEvent.Kind.EXPIRED, stored, null, transactionId);
        }
    }

    /** Moves a message that is neither locked nor in line to the dead-letter store. */
    void deadLetter(Stored stored, String reason, String description, long transactionId) {
        moveToDeadLetters(stored, null, reason, description, transactionId);
    }

    private void moveToDeadLetters(Stored stored, UUID token, String reason, String description, long transactionId) {
        Message message = stored.message();
        stored.become(
                message.withChanges(message.changes().deadLettered(reason, description, store.mainName(), Map.of())));
        store.remove(stored);
        surroundings
                .journal()
                .tell(MessageEvent.Kind.DEAD_LETTERED, store.name(), stored.message(), token, transactionId, reason);
        store.deadLetters().arrivals().arriveDead(stored.message(), transactionId);
    }

    private void giveBackCounted(Stored stored, MessageEvent.Kind kind, UUID token, long transactionId) {
        stored.become(stored.message().counted());
        tell(kind, stored, token, transactionId);
        if (stored.message().deliveryCount() >= store.settings().maxDeliveryCount()) {
            deadLetter(
                    stored,
                    MAX_DELIVERY_COUNT_EXCEEDED,
                    "Message could not be consumed after " + store.settings().maxDeliveryCount()
                            + " delivery attempts.",
                    transactionId);
        } else {
            giveBack(stored, transactionId);
        }
    }

    private void giveBack(Stored stored, long transactionId) {
        boolean active = stored.message().state() == MessageState.ACTIVE;
        if (active && stored.message().hasExpired(surroundings.time().now())) {
            expire(stored, transactionId);
        } else {
            store.putDown(stored);
        }
    }

    private UUID unlock(Stored stored) {
        UUID token = stored.lockToken();
        store.locks().unlock(stored);
        return token;
    }

    private static void change(Stored stored, Map<String, Object> properties) {
        Message message = stored.message();
        stored.become(message.withChanges(message.changes().withProperties(properties)));
    }

    private void tell(MessageEvent.Kind kind, Stored stored, UUID token, long transactionId) {
        surroundings.journal().tell(kind, store.name(), stored.message(), token, transactionId);
    }
}
