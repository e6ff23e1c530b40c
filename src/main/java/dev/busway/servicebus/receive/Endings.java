package dev.busway.servicebus.receive;

import dev.busway.servicebus.handoff.Handoff;
import dev.busway.servicebus.handoff.Outcome;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/**
 * Brings each message to its ending, as its route has decided and as the broker then allows.
 *
 * <ol>
 *   <li>Everything but {@link #routeEnded} runs inside the pump's serial.
 *   <li>Every way ends in {@link Pump#end}, which takes the first ending of a message only.
 * </ol>
 */
final class Endings {

    private final Pump pump;
    private final Handoff handoff;
    private final Settler settler;

    Endings(Pump pump, Handoff handoff) {
        this.pump = pump;
        this.handoff = handoff;
        this.settler = new Settler(pump);
    }

    /** On the thread on which the route ended. */
    void routeEnded(Delivery delivery, Decision decision) {
        delivery.routeEnded();
        if (decision instanceof Decision.Complete complete && !delivery.isStopped()) {
            int outputs = complete.outputs().size();
            handoff.offer(
                    delivery,
                    complete.outputs(),
                    outcome -> pump.serially(() -> handedOff(delivery, outcome, Ending.COMPLETED, outputs)));
        } else {
            pump.serially(() -> settle(delivery, decision));
        }
    }

    private void settle(Delivery delivery, Decision decision) {
        if (delivery.isEnded()) {
            return;
        }
        if (delivery.lockLost()) {
            pump.end(delivery, Ending.LOCK_LOST, "LockLost", "while it was in work", 0);
        } else if (delivery.isStopped()) {
            abandon(delivery, "Stopped", "drained while it waited for its next try");
        } else if (decision instanceof Decision.DeadLetter deadLetter) {
            deadLetter(delivery, deadLetter);
        } else if (decision instanceof Decision.TryLater later) {
            pump.failed();
            handoff.offer(
                    delivery,
                    List.of(later.copy()),
                    outcome -> pump.serially(() -> handedOff(delivery, outcome, Ending.SCHEDULED, 0)));
        } else if (decision instanceof Decision.Abandon abandon) {
            pump.failed();
            abandon(delivery, abandon.kind(), abandon.description());
        }
    }

    private void handedOff(Delivery delivery, Outcome outcome, Ending done, int outputs) {
        if (delivery.isEnded()) {
            return;
        }
        if (outcome instanceof Outcome.Done) {
            pump.end(delivery, done, "", "", outputs);
        } else if (outcome instanceof Outcome.LockLost) {
            pump.end(delivery, Ending.LOCK_LOST, "LockLost", "before it could be settled", 0);
        } else if (outcome instanceof Outcome.TooLarge tooLarge) {
            deadLetter(delivery, new Decision.DeadLetter("OutputTooLarge", tooLarge.description(), Map.of()));
        } else if (outcome instanceof Outcome.Refused refused) {
            pump.listener().trouble(refused.kind(), refused.description());
            abandon(delivery, refused.kind(), refused.description());
        }
    }

    /** Gives a message back whose work was begun; the broker counts the delivery. */
    void abandon(Delivery delivery, String kind, String why) {
        settler.abandon(delivery, ending -> pump.end(delivery, ending, kind, why, 0));
    }

    /** Gives a message back whatever its route is doing; complete when that is done. */
    CompletableFuture<Void> abandonNow(Delivery delivery) {
        CompletableFuture<Void> ended = new CompletableFuture<>();
        delivery.giveUp();
        settler.abandon(delivery, ending -> {
            pump.end(delivery, ending, "Stopped", "the time for stopping was over", 0);
            ended.complete(null);
        });
        return ended;
    }

    /** Gives a message back that nobody has worked on. */
    void release(Delivery delivery) {
        settler.release(delivery, ending -> pump.end(delivery, ending, "", "", 0));
    }

    private void deadLetter(Delivery delivery, Decision.DeadLetter decision) {
        settler.deadLetter(
                delivery, decision, ending -> pump.end(delivery, ending, decision.reason(), decision.description(), 0));
    }
}
