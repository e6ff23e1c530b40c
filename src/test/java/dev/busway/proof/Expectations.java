package dev.busway.proof;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.IntFunction;
import java.util.function.ToIntFunction;

/**
 * What a run was to do.
 *
 * @param inputs message ids that were sent; each must be found in the history
 * @param inputQueue as named in the history
 * @param outputQueues as named in the history
 * @param guarantee what the handoff promises
 * @param lineage which output came from which input
 * @param outputsOf how many outputs a completed input has in all; 1 for one output queue
 * @param delayOfAttempt the least time between the scheduling of a later attempt (from 1) and its arrival
 * @param calms stretches of the history in which no delivery may be counted
 */
public record Expectations(
        Set<String> inputs,
        String inputQueue,
        Set<String> outputQueues,
        Guarantee guarantee,
        Lineage lineage,
        ToIntFunction<String> outputsOf,
        IntFunction<Duration> delayOfAttempt,
        List<Calm> calms) {

    /**
     * A stretch of the history in which the delivery counts of the input queue must not move.
     *
     * @param cause for the report, such as {@code drain}
     * @param from number of the first event in it
     * @param to number of the first event after it
     * @param excepted message ids that may be counted, such as those in backoff when a drain begins
     */
    public record Calm(String cause, long from, long to, Set<String> excepted) {}

    /** One output per input, no later attempts, no calms. */
    public static Expectations of(
            Set<String> inputs, String inputQueue, Set<String> outputQueues, Guarantee guarantee, Lineage lineage) {
        return new Expectations(
                inputs, inputQueue, outputQueues, guarantee, lineage, input -> 1, attempt -> Duration.ZERO, List.of());
    }

    public Expectations withOutputsOf(ToIntFunction<String> count) {
        return new Expectations(inputs, inputQueue, outputQueues, guarantee, lineage, count, delayOfAttempt, calms);
    }

    public Expectations withDelayOfAttempt(IntFunction<Duration> delay) {
        return new Expectations(inputs, inputQueue, outputQueues, guarantee, lineage, outputsOf, delay, calms);
    }

    public Expectations withCalm(Calm calm) {
        List<Calm> more = new ArrayList<>(calms);
        more.add(calm);
        return new Expectations(
                inputs, inputQueue, outputQueues, guarantee, lineage, outputsOf, delayOfAttempt, List.copyOf(more));
    }
}
