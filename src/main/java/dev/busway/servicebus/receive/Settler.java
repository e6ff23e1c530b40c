package dev.busway.servicebus.receive;

import com.azure.messaging.servicebus.models.DeadLetterOptions;
import dev.busway.servicebus.connection.FailureKind;
import dev.busway.servicebus.handoff.RetryPace;
import dev.busway.servicebus.handoff.SdkGap;
import java.time.Duration;
import java.util.function.Consumer;
import java.util.function.Supplier;
import reactor.core.publisher.Mono;

/** Gives messages back or moves them aside, and tries again while the broker cannot be asked and the lock may hold. */
final class Settler {

    /** Longer than the SDK waits for an answer, for the cases in which it waits for ever. */
    private static final Duration PATIENCE = Duration.ofSeconds(15);

    private static final RetryPace PACE = new RetryPace(Duration.ofMillis(100), Duration.ofSeconds(2));

    /** Refusals that are not believed: the broker may be rolling back what a lost connection has left. */
    private static final int MAX_REFUSALS = 5;

    /** What the broker takes as reason and as description of a dead letter. */
    private static final int MAX_DEAD_LETTER_TEXT = 4096;

    private final Pump pump;

    Settler(Pump pump) {
        this.pump = pump;
    }

    void abandon(Delivery delivery, Consumer<Ending> done) {
        settle(delivery, () -> delivery.settler().abandon(delivery.message()), Ending.ABANDONED, 0, done);
    }

    /** Gives back what has not been worked on, without counting the delivery where the SDK offers a way. */
    void release(Delivery delivery, Consumer<Ending> done) {
        SdkGap.release(delivery.settler(), delivery.message())
                .ifPresentOrElse(
                        first -> settle(
                                delivery,
                                () -> SdkGap.release(delivery.settler(), delivery.message())
                                        .orElse(first),
                                Ending.RELEASED,
                                0,
                                done),
                        () -> abandon(delivery, done));
    }

    /** The SDK reports success for a dead-lettering on a lost lock, so the lock is renewed first: that tells the truth. */
    void deadLetter(Delivery delivery, Decision.DeadLetter decision, Consumer<Ending> done) {
        DeadLetterOptions options = new DeadLetterOptions()
                .setDeadLetterReason(bounded(decision.reason()))
                .setDeadLetterErrorDescription(bounded(decision.description()))
                .setPropertiesToModify(decision.properties());
        settle(
                delivery,
                () -> pump.locks().renew(delivery).then(Mono.defer(() -> delivery.settler()
                        .deadLetter(delivery.message(), options))),
                Ending.DEAD_LETTERED,
                0,
                done);
    }

    private static String bounded(String text) {
        return text.length() <= MAX_DEAD_LETTER_TEXT ? text : text.substring(0, MAX_DEAD_LETTER_TEXT);
    }

    private void settle(
            Delivery delivery, Supplier<Mono<Void>> operation, Ending ending, int attempt, Consumer<Ending> done) {
        if (!pump.input().locks()) {
            done.accept(Ending.LOST);
            return;
        }
        if (delivery.lockLost()) {
            done.accept(Ending.LOCK_LOST);
            return;
        }
        delivery.settling(true);
        pump.connection()
                .answer(Mono.firstWithSignal(Mono.defer(operation), linkLost(delivery)), PATIENCE)
                .subscribe(
                        nothing -> {},
                        error -> failed(delivery, operation, ending, attempt, done, error),
                        () -> done.accept(ending));
    }

    /** What is settled on a link that goes meanwhile is never answered. */
    private static Mono<Void> linkLost(Delivery delivery) {
        return delivery.link().isOpen()
                ? delivery.linkLost().then(Mono.error(() -> new IllegalStateException("the receive link has gone")))
                : Mono.never();
    }

    private void failed(
            Delivery delivery,
            Supplier<Mono<Void>> operation,
            Ending ending,
            int attempt,
            Consumer<Ending> done,
            Throwable error) {
        delivery.settling(false);
        FailureKind kind = FailureKind.of(error);
        boolean mayPass = kind == FailureKind.REFUSED ? attempt < MAX_REFUSALS : kind.mayPass();
        if (mayPass && delivery.worthTrying()) {
            pump.after(PACE.before(attempt), () -> settle(delivery, operation, ending, attempt + 1, done));
            return;
        }
        if (kind != FailureKind.LOCK_LOST) {
            pump.listener().trouble("SettlementFailed", FailureKind.describe(error));
        }
        done.accept(Ending.LOCK_LOST);
    }
}
