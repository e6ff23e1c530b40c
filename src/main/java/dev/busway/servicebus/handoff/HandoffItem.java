package dev.busway.servicebus.handoff;

import dev.busway.servicebus.connection.FailureKind;
import java.util.List;
import java.util.function.Consumer;

/** One input on its way through a handoff. Owned by one attempt at a time, so its fields need no guard of their own. */
final class HandoffItem {

    private static final int MAX_REFUSALS = 5;

    private final LockedMessage input;
    private final List<Output> outputs;
    private final Consumer<Outcome> done;

    // Written by the attempt that has ended before the next one is started.
    private int failures;
    private int repetitions;
    private boolean mayBeCommitted;
    private boolean sent;

    HandoffItem(LockedMessage input, List<Output> outputs, Consumer<Outcome> done) {
        this.input = input;
        this.outputs = outputs;
        this.done = done;
    }

    LockedMessage input() {
        return input;
    }

    List<Output> outputs() {
        return outputs;
    }

    /** Sends and the completion, as the broker counts them in a transaction. */
    int operations() {
        return outputs.size() + 1;
    }

    void end(Outcome outcome) {
        done.accept(outcome);
    }

    /** One attempt, alone or in a group, has failed. */
    void failed() {
        failures++;
    }

    /** True while no attempt before the one that has just failed did. */
    boolean isFirstAttempt() {
        return failures <= 1;
    }

    /**
     * Whether trying again makes no sense. A refusal is believed only after some tries: while the broker rolls back what a
     * lost connection has left, it refuses what it will accept a moment later.
     */
    boolean isHopeless(FailureKind kind) {
        return !input.worthTrying()
                || ((kind == FailureKind.REFUSED || kind == FailureKind.ENTITY) && repetitions >= MAX_REFUSALS);
    }

    /** Counts one more repetition and gives how many there were before it. */
    int repetitions() {
        return repetitions++;
    }

    /** The answer to a commit did not arrive: the input may be completed without our knowing. */
    void mayBeCommitted() {
        mayBeCommitted = true;
    }

    boolean isMaybeCommitted() {
        return mayBeCommitted;
    }

    /** The outputs are in; only the completion is missing. Never used in a transaction. */
    void outputsSent() {
        sent = true;
    }

    boolean areOutputsSent() {
        return sent;
    }
}
