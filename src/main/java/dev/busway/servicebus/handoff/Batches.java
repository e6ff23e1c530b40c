package dev.busway.servicebus.handoff;

import com.azure.messaging.servicebus.ServiceBusException;
import com.azure.messaging.servicebus.ServiceBusMessageBatch;
import com.azure.messaging.servicebus.ServiceBusSenderAsyncClient;
import com.azure.messaging.servicebus.ServiceBusTransactionContext;
import com.azure.messaging.servicebus.models.CreateMessageBatchOptions;
import dev.busway.servicebus.connection.Connection;
import dev.busway.servicebus.connection.FailureKind;
import dev.busway.servicebus.connection.Target;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Packs outputs into batches that the broker takes: one target each, one session id or partition key each, and no larger
 * than a batch may be. Where a link takes larger messages than that, a larger output goes as a message of its own.
 */
final class Batches {

    /** What Service Bus takes as a batch, however large the single messages of a Premium namespace may be. */
    static final int LARGEST_BATCH = 1024 * 1024;

    private Batches() {}

    /** A batch and where it goes. */
    record Batch(
            Target target, ServiceBusSenderAsyncClient sender, ServiceBusMessageBatch messages, List<Output> outputs) {

        Mono<Void> send() {
            return sender.sendMessages(messages).onErrorMap(error -> TargetFailed.because(target, error));
        }

        Mono<Void> send(ServiceBusTransactionContext transaction) {
            return sender.sendMessages(messages, transaction).onErrorMap(error -> TargetFailed.because(target, error));
        }
    }

    /** Opens the link to a target; complete at once when it is open. */
    static Mono<Boolean> open(Connection connection, int which, Target target) {
        return Mono.defer(() -> connection.sender(which, target).createMessageBatch())
                .map(batch -> true)
                .onErrorMap(error -> TargetFailed.because(target, error));
    }

    /**
     * Fails with {@link OutputUnsendable} when one of the outputs can never be sent, and with {@link TargetFailed} when the
     * link to a target cannot be used.
     *
     * @param which the generation of the connection to send on
     */
    static Mono<List<Batch>> of(Connection connection, int which, List<Output> outputs) {
        Map<Output.Lane, List<Output>> lanes = new LinkedHashMap<>();
        for (Output output : outputs) {
            lanes.computeIfAbsent(output.lane(), lane -> new ArrayList<>()).add(output);
        }
        return Flux.fromIterable(lanes.values())
                .concatMap(lane -> ofLane(connection, which, lane))
                .collectList();
    }

    private static Flux<Batch> ofLane(Connection connection, int which, List<Output> lane) {
        Target target = lane.get(0).target();
        return Flux.defer(() -> {
                    ServiceBusSenderAsyncClient sender = connection.sender(which, target);
                    return sender.createMessageBatch()
                            .flatMapMany(whole -> new Filling(target, sender, whole).of(lane));
                })
                .onErrorMap(error -> TargetFailed.because(target, error));
    }

    /** The filling of batches for one lane; {@code whole} is an empty one as large as the link takes. */
    private record Filling(Target target, ServiceBusSenderAsyncClient sender, ServiceBusMessageBatch whole) {

        Flux<Batch> of(List<Output> outputs) {
            if (outputs.isEmpty()) {
                return Flux.empty();
            }
            return next().flatMapMany(batch -> {
                int taken = 0;
                while (taken < outputs.size() && fits(batch, outputs.get(taken))) {
                    taken++;
                }
                if (taken == 0) {
                    return alone(outputs.get(0)).concatWith(of(outputs.subList(1, outputs.size())));
                }
                return Flux.just(new Batch(target, sender, batch, outputs.subList(0, taken)))
                        .concatWith(of(outputs.subList(taken, outputs.size())));
            });
        }

        private Mono<ServiceBusMessageBatch> next() {
            if (whole.getMaxSizeInBytes() > LARGEST_BATCH) {
                return sender.createMessageBatch(new CreateMessageBatchOptions().setMaximumSizeInBytes(LARGEST_BATCH));
            }
            return whole.getCount() == 0 ? Mono.just(whole) : sender.createMessageBatch();
        }

        /** The SDK sends a batch of one as a plain message. */
        private Flux<Batch> alone(Output output) {
            return sender.createMessageBatch().flatMapMany(batch -> {
                int limit = batch.getMaxSizeInBytes() - batch.getSizeInBytes();
                return fits(batch, output)
                        ? Flux.just(new Batch(target, sender, batch, List.of(output)))
                        : Flux.error(OutputUnsendable.tooLarge(output, limit));
            });
        }
    }

    private static boolean fits(ServiceBusMessageBatch batch, Output output) {
        OutputUnsendable.check(output);
        try {
            return batch.tryAddMessage(output.message());
        } catch (ServiceBusException e) {
            if (FailureKind.of(e) == FailureKind.TOO_LARGE) {
                return false;
            }
            throw e;
        } catch (RuntimeException e) {
            // The one other thing that is done here is to write the message as AMQP.
            throw OutputUnsendable.unencodable(output, e.getClass().getName());
        }
    }
}
