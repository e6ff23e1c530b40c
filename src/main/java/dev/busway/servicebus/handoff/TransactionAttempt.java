package dev.busway.servicebus.handoff;

import com.azure.messaging.servicebus.ServiceBusTransactionContext;
import com.azure.messaging.servicebus.models.CompleteOptions;
import dev.busway.servicebus.connection.Connection;
import dev.busway.servicebus.connection.ConnectionLost;
import dev.busway.servicebus.connection.FailureKind;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeoutException;
import reactor.core.publisher.Mono;

/** Sends the outputs of some inputs and completes these in one transaction, or does nothing at all. */
final class TransactionAttempt {

    /** Longer than the SDK waits for an answer, for the cases in which it waits for ever. */
    static final Duration PATIENCE = Duration.ofSeconds(15);

    private final Connection connection;
    private final ControlLink control;
    private final Batches batches;
    private final Transactions transactions;

    TransactionAttempt(Connection connection, ControlLink control, Transactions transactions) {
        this.connection = connection;
        this.control = control;
        this.batches = new Batches(connection);
        this.transactions = transactions;
    }

    /**
     * Completes when all is committed. Fails with {@link Batches.OutputTooLarge} before anything was sent, with
     * {@link NotBegun} when nothing was asked of the broker for any member, with {@link CommitFailed} when it is not certain
     * that nothing was done, else with the error after a roll-back.
     */
    Mono<Void> of(List<HandoffItem> members) {
        List<Output> outputs = new ArrayList<>();
        members.forEach(item -> outputs.addAll(item.outputs()));
        return Mono.defer(() -> {
            int which = connection.generation();
            return connection
                    .answer(batches.of(outputs), PATIENCE)
                    .flatMap(filled -> transactions.take().map(transaction -> new Begun(filled, transaction)))
                    .flatMap(begun -> onOneConnection(begun, which))
                    .onErrorMap(TransactionAttempt::isOfNoMember, NotBegun::new)
                    .flatMap(begun -> work(members, begun).then(Mono.defer(() -> commit(begun.transaction()))));
        });
    }

    private static boolean isOfNoMember(Throwable error) {
        return !(error instanceof Batches.OutputTooLarge)
                && FailureKind.of(error).mayPass();
    }

    /** What is ready for the members of a transaction. */
    private record Begun(List<Batches.Batch> batches, ServiceBusTransactionContext transaction) {}

    /** Links and transaction have to be of the same connection, and there may be another one by now. */
    private Mono<Begun> onOneConnection(Begun begun, int which) {
        if (connection.generation() == which) {
            return Mono.just(begun);
        }
        transactions.rollBack(begun.transaction());
        return Mono.error(new TimeoutException("the connection was replaced"));
    }

    private Mono<Void> work(List<HandoffItem> members, Begun begun) {
        ServiceBusTransactionContext transaction = begun.transaction();
        CompleteOptions options = new CompleteOptions().setTransactionContext(transaction);
        List<Mono<Void>> operations = new ArrayList<>(begun.batches().size() + members.size());
        for (Batches.Batch batch : begun.batches()) {
            operations.add(batch.sender().sendMessages(batch.messages(), transaction));
        }
        for (HandoffItem item : members) {
            operations.add(item.input().settler().complete(item.input().message(), options));
        }
        // All of them are waited for, failed or not: no settlement may be on its way when the lock is used again.
        return connection
                .answer(Mono.whenDelayError(operations), PATIENCE)
                .onErrorResume(error -> rollBack(transaction, error));
    }

    private Mono<Void> commit(ServiceBusTransactionContext transaction) {
        return control.commit(transaction).onErrorMap(CommitFailed::new);
    }

    private Mono<Void> rollBack(ServiceBusTransactionContext transaction, Throwable error) {
        if (error instanceof ConnectionLost) {
            return Mono.error(error);
        }
        return control.rollBack(transaction)
                .onErrorResume(again -> Mono.empty())
                .then(Mono.error(error));
    }

    /** The broker could not be asked to begin, which is no fault of any member. */
    static final class NotBegun extends RuntimeException {
        private static final long serialVersionUID = 1L;

        NotBegun(Throwable cause) {
            super(FailureKind.describe(cause), cause, false, false);
        }
    }

    /** The discharge was refused, or its answer did not arrive. */
    static final class CommitFailed extends RuntimeException {
        private static final long serialVersionUID = 1L;

        CommitFailed(Throwable cause) {
            super(FailureKind.describe(cause), cause, false, false);
        }
    }
}
