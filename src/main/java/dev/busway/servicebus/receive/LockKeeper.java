package dev.busway.servicebus.receive;

import dev.busway.servicebus.handoff.Trouble;
import java.util.Collection;

/**
 * Renews the locks of all messages that a pump holds, from receipt to settlement, whoever works on them. One tick of the
 * pump looks at all of them, so a waiting message costs no thread and no timer of its own.
 */
final class LockKeeper {

    private final Pump pump;

    LockKeeper(Pump pump) {
        this.pump = pump;
    }

    /** Inside the pump's serial. */
    void tick(Collection<Delivery> inFlight, long now) {
        for (Delivery delivery : inFlight) {
            if (delivery.isSettling()) {
                continue;
            }
            if (delivery.lock().hasEnded(now)) {
                lost(delivery);
            } else if (delivery.lock().isDue(now)) {
                renew(delivery);
            }
        }
    }

    private void renew(Delivery delivery) {
        delivery.lock().renewing();
        pump.renew(delivery).subscribe(nothing -> {}, error -> pump.serially(() -> failed(delivery, error)));
    }

    private void failed(Delivery delivery, Throwable error) {
        if (delivery.isEnded() || delivery.isSettling()) {
            return;
        }
        pump.listener().lockRenewed(delivery, false);
        if (Trouble.of(error) == Trouble.LOCK_LOST) {
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
