package dev.busway.emulator;

import dev.busway.emulator.amqp.Interference;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.qpid.proton.amqp.Symbol;

/** Holds the active faults and asks them at each step of the wire; they are added and removed on any thread. */
final class FaultGate implements Interference {

    private static final String BUSY = "com.microsoft:server-busy";

    private final List<ActiveFault> active = new CopyOnWriteArrayList<>();

    void add(ActiveFault fault) {
        active.add(fault);
    }

    void remove(ActiveFault fault) {
        active.remove(fault);
    }

    boolean contains(ActiveFault fault) {
        return active.contains(fault);
    }

    List<ActiveFault> all() {
        return List.copyOf(active);
    }

    void clear() {
        active.clear();
    }

    @Override
    public Verdict on(Step step, String entity) {
        if (active.isEmpty()) {
            return Verdict.PASS;
        }
        for (ActiveFault each : active) {
            Verdict verdict = verdict(each.fault(), FaultStep.valueOf(step.name()), entity);
            if (verdict != Verdict.PASS && each.strikes()) {
                return verdict;
            }
        }
        return Verdict.PASS;
    }

    private static Verdict verdict(Fault fault, FaultStep at, String entity) {
        if (fault instanceof Fault.Refuse f && is(f.step(), f.queue(), at, entity)) {
            return new Verdict.Refuse(Symbol.valueOf(f.condition()), "Refused by a fault of the emulator.");
        } else if (fault instanceof Fault.ServerBusy f && belongsToQueue(at)) {
            return is(at, f.queue(), at, entity)
                    ? new Verdict.Refuse(
                            Symbol.valueOf(BUSY),
                            "The request was terminated because the entity is being throttled. Error code: 50009."
                                    + " Please wait " + f.askedWait().toSeconds() + " seconds and try again.")
                    : Verdict.PASS;
        } else if (fault instanceof Fault.Delay f && is(f.step(), f.queue(), at, entity)) {
            return new Verdict.Delay(f.duration());
        } else if (fault instanceof Fault.LoseAnswer f && is(f.step(), f.queue(), at, entity)) {
            return new Verdict.LoseAnswer(true);
        } else if (fault instanceof Fault.Stall f && is(f.step(), f.queue(), at, entity)) {
            return new Verdict.LoseAnswer(false);
        } else if (fault instanceof Fault.CutConnection f && is(f.step(), f.queue(), at, entity)) {
            return new Verdict.Cut();
        } else if (fault instanceof Fault.DetachLink f && is(f.step(), f.queue(), at, entity)) {
            return new Verdict.Detach(Symbol.valueOf(f.condition()), "Detached by a fault of the emulator.");
        } else if (fault instanceof Fault.LoseLock f && is(FaultStep.SETTLEMENT, f.queue(), at, entity)) {
            return new Verdict.LoseLock();
        }
        return Verdict.PASS;
    }

    private static boolean belongsToQueue(FaultStep step) {
        return step != FaultStep.TOKEN && step != FaultStep.DECLARE && step != FaultStep.DISCHARGE;
    }

    private static boolean is(FaultStep step, String queue, FaultStep at, String entity) {
        return step == at && (queue == null || queue.equalsIgnoreCase(entity));
    }

    @Override
    public Duration outboundLatency() {
        return latency(true);
    }

    @Override
    public Duration inboundLatency() {
        return latency(false);
    }

    private Duration latency(boolean outbound) {
        if (active.isEmpty()) {
            return Duration.ZERO;
        }
        Duration sum = Duration.ZERO;
        for (ActiveFault each : active) {
            if (each.fault() instanceof Fault.Latency latency) {
                sum = sum.plus(outbound ? latency.toClients() : latency.toEmulator());
            }
        }
        return sum;
    }
}
