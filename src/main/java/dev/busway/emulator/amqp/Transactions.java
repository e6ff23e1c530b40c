package dev.busway.emulator.amqp;

import dev.busway.emulator.queue.QueueEngine;
import dev.busway.emulator.queue.Refusal;
import dev.busway.emulator.queue.Result;
import dev.busway.emulator.queue.Transaction;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.qpid.proton.amqp.Binary;

/** The open transactions of one connection; another connection cannot reach them. */
final class Transactions {

    private final QueueEngine engine;
    private final Map<Long, Transaction> open = new HashMap<>();

    Transactions(QueueEngine engine) {
        this.engine = engine;
    }

    Transaction declare() {
        Transaction transaction = engine.begin();
        open.put(transaction.id(), transaction);
        return transaction;
    }

    static Binary idOf(Transaction transaction) {
        return new Binary(
                ByteBuffer.allocate(Long.BYTES).putLong(transaction.id()).array());
    }

    /** The transaction that a client names; done with {@code null} where it names none. */
    Result<Transaction> find(Binary id) {
        if (id == null) {
            return Result.done(null);
        }
        Transaction transaction = open.get(number(id));
        return transaction == null
                ? Result.refused(new Refusal.TransactionUnknown(number(id)))
                : Result.done(transaction);
    }

    void forget(Transaction transaction) {
        open.remove(transaction.id());
    }

    void rollbackAll() {
        List<Transaction> ending = List.copyOf(open.values());
        open.clear();
        ending.forEach(Transaction::rollback);
    }

    private static long number(Binary id) {
        return id.getLength() == Long.BYTES ? id.asByteBuffer().getLong() : -1;
    }

    /** Makes an open transaction fail at its end: what is refused inside one shows nowhere else to some clients. */
    void doom(Binary id, Refusal reason) {
        find(id).handle(
                        transaction -> {
                            if (transaction != null) {
                                transaction.doom(reason);
                            }
                        },
                        refusal -> {});
    }
}
