package dev.busway.proof;

import dev.busway.emulator.HistoryEvent;
import dev.busway.emulator.queue.MessageEvent;
import dev.busway.proof.Violation.Kind;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/** Within a session, outputs appear and inputs are completed in the order in which the inputs were sent. */
final class SessionsKeepTheirOrder implements Rule {

    @Override
    public void check(Story story, Expectations expectations, Consumer<Violation> violations) {
        Map<String, HistoryEvent> sent = new HashMap<>();
        for (InputStory input : story.inputs()) {
            input.sent().stream()
                    .findFirst()
                    .filter(event -> event.sessionId() != null)
                    .ifPresent(event -> sent.put(input.input(), event));
        }
        if (sent.isEmpty()) {
            return;
        }
        checkOutputs(story, expectations, sent, violations);
        checkCompletions(story, expectations, violations);
    }

    /** Repeats of an output are no disorder: only the first sight of each counts. */
    private static void checkOutputs(
            Story story, Expectations expectations, Map<String, HistoryEvent> sent, Consumer<Violation> violations) {
        Map<String, Long> last = new HashMap<>();
        Map<String, Boolean> seen = new HashMap<>();
        for (HistoryEvent event : story.events()) {
            boolean appears = event.kind() == MessageEvent.Kind.ENQUEUED
                    && expectations.outputQueues().stream().anyMatch(event.queue()::equalsIgnoreCase);
            Optional<HistoryEvent> input =
                    appears ? expectations.lineage().inputOf(event).map(sent::get) : Optional.empty();
            if (input.isPresent() && seen.putIfAbsent(event.queue() + '\n' + event.messageId(), true) == null) {
                String lane = event.queue() + ", session " + input.get().sessionId();
                inOrder(last, lane, input.get().sequenceNumber(), "output " + event.messageId(), violations);
            }
        }
    }

    private static void checkCompletions(Story story, Expectations expectations, Consumer<Violation> violations) {
        Map<String, Long> last = new HashMap<>();
        Map<String, Long> lastTransaction = new HashMap<>();
        for (HistoryEvent event : story.events()) {
            if (event.kind() != MessageEvent.Kind.COMPLETED
                    || event.sessionId() == null
                    || !event.queue().equalsIgnoreCase(expectations.inputQueue())) {
                continue;
            }
            String lane = event.queue() + ", session " + event.sessionId();
            Long transaction = lastTransaction.put(lane, event.transactionId());
            boolean together = transaction != null && transaction != 0 && transaction == event.transactionId();
            if (together) {
                last.merge(lane, event.sequenceNumber(), Math::max);
            } else {
                inOrder(last, lane, event.sequenceNumber(), "completion of " + event.messageId(), violations);
            }
        }
    }

    private static void inOrder(
            Map<String, Long> last, String lane, long sequenceNumber, String what, Consumer<Violation> violations) {
        Long before = last.put(lane, sequenceNumber);
        if (before != null && before > sequenceNumber) {
            violations.accept(new Violation(
                    Kind.OUT_OF_ORDER,
                    lane,
                    what + " (input " + sequenceNumber + ") came after that of input " + before));
        }
    }
}
