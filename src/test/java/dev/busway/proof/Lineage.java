package dev.busway.proof;

import dev.busway.emulator.HistoryEvent;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** Which message came from which; inputs are known by their message id. */
public interface Lineage {

    /** The input that an output was made from; empty if it is nobody's. */
    Optional<String> inputOf(HistoryEvent output);

    /** The input that a message of the input queue is, or is a later attempt of. */
    Origin originOf(HistoryEvent input);

    /**
     * Where a message of the input queue comes from.
     *
     * @param input message id of the input as its sender made it
     * @param attempt 0 for that message itself, else which scheduled copy of it this is
     */
    record Origin(String input, int attempt) {}

    /** How the id of an output follows from its input; {@code index} counts an input's outputs to one queue from 0. */
    @FunctionalInterface
    interface OutputId {
        String of(String input, String queue, int index);
    }

    /** How the id of a scheduled copy follows from its input; {@code attempt} counts from 1. */
    @FunctionalInterface
    interface AttemptId {
        String of(String input, int attempt);
    }

    /** Reads the lineage from message ids that are derived from the input's. */
    static Lineage ofDerivedIds(
            Collection<String> inputs,
            Collection<String> outputQueues,
            int outputsPerQueue,
            OutputId outputId,
            int attempts,
            AttemptId attemptId) {
        Map<String, String> inputOfOutput = new HashMap<>();
        Map<String, Origin> originOfAttempt = new HashMap<>();
        for (String input : inputs) {
            for (String queue : outputQueues) {
                for (int index = 0; index < outputsPerQueue; index++) {
                    inputOfOutput.put(outputId.of(input, queue, index), input);
                }
            }
            for (int attempt = 1; attempt <= attempts; attempt++) {
                originOfAttempt.put(attemptId.of(input, attempt), new Origin(input, attempt));
            }
        }
        return new Lineage() {
            @Override
            public Optional<String> inputOf(HistoryEvent output) {
                return Optional.ofNullable(inputOfOutput.get(output.messageId()));
            }

            @Override
            public Origin originOf(HistoryEvent input) {
                Origin attempt = originOfAttempt.get(input.messageId());
                return attempt == null ? new Origin(input.messageId(), 0) : attempt;
            }
        };
    }

    /**
     * Reads the lineage from what a test saw in the outputs themselves, such as an application property.
     *
     * @param inputs input's message id by output queue (as in the history) and sequence number
     */
    static Lineage ofSequenceNumbers(Map<String, Map<Long, String>> inputs) {
        return new Lineage() {
            @Override
            public Optional<String> inputOf(HistoryEvent output) {
                return Optional.ofNullable(
                        inputs.getOrDefault(output.queue(), Map.of()).get(output.sequenceNumber()));
            }

            @Override
            public Origin originOf(HistoryEvent input) {
                return new Origin(input.messageId(), 0);
            }
        };
    }
}
