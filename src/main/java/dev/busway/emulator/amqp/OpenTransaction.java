package dev.busway.emulator.amqp;

import dev.busway.emulator.queue.Refusal;
import dev.busway.emulator.queue.Transaction;
import java.util.Locale;
import org.apache.qpid.proton.engine.Session;

/**
 * A transaction that is not discharged yet, and where its work has come from so far.
 *
 * <p>On the AMQP session of its control link it may work on several entities, which Service Bus sends through the first
 * one. What comes on other sessions of the connection binds it to one entity.
 */
final class OpenTransaction {

    private final Transaction transaction;
    private final Session home;

    private boolean workedElsewhere;
    private boolean several;
    private String entity;

    OpenTransaction(Transaction transaction, Session home) {
        this.transaction = transaction;
        this.home = home;
    }

    Transaction transaction() {
        return transaction;
    }

    /** Why work on this queue or topic cannot join; null if it can, which is noted. */
    Refusal join(Session session, String topLevel) {
        String key = topLevel.toLowerCase(Locale.ROOT);
        several |= entity != null && !entity.equals(key);
        workedElsewhere |= session != home;
        entity = key;
        return several && workedElsewhere
                ? new Refusal.NotAllowed(
                        SessionScope.SPANS + " Enable cross-entity transactions on the client for this.")
                : null;
    }
}
