package dev.busway.emulator.amqp;

import dev.busway.emulator.queue.AzureRule;
import dev.busway.emulator.queue.Entity;
import dev.busway.emulator.queue.QueueEngine;
import dev.busway.emulator.queue.Refusal;
import dev.busway.emulator.queue.Result;
import dev.busway.emulator.queue.Transaction;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.qpid.proton.amqp.Binary;
import org.apache.qpid.proton.engine.Session;

/** The open transactions of one connection; another connection cannot reach them. */
final class Transactions {

    private final QueueEngine engine;
    private final WireSettings settings;
    private final Map<Long, OpenTransaction> open = new HashMap<>();

    Transactions(QueueEngine engine, WireSettings settings) {
        this.engine = engine;
        this.settings = settings;
    }

    /** Begins a transaction; the session is that of the control link. */
    Transaction declare(Session session) {
        Transaction transaction = engine.begin();
        open.put(transaction.id(), new OpenTransaction(transaction, session));
        return transaction;
    }

    static Binary idOf(Transaction transaction) {
        return new Binary(
                ByteBuffer.allocate(Long.BYTES).putLong(transaction.id()).array());
    }

    /** The transaction that a client names. */
    Result<Transaction> find(Binary id) {
        OpenTransaction found = open.get(number(id));
        return found == null
                ? Result.refused(new Refusal.TransactionUnknown(number(id)))
                : Result.done(found.transaction());
    }

    /**
     * The transaction that a client names for work on an entity; done with {@code null} where it names none.
     *
     * @param session the AMQP session that the work has come on
     */
    Result<Transaction> join(Binary id, Session session, Entity entity) {
        if (id == null) {
            return Result.done(null);
        }
        Result<Transaction> found = find(id);
        if (!found.isDone() || !settings.keeps(AzureRule.ONE_ENTITY_PER_TRANSACTION)) {
            return found;
        }
        Refusal refusal = open.get(number(id)).join(session, entity.topLevel());
        if (refusal == null) {
            return found;
        }
        found.value().doom(refusal);
        return Result.refused(refusal);
    }

    void forget(Transaction transaction) {
        open.remove(transaction.id());
    }

    void rollbackAll() {
        List<OpenTransaction> ending = List.copyOf(open.values());
        open.clear();
        ending.forEach(each -> each.transaction().rollback());
    }

    private static long number(Binary id) {
        return id.getLength() == Long.BYTES ? id.asByteBuffer().getLong() : -1;
    }

    /**
     * Makes an open transaction fail at its end: what is refused inside one shows nowhere else to some clients.
     *
     * @param id null outside of transactions
     */
    void doom(Binary id, Refusal reason) {
        if (id != null) {
            find(id).handle(transaction -> transaction.doom(reason), refusal -> {});
        }
    }
}
