package dev.busway.ops;

import com.azure.messaging.servicebus.ServiceBusClientBuilder;
import com.azure.messaging.servicebus.ServiceBusReceivedMessage;
import com.azure.messaging.servicebus.ServiceBusReceiverAsyncClient;
import com.azure.messaging.servicebus.models.ServiceBusMessageState;
import com.azure.messaging.servicebus.models.SubQueue;
import dev.busway.address.Entity;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeoutException;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import reactor.core.Exceptions;

/**
 * Counts what is in a queue by looking at its first messages, which needs no more than the right to listen that the host has
 * anyway; the broker's own counts need the right to manage. A count is kept for a while, so that many pages cost no more than one.
 */
final class QueueCounter implements AutoCloseable {

    /** Messages that are looked at in a queue, and again in its dead-letter queue. */
    static final int LOOK = 250;

    private static final Duration PATIENCE = Duration.ofSeconds(5);
    private static final Duration KEPT = Duration.ofSeconds(8);

    /**
     * What is in a queue.
     *
     * @param more whether there are more active or scheduled ones than were looked at
     * @param moreDeadLetters whether there are more dead letters than were looked at
     */
    record Count(long active, long scheduled, long deadLetters, boolean more, boolean moreDeadLetters) {}

    private record Kept(Count count, RuntimeException failure, long at) {}

    private record Peekers(ServiceBusReceiverAsyncClient queue, ServiceBusReceiverAsyncClient deadLetters) {}

    private final Supplier<ServiceBusClientBuilder> connections;
    private final LongSupplier nanoTime;
    private final Map<String, Kept> kept = new ConcurrentHashMap<>();
    private final Map<String, Peekers> peekers = new ConcurrentHashMap<>();

    QueueCounter(Supplier<ServiceBusClientBuilder> connections, LongSupplier nanoTime) {
        this.connections = connections;
        this.nanoTime = nanoTime;
    }

    /**
     * Counts, or gives the count that was taken a moment ago.
     *
     * @throws RuntimeException of the SDK when the queue cannot be looked at
     */
    Count count(String queue) {
        Kept known = kept.compute(
                queue,
                (name, last) -> last != null && nanoTime.getAsLong() - last.at() < KEPT.toNanos() ? last : look(name));
        if (known.failure() != null) {
            throw known.failure();
        }
        return known.count();
    }

    @Override
    public void close() {
        peekers.values().forEach(pair -> {
            pair.queue().close();
            pair.deadLetters().close();
        });
        peekers.clear();
    }

    private Kept look(String queue) {
        try {
            Peekers pair = peekers.computeIfAbsent(queue, this::open);
            List<ServiceBusReceivedMessage> messages = first(pair.queue());
            List<ServiceBusReceivedMessage> deadLetters = first(pair.deadLetters());
            long scheduled = messages.stream()
                    .filter(message -> message.getState() == ServiceBusMessageState.SCHEDULED)
                    .count();
            Count count = new Count(
                    messages.size() - scheduled,
                    scheduled,
                    deadLetters.size(),
                    messages.size() == LOOK,
                    deadLetters.size() == LOOK);
            return new Kept(count, null, nanoTime.getAsLong());
        } catch (RuntimeException failure) {
            return new Kept(null, failure, nanoTime.getAsLong());
        }
    }

    private Peekers open(String queue) {
        ServiceBusClientBuilder connection = connections.get();
        return new Peekers(
                peeker(connection, queue, SubQueue.NONE), peeker(connection, queue, SubQueue.DEAD_LETTER_QUEUE));
    }

    private static ServiceBusReceiverAsyncClient peeker(
            ServiceBusClientBuilder connection, String queue, SubQueue subQueue) {
        return Entity.of(queue)
                .receiver(connection)
                .subQueue(subQueue)
                .disableAutoComplete()
                .buildAsyncClient();
    }

    private static List<ServiceBusReceivedMessage> first(ServiceBusReceiverAsyncClient peeker) {
        try {
            return peeker.peekMessages(LOOK, 0).collectList().timeout(PATIENCE).block();
        } catch (RuntimeException failure) {
            if (Exceptions.unwrap(failure) instanceof TimeoutException) {
                throw new IllegalStateException(
                        "Service Bus has not answered within " + PATIENCE.toSeconds() + " s", failure);
            }
            throw failure;
        }
    }
}
