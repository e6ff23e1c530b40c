package dev.busway.proof;

import dev.busway.emulator.HistoryEvent;
import dev.busway.proof.Violation.Kind;
import java.util.function.Consumer;

/** Atomic: every output appears in the transaction that completes its input. */
final class OutputsComeWithCompletion implements Rule {

    @Override
    public void check(Story story, Expectations expectations, Consumer<Violation> violations) {
        for (InputStory input : story.inputs()) {
            for (HistoryEvent output : input.outputs()) {
                if (!completesWith(input, output)) {
                    violations.accept(new Violation(
                            Kind.OUTPUT_WITHOUT_COMPLETION,
                            input.input(),
                            "output " + output.messageId() + " in " + output.queue() + ", event " + output.number()
                                    + ", transaction " + output.transactionId()));
                }
            }
        }
    }

    private static boolean completesWith(InputStory input, HistoryEvent output) {
        return output.transactionId() != 0
                && input.completed().stream()
                        .anyMatch(completed -> completed.transactionId() == output.transactionId());
    }
}
