package dev.busway.servicebus.handoff;

import com.azure.messaging.servicebus.ServiceBusException;
import com.azure.messaging.servicebus.ServiceBusFailureReason;
import com.azure.messaging.servicebus.ServiceBusReceiverAsyncClient;
import com.azure.messaging.servicebus.ServiceBusTransactionContext;
import dev.busway.servicebus.connection.Connection;
import dev.busway.servicebus.connection.ConnectionLost;
import dev.busway.servicebus.connection.FailureKind;
import java.time.Duration;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import reactor.core.publisher.Mono;

/**
 * Asks the broker to begin and to end transactions. The SDK keeps its control link for good, even when the broker has
 * detached it, as it does after ten minutes without use, which {@link #keepAlive} prevents; what is asked on it then
 * fails at once or never ends. The only way to another control link is another connection.
 *
 * <ol>
 *   <li>A silent link is taken for dead when an answer is overdue, the management node has meanwhile answered twice on the
 *       same connection, and {@link #TRIPS} of its trips have passed: then it is not the network that is slow.
 *   <li>A link on which {@link #FAILURES} transactions in a row cannot be begun is taken for dead, too. That includes one
 *       whose attach was refused: the SDK keeps that as well.
 *   <li>An end that was given up may have happened or may still happen; whoever asked for it has to find out.
 * </ol>
 *
 * <p>Safe for any thread.
 */
final class ControlLink {

    private static final int FAILURES = 2;

    /** Half of the time after which the broker detaches a link that is not used. */
    private static final Duration UNUSED = Duration.ofMinutes(5);

    /** More than what opening a session and a control link and beginning a transaction take together. */
    private static final int TRIPS = 8;

    private final Connection connection;
    private final AnswerTime beginning = new AnswerTime();
    private final AnswerTime ending = new AnswerTime();
    private final AtomicInteger failures = new AtomicInteger();
    private volatile long lastAsked = System.nanoTime();

    ControlLink(Connection connection) {
        this.connection = connection;
    }

    Mono<ServiceBusTransactionContext> declare() {
        return Mono.defer(() -> {
            int which = connection.generation();
            return ask(beginning, ServiceBusReceiverAsyncClient::createTransaction)
                    .doOnNext(transaction -> {
                        failures.set(0);
                        connection.works();
                    })
                    .doOnError(error -> failed(which, error));
        });
    }

    /** Begins a transaction and ends it, with nothing in it, where nothing was asked for a while. */
    Mono<Void> keepAlive(long now) {
        return Mono.defer(() -> now - lastAsked < UNUSED.toNanos()
                ? Mono.empty()
                : declare().flatMap(this::rollBack).onErrorResume(error -> Mono.empty()));
    }

    Mono<Void> commit(ServiceBusTransactionContext transaction) {
        return ask(ending, control -> control.commitTransaction(transaction));
    }

    Mono<Void> rollBack(ServiceBusTransactionContext transaction) {
        return ask(ending, control -> control.rollbackTransaction(transaction));
    }

    private <T> Mono<T> ask(AnswerTime time, Function<ServiceBusReceiverAsyncClient, Mono<T>> question) {
        return Mono.defer(() -> {
            int which = connection.generation();
            long asked = System.nanoTime();
            lastAsked = asked;
            Mono<T> answer = question.apply(connection.control())
                    .doOnSuccess(nothing -> time.answered(System.nanoTime() - asked));
            return connection.answer(
                    Mono.firstWithSignal(answer, silence(which, asked, time)), TransactionAttempt.PATIENCE);
        });
    }

    /** Fails when the link is dead; else says nothing. */
    private <T> Mono<T> silence(int which, long asked, AnswerTime time) {
        return Mono.delay(time.untilOverdue())
                .then(connection.look(1, TransactionAttempt.PATIENCE))
                .then(Mono.defer(this::trip))
                .flatMap(trip -> Mono.delay(trip.multipliedBy(TRIPS).minusNanos(System.nanoTime() - asked)))
                .onErrorResume(error -> Mono.never())
                .then(Mono.defer(() -> {
                    String why = "the control link does not answer";
                    // On a connection that has gone meanwhile there was nothing to wait for.
                    if (connection.generation() == which) {
                        time.givenUp();
                        connection.replace(which, why);
                    }
                    return Mono.error(new TimeoutException(why));
                }));
    }

    private Mono<Duration> trip() {
        long started = System.nanoTime();
        return connection
                .look(1, TransactionAttempt.PATIENCE)
                .then(Mono.fromSupplier(() -> Duration.ofNanos(System.nanoTime() - started)));
    }

    private void failed(int which, Throwable error) {
        boolean mayBeTheLinks = !(error instanceof ConnectionLost) && !isBusy(error);
        if (mayBeTheLinks && failures.incrementAndGet() >= FAILURES) {
            failures.set(0);
            connection.replace(which, "no transaction can be begun: " + FailureKind.describe(error));
        }
    }

    private static boolean isBusy(Throwable error) {
        return error instanceof ServiceBusException e && ServiceBusFailureReason.SERVICE_BUSY.equals(e.getReason());
    }
}
