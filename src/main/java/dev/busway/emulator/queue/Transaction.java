package dev.busway.emulator.queue;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/**
 * A group of sends and settlements that is done as a whole or not at all.
 *
 * <p>It ends by itself 2 minutes after its first operation, holds at most 100 operations (a batch send counts once per
 * message), works on one key of partitioned entities, and knows every refusal that one of its operations met: such a
 * transaction cannot be committed.
 */
public final class Transaction {

    private final long id;
    private final Transactions transactions;
    private final List<Operation> operations = new ArrayList<>();
    private int weight;
    private long bytes;
    private PartitionKey partitionKey;
    private boolean ended;
    private Refusal doom;

    Transaction(long id, Transactions transactions) {
        this.id = id;
        this.transactions = transactions;
    }

    /** Unique in this engine, at least 1. */
    public long id() {
        return id;
    }

    /** Whether it can still be worked on: neither committed nor rolled back nor timed out. */
    public boolean isOpen() {
        return !ended;
    }

    /** Makes {@link #commit} impossible, for the reason given; the first reason counts. */
    public void doom(Refusal reason) {
        if (doom == null) {
            doom = reason;
        }
    }

    /**
     * Does everything, or refuses and rolls back: LockLost or SessionLockLost (one of its locks is gone), what doomed
     * it, TransactionUnknown (has ended or timed out).
     */
    public Result<Void> commit() {
        if (ended) {
            return Result.refused(new Refusal.TransactionUnknown(id));
        }
        Refusal refusal = obstacle();
        if (refusal != null) {
            rollback();
            return Result.refused(refusal);
        }
        end();
        operations.forEach(operation -> operation.apply(id));
        operations.forEach(Operation::pump);
        return Result.done();
    }

    /**
     * Forgets its sends; messages with an enlisted settlement stay locked, under the same token, until their lock
     * expires. Does nothing once it has ended.
     */
    public void rollback() {
        if (ended) {
            return;
        }
        end();
        operations.forEach(Operation::undo);
    }

    /** Why an operation with this key on a partitioned entity cannot be part of it; null if it can. */
    Refusal claim(PartitionKey key, String entity) {
        if (!transactions.keeps(AzureRule.ONE_PARTITION_KEY)) {
            return null;
        }
        if (key == null) {
            return new Refusal.NotAllowed("Entity " + entity + " is partitioned: a message that is sent to it in a"
                    + " transaction needs a partition key or a session id.");
        }
        if (partitionKey == null) {
            partitionKey = key;
        }
        return partitionKey.equals(key)
                ? null
                : new Refusal.NotAllowed("Transaction " + id + " works on another partition key already; all its"
                        + " operations on partitioned entities, such as " + entity + ", must carry the same one.");
    }

    /**
     * Takes in one operation.
     *
     * @param refusal why it cannot be done; null if it can; dooms the transaction
     */
    Result<Void> enlist(Refusal refusal, Supplier<Operation> operation) {
        if (ended) {
            return Result.refused(new Refusal.TransactionUnknown(id));
        }
        if (refusal != null) {
            doom(refusal);
            return Result.refused(refusal);
        }
        Operation enlisted = operation.get();
        if (weight + enlisted.weight() > Transactions.MOST_OPERATIONS
                && transactions.keeps(AzureRule.TRANSACTION_SIZE)) {
            enlisted.undo();
            Refusal tooLarge = new Refusal.TransactionTooLarge(id, Transactions.MOST_OPERATIONS);
            doom(tooLarge);
            return Result.refused(tooLarge);
        }
        if (operations.isEmpty()) {
            transactions.firstOperation(this);
        }
        weight += enlisted.weight();
        bytes += enlisted.bytes();
        transactions.memory().use(enlisted.bytes());
        operations.add(enlisted);
        return Result.done();
    }

    private Refusal obstacle() {
        if (doom != null) {
            return doom;
        }
        for (Operation operation : operations) {
            Refusal refusal = operation.obstacle();
            if (refusal != null) {
                return refusal;
            }
        }
        return null;
    }

    private void end() {
        ended = true;
        transactions.memory().use(-bytes);
        transactions.ended(this);
    }
}
