package dev.busway.proof;

import dev.busway.emulator.HistoryEvent;
import dev.busway.proof.Violation.Kind;
import java.util.List;
import java.util.function.Consumer;

/** At least once: outputs are accepted before their input is completed, and repeats carry the same message id. */
final class RepeatsAreRecognisable implements Rule {

    @Override
    public void check(Story story, Expectations expectations, Consumer<Violation> violations) {
        for (InputStory input : story.inputs()) {
            int each = expectations.outputsOf().applyAsInt(input.input());
            checkIds(input, each, violations);
            if (input.ends() > 0 && each > 0) {
                checkOrder(input, violations);
            }
        }
    }

    private static void checkIds(InputStory input, int each, Consumer<Violation> violations) {
        List<String> ids = input.outputs().stream()
                .map(output -> output.queue() + " " + output.messageId())
                .distinct()
                .toList();
        if (ids.size() > Math.max(each, 1)) {
            violations.accept(new Violation(
                    Kind.REPEAT_WITH_ANOTHER_ID, input.input(), ids.size() + " ids for " + each + " outputs: " + ids));
        }
    }

    private static void checkOrder(InputStory input, Consumer<Violation> violations) {
        HistoryEvent end = input.completed().get(input.completed().size() - 1);
        if (input.outputs().stream().noneMatch(output -> output.number() < end.number())) {
            violations.accept(new Violation(
                    Kind.COMPLETED_BEFORE_OUTPUT,
                    input.input(),
                    "completed in event " + end.number() + ", no output was accepted before"));
        }
    }
}
