package dev.busway.servicebus.handoff;

import dev.busway.servicebus.connection.Target;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;

/**
 * What is sent as a whole: the outputs of one input with its completion, or messages that belong to no input. Owned by one
 * attempt at a time, so its fields need no guard of their own.
 */
final class HandoffItem {

    private final LockedMessage input;
    private final List<Output> outputs;
    private final Set<Target> targets;
    private final long deadline;
    private final Consumer<Outcome> done;

    // Written by the attempt that has ended before the next one is started.
    private int failures;
    private int repetitions;
    private History history;
    private boolean mayBeCommitted;
    private boolean spent;
    private Set<Output> sent = Set.of();

    // Written by Outages, and read by the attempt that it lets go ahead.
    private volatile boolean probe;

    private HandoffItem(LockedMessage input, List<Output> outputs, long deadline, Consumer<Outcome> done) {
        this.input = input;
        this.outputs = outputs;
        this.targets = targets(outputs);
        this.deadline = deadline;
        this.done = done;
    }

    /** The outputs of an input, of which there may be none. */
    static HandoffItem of(LockedMessage input, List<Output> outputs, Consumer<Outcome> done) {
        return new HandoffItem(input, outputs, Long.MAX_VALUE, done);
    }

    /** Messages that belong to no input, to be sent before {@code deadline} by {@link System#nanoTime}. */
    static HandoffItem withoutInput(List<Output> outputs, long deadline, Consumer<Outcome> done) {
        return new HandoffItem(null, outputs, deadline, done);
    }

    private static Set<Target> targets(List<Output> outputs) {
        if (outputs.size() == 1) {
            return Set.of(outputs.get(0).target());
        }
        Set<Target> targets = new LinkedHashSet<>();
        outputs.forEach(output -> targets.add(output.target()));
        return targets;
    }

    LockedMessage input() {
        return input;
    }

    List<Output> outputs() {
        return outputs;
    }

    /** Where the outputs go. */
    Set<Target> targets() {
        return targets;
    }

    /** Sends and the completion, as the broker counts them in a transaction. */
    int operations() {
        return outputs.size() + (input == null ? 0 : 1);
    }

    /** Whether the broker may be left to hand it out again. */
    boolean belongsToAnInput() {
        return input != null;
    }

    boolean lockLost() {
        return input != null && input.lockLost();
    }

    /** False when no further attempt shall be made: the consumer is being stopped for good, or the time is over. */
    boolean worthTrying() {
        return input == null ? System.nanoTime() - deadline < 0 : input.worthTrying();
    }

    /** When its time is over, by {@link System#nanoTime}; the largest number when that is never. */
    long deadline() {
        return deadline;
    }

    void settling(boolean now) {
        if (input != null) {
            input.settling(now);
        }
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

    /** Goes on with what is remembered of it. */
    void continues(History its) {
        history = its;
    }

    /** What is remembered of it; null when it has not failed by itself. */
    History history() {
        return history;
    }

    /** Counts one more repetition and gives how many there were before it. */
    int repeats() {
        int before = repetitions();
        if (history == null) {
            repetitions++;
        } else {
            history.repeats();
        }
        return before;
    }

    int repetitions() {
        return history == null ? repetitions : history.repetitions();
    }

    /**
     * Its completion was part of a transaction that was rolled back. The SDK then takes the delivery for settled and can
     * settle it over the management node only.
     */
    void spent() {
        spent = true;
    }

    boolean isSpent() {
        return spent;
    }

    /** The answer to a commit did not arrive: the input may be completed without our knowing. */
    void mayBeCommitted() {
        mayBeCommitted = true;
    }

    boolean isMaybeCommitted() {
        return mayBeCommitted;
    }

    /** The broker has accepted an output. Never used in a transaction. */
    void sent(Output output) {
        if (sent.isEmpty()) {
            sent = Collections.newSetFromMap(new IdentityHashMap<>());
        }
        sent.add(output);
    }

    /** The outputs that are still to be sent. */
    List<Output> unsent() {
        return sent.isEmpty()
                ? outputs
                : outputs.stream().filter(output -> !sent.contains(output)).toList();
    }

    /** Whether it goes ahead to learn if a target takes messages again. */
    boolean isProbe() {
        return probe;
    }

    void probe(boolean now) {
        probe = now;
    }
}
