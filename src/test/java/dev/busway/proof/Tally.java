package dev.busway.proof;

import dev.busway.emulator.History;
import dev.busway.emulator.queue.MessageEvent.Kind;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * What became of the inputs of a run, counted by what the outputs say, so that it holds for any consumer.
 *
 * @param outputs messages in the output queue
 * @param lost inputs with neither an output nor a dead letter
 * @param doubled outputs beyond the first of an input
 * @param droppedAsDuplicates repeats that duplicate detection removed
 * @param deadLettered inputs in the dead-letter queue
 */
record Tally(long outputs, long lost, long doubled, long droppedAsDuplicates, long deadLettered) {

    /**
     * Counts.
     *
     * @param outputsOfInput how often each input's id was found in an output
     */
    static Tally of(Set<String> inputs, Map<String, Integer> outputsOfInput, History history) {
        Set<String> dead = new HashSet<>();
        history.ofQueue(RelayRoutes.IN).stream()
                .filter(event -> event.kind() == Kind.DEAD_LETTERED)
                .forEach(event -> dead.add(event.messageId()));
        long dropped = history.ofQueue(RelayRoutes.OUT).stream()
                .filter(event -> event.kind() == Kind.DUPLICATE_DROPPED)
                .count();
        long lost = inputs.stream()
                .filter(input -> !outputsOfInput.containsKey(input) && !dead.contains(input))
                .count();
        long outputs =
                outputsOfInput.values().stream().mapToLong(count -> count).sum();
        return new Tally(outputs, lost, outputs - outputsOfInput.size(), dropped, dead.size());
    }
}
