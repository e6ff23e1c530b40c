package dev.busway.proof;

import dev.busway.emulator.HistoryEvent;
import dev.busway.proof.Violation.Kind;
import java.util.function.Consumer;

/** Each input ends as exactly one of: completed with its outputs, or dead-lettered with a reason. */
final class EveryInputEndsOnce implements Rule {

    @Override
    public void check(Story story, Expectations expectations, Consumer<Violation> violations) {
        for (InputStory input : story.inputs()) {
            checkEnds(input, violations);
            checkOutputs(input, expectations, violations);
        }
        for (HistoryEvent stranger : story.strangers()) {
            violations.accept(new Violation(
                    Kind.STRANGER,
                    String.valueOf(stranger.messageId()),
                    stranger.kind() + " in " + stranger.queue() + ", event " + stranger.number()));
        }
    }

    private static void checkEnds(InputStory input, Consumer<Violation> violations) {
        int sent = input.sent().size();
        int ends = input.ends() + input.deadLettered().size();
        for (HistoryEvent removed : input.removed()) {
            violations.accept(new Violation(
                    Kind.LOST, input.input(), "it was removed: " + removed.kind() + ", event " + removed.number()));
        }
        if (sent == 0) {
            violations.accept(new Violation(Kind.LOST, input.input(), "it never reached the input queue"));
        } else if (ends < sent && input.removed().isEmpty()) {
            violations.accept(new Violation(
                    Kind.UNFINISHED, input.input(), "sent " + sent + " times, finished " + ends + " times"));
        } else if (ends > sent) {
            violations.accept(new Violation(
                    Kind.FINISHED_TWICE, input.input(), "sent " + sent + " times, finished " + ends + " times"));
        }
        for (HistoryEvent dead : input.deadLettered()) {
            if (dead.detail() == null || dead.detail().isBlank()) {
                violations.accept(
                        new Violation(Kind.NO_REASON, input.input(), "dead-lettered in event " + dead.number()));
            }
        }
    }

    private static void checkOutputs(InputStory input, Expectations expectations, Consumer<Violation> violations) {
        boolean atomic = expectations.guarantee() == Guarantee.ATOMIC;
        int ends = Math.max(0, input.ends());
        int expected =
                (atomic ? ends : Math.min(ends, 1)) * expectations.outputsOf().applyAsInt(input.input());
        int seen = input.outputs().size();
        if (seen < expected) {
            violations.accept(new Violation(
                    Kind.LOST, input.input(), "completed, but with " + seen + " of " + expected + " outputs"));
        }
        if (seen > 0 && input.ends() <= 0 && !input.deadLettered().isEmpty()) {
            violations.accept(
                    new Violation(Kind.OUTPUT_AND_DEAD_LETTER, input.input(), seen + " outputs and a dead letter"));
        } else if (atomic && seen > expected && ends > 0) {
            violations.accept(new Violation(Kind.DOUBLED, input.input(), seen + " outputs instead of " + expected));
        }
    }
}
