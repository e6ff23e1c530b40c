package dev.busway.servicebus.receive;

import com.azure.messaging.servicebus.ServiceBusReceivedMessage;
import dev.busway.servicebus.connection.FailureKind;
import java.util.Collection;
import reactor.core.publisher.Mono;

/**
 * Renews the locks of all messages that a pump holds, from receipt to settlement, whoever works on them. One tick of the
 * pump looks at all of them, so a waiting message costs no thread and no timer of its own.
 */
final class LockKeeper {

    private final Pump pump;
    private final boolean sessions;

    /** {@code sessions} when it is the session that is locked, not the message. */
    LockKeeper(Pump pump, boolean sessions) {
        this.pump = pump;
        this.sessions = sessions;
    }

    /** Inside the pump's serial. */
    void tick(Collection<Delivery> inFlight, long now) {
        for (Delivery delivery : inFlight) {
            if (delivery.lock().hasEnded(now) && !delivery.isSettling()) {
                lost(delivery);
            } else if (delivery.lock().isDue(now)) {
                renewInTime(delivery);
            }
        }
    }

    /** Renews once; fails in time for another try when no answer comes. */
    Mono<Void> renew(Delivery delivery) {
        ServiceBusReceivedMessage message = delivery.message();
        return pump.connection()
                .answer(
                        Mono.defer(() -> sessions
                                ? delivery.link().client().renewSessionLock()
                                : pump.control().renewMessageLock(message)),
                        delivery.lock().patience(System.nanoTime()))
                .doOnNext(until -> pump.serially(() -> {
                    delivery.lock().extend(until, System.nanoTime());
                    pump.watch().sign(System.nanoTime());
                    pump.listener().lockRenewed(delivery, true);
                }))
                .then();
    }

    private void renewInTime(Delivery delivery) {
        delivery.lock().renewing();
        renew(delivery).subscribe(nothing -> {}, error -> pump.serially(() -> failed(delivery, error)));
    }

    private void failed(Delivery delivery, Throwable error) {
        if (delivery.isEnded()) {
            return;
        }
        if (delivery.isSettling()) {
            // The broker may have settled it a moment ago, so an unknown lock says nothing; the settlement tells.
            delivery.lock().renewalFailed(System.nanoTime());
            return;
        }
        pump.listener().lockRenewed(delivery, false);
        if (FailureKind.of(error) == FailureKind.LOCK_LOST) {
            lost(delivery);
        } else {
            delivery.lock().renewalFailed(System.nanoTime());
        }
    }

    private void lost(Delivery delivery) {
        delivery.lock().lose();
        delivery.giveUp();
    }
}
