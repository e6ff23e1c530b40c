package dev.busway.emulator.queue;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The open transactions of an engine; those with work in the order in which they time out, with one timer for all. */
final class Transactions {

    static final long TIMEOUT_MILLIS = 120_000;
    static final int MOST_OPERATIONS = 100;

    private final Time time;
    private final Set<AzureRule> rules;
    private final MemoryBudget memory;
    private final QueueTimer timer;
    private final Map<Long, Transaction> open = new HashMap<>();
    private final LinkedHashMap<Transaction, Long> timeOutAt = new LinkedHashMap<>();
    private long lastId;

    Transactions(Time time, Set<AzureRule> rules, MemoryBudget memory) {
        this.time = time;
        this.rules = rules;
        this.memory = memory;
        this.timer = new QueueTimer(time, this::timeOut);
    }

    Transaction begin() {
        Transaction transaction = new Transaction(++lastId, this);
        open.put(transaction.id(), transaction);
        return transaction;
    }

    Optional<Transaction> find(long id) {
        return Optional.ofNullable(open.get(id));
    }

    MemoryBudget memory() {
        return memory;
    }

    boolean keeps(AzureRule rule) {
        return rules.contains(rule);
    }

    void firstOperation(Transaction transaction) {
        if (!keeps(AzureRule.TRANSACTION_TIME)) {
            return;
        }
        long deadline = time.now() + TIMEOUT_MILLIS;
        timeOutAt.put(transaction, deadline);
        timer.wakeAt(deadline);
    }

    void ended(Transaction transaction) {
        open.remove(transaction.id());
        timeOutAt.remove(transaction);
    }

    private void timeOut() {
        while (!timeOutAt.isEmpty()) {
            Map.Entry<Transaction, Long> first = timeOutAt.entrySet().iterator().next();
            if (first.getValue() > time.now()) {
                timer.wakeAt(first.getValue());
                return;
            }
            first.getKey().rollback();
        }
    }
}
