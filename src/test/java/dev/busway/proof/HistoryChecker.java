package dev.busway.proof;

import dev.busway.emulator.HistoryEvent;
import java.util.ArrayList;
import java.util.List;

/**
 * Says what in a history breaks the promises of a run; nothing is what we want.
 *
 * <p>Each rule is a class of its own: {@link EveryInputEndsOnce}, {@link OutputsComeWithCompletion} or
 * {@link RepeatsAreRecognisable}, {@link DelaysAreKept}, {@link SessionsKeepTheirOrder}, {@link CountsStayCalm}.
 */
public final class HistoryChecker {

    private final Expectations expectations;
    private final List<Rule> rules;

    public HistoryChecker(Expectations expectations) {
        this.expectations = expectations;
        this.rules = List.of(
                new EveryInputEndsOnce(),
                expectations.guarantee() == Guarantee.ATOMIC
                        ? new OutputsComeWithCompletion()
                        : new RepeatsAreRecognisable(),
                new DelaysAreKept(),
                new SessionsKeepTheirOrder(),
                new CountsStayCalm());
    }

    /** Reads a whole history, from its first event on. */
    public List<Violation> check(List<HistoryEvent> events) {
        List<Violation> violations = new ArrayList<>();
        checkComplete(events, violations);
        Story story = new Story(expectations, events);
        rules.forEach(rule -> rule.check(story, expectations, violations::add));
        return violations;
    }

    private static void checkComplete(List<HistoryEvent> events, List<Violation> violations) {
        for (int i = 0; i < events.size(); i++) {
            if (events.get(i).number() != i) {
                violations.add(new Violation(
                        Violation.Kind.INCOMPLETE_HISTORY,
                        "event " + i,
                        "event " + events.get(i).number()
                                + " stands in its place; raise the emulator's history limit"));
                return;
            }
        }
    }
}
