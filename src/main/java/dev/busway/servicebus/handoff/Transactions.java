package dev.busway.servicebus.handoff;

import com.azure.messaging.servicebus.ServiceBusTransactionContext;
import dev.busway.servicebus.connection.Connection;
import java.time.Duration;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
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

    private final Connection connection;
    private final ControlLink control;
    private final int most;
    private final BooleanSupplier mayDeclareAhead;
    private final Queue<Spare> spares = new ConcurrentLinkedQueue<>();
    private final AtomicInteger ahead = new AtomicInteger();

    /** {@code mayDeclareAhead} is false while the broker has to be spared, or nothing can be handed off. */
    Transactions(Connection connection, ControlLink control, int most, BooleanSupplier mayDeclareAhead) {
        this.connection = connection;
        this.control = control;
        this.most = most;
        this.mayDeclareAhead = mayDeclareAhead;
    }

    private record Spare(ServiceBusTransactionContext transaction, int generation, long declared) {}

    /** A transaction that nobody else uses. */
    Mono<ServiceBusTransactionContext> take() {
        return Mono.defer(() -> {
            Spare spare = fresh();
            declareAhead();
            return spare == null ? control.declare().onErrorMap(NotBegun::new) : Mono.just(spare.transaction());
        });
    }

    /** Fails when the namespace offers no transactions, or cannot be asked; else the next {@link #take} costs nothing. */
    Mono<Void> check() {
        int now = connection.generation();
        return control.declare().doOnNext(transaction -> keep(transaction, now)).then();
    }

    /** Forgets what was declared so far, because its control link may have gone. */
    void connectionLost() {
        Spare spare;
        while ((spare = spares.poll()) != null) {
            ahead.decrementAndGet();
            drop(spare);
        }
    }

    private Spare fresh() {
        Spare spare;
        while ((spare = spares.poll()) != null) {
            ahead.decrementAndGet();
            boolean young = System.nanoTime() - spare.declared() < STALE.toNanos();
            if (young && spare.generation() == connection.generation()) {
                return spare;
            }
            drop(spare);
        }
        return null;
    }

    /** What was declared on a connection that has gone is rolled back already. */
    private void drop(Spare spare) {
        if (spare.generation() == connection.generation()) {
            rollBack(spare.transaction());
        }
    }

    private void declareAhead() {
        if (!mayDeclareAhead.getAsBoolean()) {
            return;
        }
        if (ahead.incrementAndGet() > most) {
            ahead.decrementAndGet();
            return;
        }
        int now = connection.generation();
        control.declare()
                .subscribe(
                        transaction -> spares.add(new Spare(transaction, now, System.nanoTime())),
                        error -> ahead.decrementAndGet());
    }

    private void keep(ServiceBusTransactionContext transaction, int now) {
        ahead.incrementAndGet();
        spares.add(new Spare(transaction, now, System.nanoTime()));
    }

    /** Ends a transaction that nobody waits for. */
    void rollBack(ServiceBusTransactionContext transaction) {
        control.rollBack(transaction).subscribe(nothing -> {}, error -> {});
    }
}
