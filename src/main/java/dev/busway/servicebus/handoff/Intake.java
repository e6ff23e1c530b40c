package dev.busway.servicebus.handoff;

import java.util.Optional;
import java.util.function.IntSupplier;

/** What a handoff lets its consumer take from the input. Its methods may be called on any thread and wait for nothing. */
public interface Intake {

    /** How many messages may be in flight; 0 while nothing can be handed off, {@link Integer#MAX_VALUE} without an outage. */
    int most();

    /** What keeps outputs from going out, the oldest of them; empty when nothing does. */
    Optional<Outage> outage();

    /**
     * Makes a consumer known, which there is one of.
     *
     * @param limit how many messages it may have in flight
     * @param changed is called when {@link #most} is another one
     */
    void attach(IntSupplier limit, Runnable changed);

    /** While true nothing waits here for the end of an outage: it is given back. */
    void draining(boolean now);
}
