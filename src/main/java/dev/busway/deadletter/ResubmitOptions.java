package dev.busway.deadletter;

import dev.busway.address.Entity;

/**
 * How dead letters are sent in again.
 *
 * @param to the queue to send to; null for the queue that they came from
 * @param keepMessageId keep the message id instead of deriving a new one. Deliberately not the default: where the queue
 *     detects duplicates, a copy with the old id inside the window would be accepted and dropped
 * @param perSecond at most this many in a second, from 0.1 to 10,000; 0 for as fast as it goes
 * @param limit at most this many; 0 for all that fit
 * @param dryRun only say what would be done
 * @param edit a change to the one message that is chosen
 */
public record ResubmitOptions(
        String to, boolean keepMessageId, double perSecond, int limit, boolean dryRun, MessageEdit edit) {

    /** To where they came from, with a new id, as fast as it goes. */
    public static final ResubmitOptions DEFAULT = new ResubmitOptions(null, false, 0, 0, false, MessageEdit.NONE);

    public ResubmitOptions {
        Pace.requireRate(perSecond);
        if (limit < 0) {
            throw new IllegalArgumentException("limit must not be negative: " + limit);
        }
    }

    /**
     * Where the copies of an entity's dead letters go.
     *
     * @throws IllegalArgumentException when they would have to go back to one subscription: nothing can be sent to one alone
     */
    public String target(Entity from) {
        if (to == null && from.isSubscription()) {
            throw new IllegalArgumentException("a copy that is sent to the topic " + from.name()
                    + " comes to all of its subscriptions: name the topic as the queue to send to if that is wanted,"
                    + " or name another queue");
        }
        return to == null ? from.name() : to;
    }

    /** The same with a change to the one message that is chosen. */
    public ResubmitOptions withEdit(MessageEdit change) {
        return new ResubmitOptions(to, keepMessageId, perSecond, limit, dryRun, change);
    }

    /** The same, only saying what would be done. */
    public ResubmitOptions asDryRun() {
        return new ResubmitOptions(to, keepMessageId, perSecond, limit, true, edit);
    }
}
