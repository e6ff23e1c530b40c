package dev.busway.emulator.amqp;

import dev.busway.emulator.queue.Refusal;
import org.apache.qpid.proton.engine.Session;

/**
 * What Service Bus keeps of one AMQP session to decide about transactions over several entities.
 *
 * <p>A client that wants such transactions attaches a control link first, and everything else on the same session. The
 * queue or topic whose link comes first is the one that all of them go through: afterwards only senders may follow to
 * others. The rule lasts as long as the session, whether a transaction is open or not.
 */
final class SessionScope {

    static final String SPANS = "Local transactions cannot span multiple top-level entities such as queue or topic.";

    private boolean controlled;
    private String first;

    private SessionScope() {}

    static SessionScope of(Session session) {
        if (session.getContext() == null) {
            session.setContext(new SessionScope());
        }
        return (SessionScope) session.getContext();
    }

    void attachControlLink() {
        controlled = true;
    }

    /** Why a link to this queue or topic cannot be attached; null if it can, which is noted. */
    Refusal attach(String topLevel, boolean clientReceives, boolean ruleHolds) {
        if (first == null) {
            first = topLevel;
        }
        boolean spans = controlled && clientReceives && !first.equalsIgnoreCase(topLevel);
        return spans && ruleHolds
                ? new Refusal.NotAllowed(SPANS + " The first entity of this AMQP session is '" + first
                        + "', so nothing can be received from '" + topLevel
                        + "' on it: attach the receiver first, and use one connection for each input.")
                : null;
    }
}
