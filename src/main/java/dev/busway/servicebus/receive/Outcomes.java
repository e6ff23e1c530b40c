package dev.busway.servicebus.receive;

import dev.busway.servicebus.handoff.Outcome;
import java.util.Map;

/** What the outcome of a handoff means for the message. */
final class Outcomes {

    private Outcomes() {}

    /** Inside the pump's serial. */
    static void apply(Pump pump, Delivery delivery, Outcome outcome, Ending done, int outputs) {
        if (delivery.isEnded()) {
            return;
        }
        if (outcome instanceof Outcome.Done) {
            pump.end(delivery, done, "", "", outputs);
        } else if (outcome instanceof Outcome.LockLost) {
            pump.end(delivery, Ending.LOCK_LOST, "LockLost", "before it could be settled", 0);
        } else if (outcome instanceof Outcome.TooLarge tooLarge) {
            pump.deadLetter(delivery, new Decision.DeadLetter("OutputTooLarge", tooLarge.description(), Map.of()));
        } else if (outcome instanceof Outcome.Refused refused) {
            pump.listener().trouble(refused.kind(), refused.description());
            pump.abandon(delivery, refused.kind(), refused.description());
        }
    }
}
