package dev.busway.servicebus.handoff;

import com.azure.messaging.servicebus.ServiceBusException;
import com.azure.messaging.servicebus.ServiceBusMessageBatch;
import com.azure.messaging.servicebus.ServiceBusSenderAsyncClient;
import dev.busway.servicebus.connection.Connection;
import dev.busway.servicebus.connection.FailureKind;
import dev.busway.servicebus.connection.Target;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Packs outputs into batches that the broker takes: one target each, one session id or partition key each, and no larger
 * than the link allows.
 */
final class Batches {

    private final Connection connection;

    Batches(Connection connection) {
        this.connection = connection;
    }

    /** A batch and where it goes. */
    record Batch(ServiceBusSenderAsyncClient sender, ServiceBusMessageBatch messages) {}

    /** Fails with {@link OutputTooLarge} when one of the outputs fits into no batch. */
    Mono<List<Batch>> of(List<Output> outputs) {
        Map<Output.Lane, List<Output>> lanes = new LinkedHashMap<>();
        for (Output output : outputs) {
            lanes.computeIfAbsent(output.lane(), lane -> new ArrayList<>()).add(output);
        }
        return Flux.fromIterable(lanes.values()).concatMap(this::ofLane).collectList();
    }

    private Flux<Batch> ofLane(List<Output> lane) {
        Target target = lane.get(0).target();
        ServiceBusSenderAsyncClient sender = connection.sender(target);
        return fill(sender, lane.iterator(), null);
    }

    /** Fills one batch and goes on with the next for as long as outputs are left. */
    private Flux<Batch> fill(ServiceBusSenderAsyncClient sender, Iterator<Output> rest, Output first) {
        return sender.createMessageBatch().flatMapMany(messages -> {
            Output next = first == null ? rest.next() : first;
            while (fits(messages, next)) {
                if (!rest.hasNext()) {
                    return Flux.just(new Batch(sender, messages));
                }
                next = rest.next();
            }
            if (messages.getCount() == 0) {
                return Flux.error(new OutputTooLarge(next, messages.getMaxSizeInBytes()));
            }
            return Flux.just(new Batch(sender, messages)).concatWith(fill(sender, rest, next));
        });
    }

    private static boolean fits(ServiceBusMessageBatch batch, Output output) {
        try {
            return batch.tryAddMessage(output.message());
        } catch (ServiceBusException e) {
            if (FailureKind.of(e) == FailureKind.TOO_LARGE) {
                return false;
            }
            throw e;
        }
    }

    /** One output is larger than its link takes, so it can never be sent. */
    static final class OutputTooLarge extends RuntimeException {
        private static final long serialVersionUID = 1L;

        private final transient Output output;

        OutputTooLarge(Output output, int limit) {
            super("An output to " + output.target().name() + " is larger than the " + limit
                    + " bytes that a message there may have");
            this.output = output;
        }

        Output output() {
            return output;
        }
    }
}
