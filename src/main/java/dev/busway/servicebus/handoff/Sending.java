package dev.busway.servicebus.handoff;

import dev.busway.servicebus.connection.Connection;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import reactor.core.publisher.Mono;

/** Sends what items have not sent yet, in batches and without a transaction. */
final class Sending {

    private Sending() {}

    /** Complete when all is accepted; what was accepted before a failure is noted. */
    static Mono<Void> of(Connection connection, int which, List<HandoffItem> items) {
        List<Output> outputs = new ArrayList<>();
        IdentityHashMap<Output, HandoffItem> owners = new IdentityHashMap<>();
        for (HandoffItem item : items) {
            for (Output output : item.unsent()) {
                outputs.add(output);
                owners.put(output, item);
            }
        }
        if (outputs.isEmpty()) {
            return Mono.empty();
        }
        // Delayed errors, because no send may be on its way when its output is sent again.
        return connection.answerOrCancel(
                Batches.of(connection, which, outputs)
                        .flatMap(batches -> Mono.whenDelayError(batches.stream()
                                .map(batch -> batch.send().doOnSuccess(nothing -> batch.outputs()
                                        .forEach(output -> owners.get(output).sent(output))))
                                .toList()))
                        .onErrorMap(Sending::first),
                TransactionAttempt.TIMEOUT);
    }

    /** One failure at a time is enough to deal with; the others come again. */
    private static Throwable first(Throwable error) {
        return reactor.core.Exceptions.isMultiple(error)
                ? reactor.core.Exceptions.unwrapMultiple(error).get(0)
                : error;
    }
}
