package dev.busway.servicebus;

import dev.busway.servicebus.handoff.Output;
import dev.busway.servicebus.identity.OutputIds;
import dev.busway.servicebus.trace.SendTrace;
import java.util.ArrayList;
import java.util.List;
import java.util.ListIterator;

/**
 * Collects what a route sends while it works on one input, until the route has ended.
 *
 * <ol>
 *   <li>All of it is guarded by this object; any thread of a multicast or a split may stage.
 *   <li>Each staging has a number, greater than that of all before it.
 *   <li>Once sealed it takes nothing: a branch that comes later belongs to a message whose fate is decided.
 * </ol>
 */
final class StagedOutputs {

    private final List<Staged> all = new ArrayList<>(1);
    private long next;
    private boolean sealed;

    /**
     * What one step wants to send.
     *
     * @param branch the part of the route in which the step stands
     * @param ids gave the outputs their ids, and takes them back
     * @param notice whether it tells of a failure, so that it goes out although the message has failed
     */
    record Staged(
            long number,
            Branch branch,
            List<Output> outputs,
            OutputIds.Turn ids,
            List<SendTrace> traces,
            boolean notice) {}

    /** The number that the next staging gets. */
    synchronized long mark() {
        return next;
    }

    /** Adds what a step sends; false when the message's fate is decided. */
    synchronized boolean stage(
            Branch branch, List<Output> outputs, OutputIds.Turn ids, List<SendTrace> traces, boolean notice) {
        if (sealed) {
            return false;
        }
        all.add(new Staged(next++, branch, List.copyOf(outputs), ids, List.copyOf(traces), notice));
        return true;
    }

    /** Forgets what a branch, or one within it, has staged since a mark: the step is tried again, and will stage it anew. */
    synchronized void forget(Branch branch, long mark) {
        ListIterator<Staged> latestFirst = all.listIterator(all.size());
        while (latestFirst.hasPrevious()) {
            Staged staged = latestFirst.previous();
            if (staged.number() >= mark && staged.branch().isWithin(branch)) {
                latestFirst.remove();
                staged.ids().failed();
                staged.traces().forEach(trace -> trace.ended(new IllegalStateException("the step is tried again")));
            }
        }
    }

    /** Ends the collecting and gives all that was collected. */
    synchronized List<Staged> seal() {
        sealed = true;
        return List.copyOf(all);
    }
}
