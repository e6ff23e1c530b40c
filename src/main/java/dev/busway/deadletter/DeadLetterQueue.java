package dev.busway.deadletter;

import com.azure.messaging.servicebus.ServiceBusClientBuilder;
import com.azure.messaging.servicebus.ServiceBusReceivedMessage;
import com.azure.messaging.servicebus.ServiceBusReceiverAsyncClient;
import com.azure.messaging.servicebus.ServiceBusSenderAsyncClient;
import com.azure.messaging.servicebus.models.SubQueue;
import dev.busway.address.Entity;
import dev.busway.message.MessageReader;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeoutException;
import java.util.function.Predicate;
import java.util.function.Supplier;
import reactor.core.Exceptions;

/**
 * The dead letters of one queue, or of one subscription of a topic. Every call waits for its answer and may be made from any thread; calls that work the queue open a
 * connection of their own, because the first entity on a connection decides what a transaction on it may span.
 */
public final class DeadLetterQueue implements AutoCloseable {

    /** Dead letters that one piece of work can mean; their sequence numbers are held in memory. */
    public static final int MAX_CHOSEN = 1_000_000;

    private static final int PAGE = 200;
    private static final Duration PAGE_PATIENCE = Duration.ofSeconds(15);
    private static final Duration SHORTEST_PATIENCE = Duration.ofSeconds(1);
    private static final Duration AS_LONG_AS_IT_TAKES = Duration.ofDays(365);
    private static final Pass.Patience PASS_PATIENCE = new Pass.Patience(Duration.ofSeconds(20), Duration.ofSeconds(2));

    private final Supplier<ServiceBusClientBuilder> connections;
    private final Entity queue;
    private final InstantSource clock;
    private final ServiceBusReceiverAsyncClient peeker;

    private DeadLetterQueue(Supplier<ServiceBusClientBuilder> connections, Entity queue, InstantSource clock) {
        this.connections = connections;
        this.queue = queue;
        this.clock = clock;
        this.peeker = receiver(connections.get());
    }

    /**
     * Opens the dead-letter queue of a queue; nothing is connected before the first call that needs it.
     *
     * @param connections gives a new builder with namespace and credential for each connection
     * @param queue its name; for a subscription {@code topic/Subscriptions/subscription}
     */
    public static DeadLetterQueue open(Supplier<ServiceBusClientBuilder> connections, String queue) {
        Objects.requireNonNull(connections, "connections");
        return new DeadLetterQueue(connections, Entity.of(queue), InstantSource.system());
    }

    /**
     * Reads the dead letters that fit, without locking any.
     *
     * @param keep how many single letters to keep, from 0; groups are kept besides
     * @param look how many dead letters to look at, at most
     */
    public DeadLetterListing list(DeadLetterFilter filter, int keep, long look) {
        return list(filter, keep, look, AS_LONG_AS_IT_TAKES);
    }

    /**
     * The same for somebody who waits: what has not been read within the patience is left out, and the listing not complete.
     *
     * @throws DeadLetterException when Service Bus does not answer; after 15 seconds at the latest
     */
    public DeadLetterListing list(DeadLetterFilter filter, int keep, long look, Duration patience) {
        DeadLetterListing.Builder listing = new DeadLetterListing.Builder(filter, keep, clock.instant());
        long[] seen = {0};
        boolean complete = peek(
                message -> {
                    if (seen[0]++ == look) {
                        return false;
                    }
                    listing.add(DeadLetter.of(message));
                    return true;
                },
                patience);
        return listing.build(queue.toString(), complete);
    }

    /** One dead letter with its body; empty when there is none of that number. */
    public Optional<DeadLetterDetail> show(long sequenceNumber) {
        return page(sequenceNumber, 1, PAGE_PATIENCE).stream()
                .filter(message -> MessageReader.sequenceNumber(message) == sequenceNumber)
                .findFirst()
                .map(message -> {
                    DeadLetter letter = DeadLetter.of(message);
                    return DeadLetter.bytes(message)
                            .map(body -> DeadLetterDetail.ofData(letter, body))
                            .orElseGet(() -> new DeadLetterDetail(
                                    letter, DeadLetterDetail.Encoding.AMQP, MessageReader.bodyText(message)));
                });
    }

    /**
     * Sends the chosen dead letters in again, each in one transaction with its removal. Those that were there when the call began
     * are chosen; one that fails and comes back is not taken again.
     *
     * @throws IllegalArgumentException when an edit is given and not exactly one letter fits, or when they are to go back to a
     *     subscription: nothing can be sent to one alone
     */
    public WorkResult resubmit(
            DeadLetterFilter filter, ResubmitOptions options, WorkProgress progress, StopSignal stop) {
        String target = options.target(queue);
        Choice chosen = choose(filter, options.limit(), progress);
        if (!options.edit().isNone() && chosen.numbers().size() != 1) {
            throw new IllegalArgumentException("an edit is for exactly one dead letter; "
                    + chosen.numbers().size() + " fit");
        }
        if (options.dryRun()) {
            return progress.result(WorkResult.End.DRY_RUN);
        }
        ServiceBusClientBuilder connection = connections.get().enableCrossEntityTransactions();
        try (ServiceBusReceiverAsyncClient receiver = receiver(connection);
                ServiceBusSenderAsyncClient sender =
                        connection.sender().queueName(target).buildAsyncClient()) {
            Resubmission action = new Resubmission(receiver, sender, queue + "/$DeadLetterQueue", options, clock);
            return work(receiver, action, chosen, options.perSecond(), progress, stop);
        }
    }

    /** Removes the chosen dead letters for good. */
    public WorkResult purge(DeadLetterFilter filter, PurgeOptions options, WorkProgress progress, StopSignal stop) {
        Choice chosen = choose(filter, options.limit(), progress);
        if (options.dryRun()) {
            return progress.result(WorkResult.End.DRY_RUN);
        }
        try (ServiceBusReceiverAsyncClient receiver = receiver(connections.get())) {
            return work(receiver, receiver::complete, chosen, options.perSecond(), progress, stop);
        }
    }

    /** Ends the connection that reads; may be called twice. */
    @Override
    public void close() {
        peeker.close();
    }

    /**
     * Which dead letters are meant.
     *
     * @param seen how many were looked at to find them: as many lie at the front of the queue, and the chosen among them
     */
    private record Choice(Set<Long> numbers, int seen) {}

    private Choice choose(DeadLetterFilter filter, int limit, WorkProgress progress) {
        Instant now = clock.instant();
        int most = limit == 0 ? MAX_CHOSEN : Math.min(limit, MAX_CHOSEN);
        Set<Long> chosen = new HashSet<>();
        int[] seen = {0};
        peek(
                message -> {
                    seen[0]++;
                    if (filter.matches(DeadLetter.of(message), now)) {
                        chosen.add(MessageReader.sequenceNumber(message));
                    }
                    return chosen.size() < most;
                },
                AS_LONG_AS_IT_TAKES);
        progress.choose(chosen.size());
        return new Choice(chosen, seen[0]);
    }

    private WorkResult work(
            ServiceBusReceiverAsyncClient receiver,
            LetterAction action,
            Choice choice,
            double perSecond,
            WorkProgress progress,
            StopSignal stop) {
        Pace pace = new Pace(perSecond, System::nanoTime);
        Set<Long> chosen = choice.numbers();
        try {
            int before;
            int reach = choice.seen();
            do {
                before = chosen.size();
                if (!chosen.isEmpty()) {
                    new Pass(receiver, action, chosen, reach, progress, stop, pace, PASS_PATIENCE, clock).run();
                }
                // Not all were where they had been seen: a partitioned queue keeps an order of its own.
                reach = Integer.MAX_VALUE;
            } while (!stop.isGiven() && !chosen.isEmpty() && chosen.size() < before);
        } catch (InterruptedException asked) {
            Thread.currentThread().interrupt();
            return progress.result(WorkResult.End.STOPPED);
        }
        if (chosen.isEmpty()) {
            return progress.result(WorkResult.End.FINISHED);
        }
        return progress.result(stop.isGiven() ? WorkResult.End.STOPPED : WorkResult.End.OUT_OF_REACH);
    }

    /** Shows every dead letter, oldest first, to the reader until it or the patience has had enough; true when it saw all. */
    private boolean peek(Predicate<ServiceBusReceivedMessage> reader, Duration patience) {
        long start = System.nanoTime();
        long from = 0;
        while (true) {
            Duration left = patience.minusNanos(System.nanoTime() - start);
            if (from > 0 && left.compareTo(SHORTEST_PATIENCE) < 0) {
                return false;
            }
            List<ServiceBusReceivedMessage> page = page(from, PAGE, left);
            if (page.isEmpty()) {
                return true;
            }
            for (ServiceBusReceivedMessage message : page) {
                if (!reader.test(message)) {
                    return false;
                }
                from = Math.max(from, MessageReader.sequenceNumber(message) + 1);
            }
        }
    }

    private List<ServiceBusReceivedMessage> page(long from, int count, Duration left) {
        Duration patience = left.compareTo(PAGE_PATIENCE) < 0 ? left : PAGE_PATIENCE;
        try {
            return peeker.peekMessages(count, from)
                    .collectList()
                    .timeout(patience)
                    .block();
        } catch (RuntimeException failure) {
            String why = Exceptions.unwrap(failure) instanceof TimeoutException
                    ? "Service Bus has not answered within "
                            + patience.plusMillis(999).toSeconds()
                            + " s. /health says whether the host is connected, busway check what to do"
                    : failure.getMessage();
            throw new DeadLetterException("cannot read the dead letters of " + queue + ": " + why, failure);
        }
    }

    private ServiceBusReceiverAsyncClient receiver(ServiceBusClientBuilder connection) {
        return queue.receiver(connection)
                .subQueue(SubQueue.DEAD_LETTER_QUEUE)
                .disableAutoComplete()
                .prefetchCount(0)
                .maxAutoLockRenewDuration(Duration.ZERO)
                .buildAsyncClient();
    }
}
