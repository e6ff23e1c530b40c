package dev.busway.servicebus.receive;

import com.azure.messaging.servicebus.ServiceBusReceiverAsyncClient;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;

/** One receive link and whether it still stands; what came on it is settled on it while it does. */
final class Link {

    private final ServiceBusReceiverAsyncClient client;
    private final int generation;
    private final Sinks.Empty<Void> gone = Sinks.empty();
    private volatile boolean open = true;

    /** {@code generation} of the connection, asked before the client was made: a later one would be a lie. */
    Link(ServiceBusReceiverAsyncClient client, int generation) {
        this.client = client;
        this.generation = generation;
    }

    ServiceBusReceiverAsyncClient client() {
        return client;
    }

    int generation() {
        return generation;
    }

    boolean isOpen() {
        return open;
    }

    /** Completes when it has gone. */
    Mono<Void> gone() {
        return gone.asMono();
    }

    void lost() {
        open = false;
        gone.tryEmitEmpty();
    }
}
