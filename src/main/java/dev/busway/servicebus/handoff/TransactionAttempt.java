package dev.busway.servicebus.handoff;

import com.azure.messaging.servicebus.ServiceBusReceiverAsyncClient;
import com.azure.messaging.servicebus.ServiceBusTransactionContext;
import dev.busway.servicebus.connection.Connection;
import dev.busway.servicebus.connection.ConnectionLost;
import dev.busway.servicebus.connection.FailureKind;
import java.time.Duration;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import reactor.core.publisher.Mono;

/** Sends the outputs of some inputs and completes these in one transaction, or does nothing at all. */
final class TransactionAttempt {

    /** Longer than the SDK waits for an answer, for the cases in which it waits for ever. */
    static final Duration TIMEOUT = Duration.ofSeconds(15);

    private static final String LINK_GONE = "the receive link has gone";

    private final Connection connection;
    private final int which;
    private final ControlLink control;
    private final Transactions transactions;

    /** {@code which} is the generation of the connection on which the receive links of all members stand. */
    TransactionAttempt(Connection connection, int which, ControlLink control, Transactions transactions) {
        this.connection = connection;
        this.which = which;
        this.control = control;
        this.transactions = transactions;
    }

    /**
     * Completes when all is committed. Fails with {@link OutputUnsendable} before anything was sent, with {@link
     * CommitFailed} when it is not certain that nothing was done, else with the error after a roll-back.
     */
    Mono<Void> of(List<HandoffItem> members) {
        List<Output> outputs = new ArrayList<>();
        members.forEach(item -> outputs.addAll(item.outputs()));
        return connection
                .answer(Batches.of(connection, which, outputs), TIMEOUT)
                .flatMap(batches -> transactions.take().flatMap(transaction -> onTheSameConnection(transaction)
                        .then(Mono.defer(() -> work(members, batches, transaction)))
                        .then(Mono.defer(() -> commit(transaction)))));
    }

    /** Links and transaction have to be of the same connection, and there may be another one by now. */
    private Mono<Void> onTheSameConnection(ServiceBusTransactionContext transaction) {
        if (connection.generation() == which) {
            return Mono.empty();
        }
        transactions.rollBack(transaction);
        return Mono.error(new ConnectionLost());
    }

    private Mono<Void> work(
            List<HandoffItem> members, List<Batches.Batch> batches, ServiceBusTransactionContext transaction) {
        List<Mono<Void>> operations = new ArrayList<>(batches.size() + members.size());
        for (Batches.Batch batch : batches) {
            operations.add(batch.send(transaction));
        }
        for (HandoffItem item : members) {
            operations.add(complete(item.input(), transaction));
        }
        // All of them are waited for, failed or not: no settlement may be on its way when the lock is used again. Only
        // a
        // settlement on a link that has gone is never answered.
        return connection
                .answer(Mono.firstWithSignal(Mono.whenDelayError(operations), anyLinkLost(members)), TIMEOUT)
                .onErrorResume(error -> rollBack(transaction, error));
    }

    private Mono<Void> anyLinkLost(List<HandoffItem> members) {
        IdentityHashMap<ServiceBusReceiverAsyncClient, LockedMessage> links = new IdentityHashMap<>(2);
        for (HandoffItem item : members) {
            links.put(item.input().receiver(which), item.input());
        }
        List<Mono<Void>> losses = new ArrayList<>(links.size());
        links.values().forEach(input -> losses.add(input.linkLost()));
        return Mono.firstWithSignal(losses).then(Mono.error(() -> new IllegalStateException(LINK_GONE)));
    }

    private Mono<Void> complete(LockedMessage input, ServiceBusTransactionContext transaction) {
        return Mono.defer(() -> {
            ServiceBusReceiverAsyncClient receiver = input.receiver(which);
            return receiver == null
                    ? Mono.error(new IllegalStateException(LINK_GONE))
                    : SdkGap.completeOnLink(receiver, input.message(), transaction);
        });
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

    /** The discharge was refused, or its answer did not arrive. */
    static final class CommitFailed extends RuntimeException {
        private static final long serialVersionUID = 1L;

        CommitFailed(Throwable cause) {
            super(FailureKind.describe(cause), cause, false, false);
        }
    }
}
