package dev.busway.servicebus.handoff;

import com.azure.messaging.servicebus.ServiceBusTransactionContext;
import dev.busway.servicebus.connection.Connection;
import java.time.Duration;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import reactor.core.publisher.Mono;

/**
 * Declares transactions ahead of their use, which saves a group one of its three trips to the broker.
 *
 * <ol>
 *   <li>At most {@code most} transactions are spare or on their way to be; each is used once.
 *   <li>A spare one that is old, or was declared on a connection that has gone, is never used: the broker rolls it back.
 * </ol>
 *
 * <p>Safe for any thread.
 */
final class Transactions {

    /** The broker ends a transaction after two minutes. */
    private static final Duration STALE = Duration.ofSeconds(45);

    /** For one trip to the broker; a control link that the broker has detached never answers. */
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private static final int FAILURES_PER_CONNECTION = 2;

    private final Connection connection;
    private final AtomicInteger failures = new AtomicInteger();
    private final int most;
    private final Queue<Spare> spares = new ConcurrentLinkedQueue<>();
    private final AtomicInteger ahead = new AtomicInteger();
    private final AtomicInteger generation = new AtomicInteger();

    Transactions(Connection connection, int most) {
        this.connection = connection;
        this.most = most;
    }

    private record Spare(ServiceBusTransactionContext transaction, int generation, long declared) {}

    /** A transaction that nobody else uses. */
    Mono<ServiceBusTransactionContext> take() {
        return Mono.defer(() -> {
            Spare spare = fresh();
            declareAhead();
            return spare == null ? declare() : Mono.just(spare.transaction());
        });
    }

    /** Fails when the namespace offers no transactions, or cannot be asked; else the next {@link #take} costs nothing. */
    Mono<Void> check() {
        int now = generation.get();
        return declare().doOnNext(transaction -> keep(transaction, now)).then();
    }

    /** Forgets what was declared so far, because its connection may have gone. */
    void connectionLost() {
        generation.incrementAndGet();
        Spare spare;
        while ((spare = spares.poll()) != null) {
            ahead.decrementAndGet();
            rollBack(spare.transaction());
        }
    }

    private Spare fresh() {
        Spare spare;
        while ((spare = spares.poll()) != null) {
            ahead.decrementAndGet();
            boolean young = System.nanoTime() - spare.declared() < STALE.toNanos();
            if (young && spare.generation() == generation.get()) {
                return spare;
            }
            rollBack(spare.transaction());
        }
        return null;
    }

    private void declareAhead() {
        if (ahead.incrementAndGet() > most) {
            ahead.decrementAndGet();
            return;
        }
        int now = generation.get();
        declare()
                .subscribe(
                        transaction -> spares.add(new Spare(transaction, now, System.nanoTime())),
                        error -> ahead.decrementAndGet());
    }

    private void keep(ServiceBusTransactionContext transaction, int now) {
        ahead.incrementAndGet();
        spares.add(new Spare(transaction, now, System.nanoTime()));
    }

    private Mono<ServiceBusTransactionContext> declare() {
        int which = connection.generation();
        return connection
                .control()
                .createTransaction()
                .timeout(PATIENCE)
                .doOnNext(transaction -> failures.set(0))
                .doOnError(error -> failed(which));
    }

    /** The SDK keeps its control link for good, even when the broker has detached it, as it does after ten idle minutes. */
    private void failed(int which) {
        if (failures.incrementAndGet() % FAILURES_PER_CONNECTION == 0) {
            connection.suspect(which);
        }
    }

    private void rollBack(ServiceBusTransactionContext transaction) {
        connection
                .control()
                .rollbackTransaction(transaction)
                .timeout(TransactionAttempt.PATIENCE)
                .subscribe(nothing -> {}, error -> {});
    }
}
