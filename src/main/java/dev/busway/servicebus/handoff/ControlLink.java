package dev.busway.servicebus.handoff;

import com.azure.messaging.servicebus.ServiceBusReceiverAsyncClient;
import com.azure.messaging.servicebus.ServiceBusTransactionContext;
import dev.busway.servicebus.connection.Connection;
import dev.busway.servicebus.connection.ConnectionLost;
import dev.busway.servicebus.connection.FailureKind;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import reactor.core.publisher.Mono;

/**
 * Asks the broker to begin and to end transactions. The SDK keeps its control link for good, even when the broker has
 * detached it, as it does after ten minutes without use, which {@link #keepAlive} prevents; what is asked on it then
 * fails at once or never ends. The only way to another control link is another connection.
 *
 * <ol>
 *   <li>A link that leaves a question unanswered for {@link #TIMEOUT} is taken for dead. That is far longer than a broker
 *       that works takes, and nothing is concluded from an answer that is merely slow.
 *   <li>A link on which {@link #FAILURES} transactions in a row cannot be begun is taken for dead, too. That includes one
 *       whose attach was refused: the SDK keeps that as well.
 *   <li>An end that was given up may have happened or may still happen; whoever asked for it has to find out.
 * </ol>
 *
 * <p>Safe for any thread.
 */
final class ControlLink {

    /** Shorter than the SDK waits, so that it is we who give up. */
    static final Duration TIMEOUT = Duration.ofSeconds(9);

    private static final int FAILURES = 2;

    /** Half of the time after which the broker detaches a link that is not used. */
    private static final Duration UNUSED = Duration.ofMinutes(5);

    private final Connection connection;
    private final AtomicInteger failures = new AtomicInteger();
    private volatile long lastAsked = System.nanoTime();

    ControlLink(Connection connection) {
        this.connection = connection;
    }

    Mono<ServiceBusTransactionContext> declare() {
        return Mono.defer(() -> {
            int which = connection.generation();
            return ask(ServiceBusReceiverAsyncClient::createTransaction)
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
        return ask(control -> control.commitTransaction(transaction));
    }

    Mono<Void> rollBack(ServiceBusTransactionContext transaction) {
        return ask(control -> control.rollbackTransaction(transaction));
    }

    private <T> Mono<T> ask(Function<ServiceBusReceiverAsyncClient, Mono<T>> question) {
        return Mono.defer(() -> {
            int which = connection.generation();
            lastAsked = System.nanoTime();
            return connection
                    .answer(question.apply(connection.control()), TIMEOUT)
                    .doOnError(
                            TargetFailed::isTimeout,
                            late -> connection.replace(
                                    which, "the control link has not answered for " + TIMEOUT.toSeconds() + " s"));
        });
    }

    private void failed(int which, Throwable error) {
        boolean mayBeTheLinks = !(error instanceof ConnectionLost) && FailureKind.of(error) != FailureKind.BUSY;
        if (mayBeTheLinks && failures.incrementAndGet() >= FAILURES) {
            failures.set(0);
            connection.replace(which, "no transaction can be begun: " + FailureKind.describe(error));
        }
    }
}
