package dev.busway.deadletter;

import com.azure.messaging.servicebus.ServiceBusMessageBatch;
import com.azure.messaging.servicebus.ServiceBusReceivedMessage;
import com.azure.messaging.servicebus.ServiceBusReceiverAsyncClient;
import com.azure.messaging.servicebus.ServiceBusSenderAsyncClient;
import com.azure.messaging.servicebus.ServiceBusTransactionContext;
import com.azure.messaging.servicebus.models.CompleteOptions;
import java.time.InstantSource;
import reactor.core.publisher.Mono;

/** Sends a copy and completes the dead letter in one transaction: the one happens if and only if the other does. */
final class Resubmission implements LetterAction {

    private final ServiceBusReceiverAsyncClient receiver;
    private final ServiceBusSenderAsyncClient sender;
    private final String deadLetterQueue;
    private final ResubmitOptions options;
    private final InstantSource clock;

    Resubmission(
            ServiceBusReceiverAsyncClient receiver,
            ServiceBusSenderAsyncClient sender,
            String deadLetterQueue,
            ResubmitOptions options,
            InstantSource clock) {
        this.receiver = receiver;
        this.sender = sender;
        this.deadLetterQueue = deadLetterQueue;
        this.options = options;
        this.clock = clock;
    }

    @Override
    public Mono<Void> apply(ServiceBusReceivedMessage letter) {
        return batchOfOne(letter).flatMap(copy -> receiver.createTransaction()
                .flatMap(transaction -> sender.sendMessages(copy, transaction)
                        .then(Mono.defer(() ->
                                receiver.complete(letter, new CompleteOptions().setTransactionContext(transaction))))
                        .onErrorResume(failure -> rollBack(transaction, failure))
                        // Outside of the roll-back: a commit that failed has ended its transaction already.
                        .then(Mono.defer(() -> receiver.commitTransaction(transaction)))));
    }

    /**
     * A batch, because only a batch is measured: the SDK's plain send of a message just under the limit reports success and sends
     * nothing, and the dead letter would be completed without a copy.
     */
    private Mono<ServiceBusMessageBatch> batchOfOne(ServiceBusReceivedMessage letter) {
        return sender.createMessageBatch().map(batch -> {
            if (!batch.tryAddMessage(ResubmittedMessage.of(letter, deadLetterQueue, options, clock.instant()))) {
                throw new DeadLetterException("the copy with its notes is larger than the queue takes ("
                        + batch.getMaxSizeInBytes() + " bytes); edit it to make it smaller");
            }
            return batch;
        });
    }

    private Mono<Void> rollBack(ServiceBusTransactionContext transaction, Throwable failure) {
        return receiver.rollbackTransaction(transaction)
                .onErrorResume(alreadyGone -> Mono.empty())
                .then(Mono.error(failure));
    }
}
