package dev.busway.servicebus.receive;

import dev.busway.servicebus.failure.Failure;
import dev.busway.servicebus.failure.TraceOnly;
import dev.busway.servicebus.handoff.Handoff;
import dev.busway.servicebus.handoff.Outcome;
import dev.busway.servicebus.handoff.Output;
import dev.busway.servicebus.work.OutOfMemory;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings each message to its ending, as its route has decided and as the broker then allows.
 *
 * <ol>
 *   <li>Everything but {@link #routeEnded} runs inside the pump's serial.
 *   <li>Every way ends in {@link Pump#end}, which takes the first ending of a message only.
 * </ol>
 */
final class Endings {

    private static final Logger LOG = LoggerFactory.getLogger(Endings.class);

    private final Pump pump;
    private final Handoff handoff;
    private final Settler settler;

    Endings(Pump pump, Handoff handoff) {
        this.pump = pump;
        this.handoff = handoff;
        this.settler = new Settler(pump);
    }

    /** On the thread on which the route ended; only the first end of a route counts. */
    void routeEnded(Delivery delivery, Decision decision) {
        if (!delivery.routeEnded()) {
            return;
        }
        if (decision instanceof Decision.Complete complete && !delivery.isStopped()) {
            handOff(delivery, complete.outputs(), Ending.COMPLETED);
        } else {
            pump.serially(delivery, () -> settle(delivery, decision));
        }
    }

    private void handOff(Delivery delivery, List<Output> outputs, Ending done) {
        handoff.offer(
                delivery,
                outputs,
                outcome -> pump.serially(delivery, () -> handedOff(delivery, outcome, done, outputs.size())));
    }

    private void settle(Delivery delivery, Decision decision) {
        if (delivery.isEnded()) {
            return;
        }
        if (delivery.lockLost()) {
            pump.end(delivery, Ending.LOCK_LOST, "LockLost", "while it was in work", 0);
        } else if (delivery.isStopped()) {
            abandon(delivery, "Stopped", "drained while it waited for its next try");
        } else {
            decision.match(new Settling(delivery));
        }
    }

    /** Does what the route of a message that is still ours has decided. */
    private final class Settling implements Decision.Cases {

        private final Delivery delivery;

        Settling(Delivery delivery) {
            this.delivery = delivery;
        }

        @Override
        public void complete(Decision.Complete decision) {
            handOff(delivery, decision.outputs(), Ending.COMPLETED);
        }

        @Override
        public void tryLater(Decision.TryLater decision) {
            pump.failed();
            handOff(delivery, List.of(decision.copy()), Ending.SCHEDULED);
        }

        @Override
        public void abandon(Decision.Abandon decision) {
            pump.failed();
            if (pump.input().subQueue() == null) {
                Endings.this.abandon(delivery, decision.kind(), decision.description());
            } else {
                leaveToItsLock(delivery, decision.kind(), decision.description());
            }
        }

        @Override
        public void deadLetter(Decision.DeadLetter decision) {
            Endings.this.deadLetter(delivery, decision);
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
        } else if (outcome instanceof Outcome.GivenBack) {
            release(delivery);
        } else if (outcome instanceof Outcome.Hopeless hopeless) {
            deadLetter(delivery, new Decision.DeadLetter(hopeless.reason(), hopeless.description(), Map.of()));
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

    /**
     * Gives a message back after a step of ours or of its route has failed in a way that nobody provided for. When not even
     * that can be done it is left to its lock: in flight it would stay for ever.
     */
    void broken(Delivery delivery, Throwable failure) {
        OutOfMemory.check(failure);
        LOG.error("Work on a message failed; the message is given back", TraceOnly.of(failure));
        if (delivery.isEnded()) {
            return;
        }
        delivery.routeEnded();
        Failure what = Failure.of(failure);
        try {
            pump.failed();
            abandon(delivery, what.kind(), what.description());
        } catch (Throwable again) {
            OutOfMemory.check(again);
            pump.end(delivery, Ending.LOCK_LOST, what.kind(), what.description(), 0);
        }
    }

    /** Moves a message aside that cannot even be given to the route. */
    void unreadable(Delivery delivery, String problem) {
        delivery.routeEnded();
        deadLetter(delivery, new Decision.DeadLetter("UnreadableMessage", problem, Map.of()));
    }

    /** Gives a message back that nobody has worked on. */
    void release(Delivery delivery) {
        settler.release(delivery, ending -> pump.end(delivery, ending, "", "", 0));
    }

    private void deadLetter(Delivery delivery, Decision.DeadLetter decision) {
        if (pump.input().subQueue() == null) {
            settler.deadLetter(
                    delivery,
                    decision,
                    ending -> pump.end(delivery, ending, decision.reason(), decision.description(), 0));
        } else {
            leaveToItsLock(delivery, decision.reason(), decision.description());
        }
    }

    /**
     * Behind a dead-letter queue there is no other one, and no number of deliveries after which the broker would act. A message
     * that was given back at once would come again at once, for ever; so it comes again when its lock has ended.
     */
    private void leaveToItsLock(Delivery delivery, String kind, String description) {
        pump.end(
                delivery,
                pump.input().locks() ? Ending.ABANDONED : Ending.LOST,
                kind,
                description + "; it stays in the dead-letter queue and comes again when its lock has ended",
                0);
    }
}
