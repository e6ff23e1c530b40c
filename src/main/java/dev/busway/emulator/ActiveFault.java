package dev.busway.emulator;

import java.util.concurrent.atomic.AtomicLong;

/** A fault that may strike; {@link #close} switches it off. May be used from any thread. */
public final class ActiveFault implements AutoCloseable {

    private final Fault fault;
    private final FaultGate gate;
    private final FaultTrigger trigger;
    private final AtomicLong hits = new AtomicLong();

    ActiveFault(Fault fault, FaultTrigger trigger, FaultGate gate) {
        this.fault = fault;
        this.trigger = trigger;
        this.gate = gate;
    }

    public Fault fault() {
        return fault;
    }

    /** How often it has struck. */
    public long hits() {
        return hits.get();
    }

    /** Whether it may strike again. */
    public boolean isActive() {
        return gate.contains(this);
    }

    /** Decides about one step that it is meant for; on the emulator's thread. */
    boolean strikes() {
        boolean strikes = trigger.strikes();
        if (strikes) {
            hits.incrementAndGet();
        }
        if (trigger.isUsedUp()) {
            close();
        }
        return strikes;
    }

    /** Switches it off; may be called twice. */
    @Override
    public void close() {
        gate.remove(this);
    }
}
