package dev.busway.servicebus.handoff;

import com.azure.messaging.servicebus.ServiceBusReceiverAsyncClient;
import com.azure.messaging.servicebus.ServiceBusTransactionContext;
import com.azure.messaging.servicebus.models.CompleteOptions;
import dev.busway.servicebus.connection.Connection;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import reactor.core.publisher.Mono;

/** Sends the outputs of some inputs and completes these in one transaction, or does nothing at all. */
final class TransactionAttempt {

    /** Longer than the SDK waits for an answer, for the cases in which it waits for ever. */
    static final Duration PATIENCE = Duration.ofSeconds(15);

    private final ServiceBusReceiverAsyncClient control;
    private final Batches batches;
    private final Transactions transactions;

    TransactionAttempt(Connection connection, Transactions transactions) {
        this.control = connection.control();
        this.batches = new Batches(connection);
        this.transactions = transactions;
    }

    /**
     * Completes when all is committed. Fails with {@link Batches.OutputTooLarge} before anything was sent, with
     * {@link CommitFailed} when it is not certain that nothing was done, else with the error after a roll-back.
     */
    Mono<Void> of(List<HandoffItem> members) {
        List<Output> outputs = new ArrayList<>();
        members.forEach(item -> outputs.addAll(item.outputs()));
        return batches.of(outputs)
                .timeout(PATIENCE)
                .flatMap(filled -> transactions.take().flatMap(transaction -> work(members, filled, transaction)
                        .then(Mono.defer(() -> commit(transaction)))));
    }

    private Mono<Void> work(
            List<HandoffItem> members, List<Batches.Batch> filled, ServiceBusTransactionContext transaction) {
        CompleteOptions options = new CompleteOptions().setTransactionContext(transaction);
        List<Mono<Void>> operations = new ArrayList<>(filled.size() + members.size());
        for (Batches.Batch batch : filled) {
            operations.add(batch.sender().sendMessages(batch.messages(), transaction));
        }
        for (HandoffItem item : members) {
            operations.add(item.input().settler().complete(item.input().message(), options));
        }
        // All of them are waited for, failed or not: no settlement may be on its way when the lock is used again.
        return Mono.whenDelayError(operations).timeout(PATIENCE).onErrorResume(error -> rollBack(transaction, error));
    }

    private Mono<Void> commit(ServiceBusTransactionContext transaction) {
        return control.commitTransaction(transaction).timeout(PATIENCE).onErrorMap(CommitFailed::new);
    }

    private Mono<Void> rollBack(ServiceBusTransactionContext transaction, Throwable error) {
        return control.rollbackTransaction(transaction)
                .timeout(PATIENCE)
                .onErrorResume(again -> Mono.empty())
                .then(Mono.error(error));
    }

    /** The discharge was refused, or its answer did not arrive. */
    static final class CommitFailed extends RuntimeException {
        private static final long serialVersionUID = 1L;

        CommitFailed(Throwable cause) {
            super(Trouble.describe(cause), cause, false, false);
        }
    }
}
