package dev.busway.servicebus.connection;

import com.azure.messaging.servicebus.ServiceBusReceiverAsyncClient;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.function.Supplier;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;

/**
 * Hears when the AMQP connection goes and ends what waits for an answer on it. Safe for any thread.
 *
 * <ol>
 *   <li>At most one connection is watched: the one under the client in {@code watched}.
 *   <li>A call hears of the first loss after it was begun, and of no other.
 * </ol>
 */
final class Losses {

    private final Supplier<ServiceBusReceiverAsyncClient> control;
    private final Consumer<ServiceBusReceiverAsyncClient> onLoss;
    private final AtomicReference<ServiceBusReceiverAsyncClient> watched = new AtomicReference<>();
    private volatile Sinks.Empty<Void> next = Sinks.empty();

    Losses(Supplier<ServiceBusReceiverAsyncClient> control, Consumer<ServiceBusReceiverAsyncClient> onLoss) {
        this.control = control;
        this.onLoss = onLoss;
    }

    /** Watches the current connection, which is opened if need be, until it is lost; to be called for each new link. */
    void watch() {
        ServiceBusReceiverAsyncClient client = control.get();
        if (watched.getAndSet(client) == client) {
            return;
        }
        SdkConnection.loss(client)
                .subscribe(nothing -> {}, error -> watched.compareAndSet(client, null), () -> lost(client));
    }

    private void lost(ServiceBusReceiverAsyncClient client) {
        if (watched.compareAndSet(client, null)) {
            onLoss.accept(client);
        }
    }

    /** Ends what waits. */
    void happened() {
        Sinks.Empty<Void> now = next;
        next = Sinks.empty();
        now.tryEmitEmpty();
    }

    /** The outcome of a call, or {@link ConnectionLost} if that comes first. */
    <T> Mono<T> orLost(Mono<T> call) {
        return Mono.defer(() -> Mono.firstWithSignal(call, next.asMono().then(Mono.error(ConnectionLost::new))));
    }
}
