package dev.busway.proof;

import static org.assertj.core.api.Assertions.assertThat;

import dev.busway.emulator.queue.MessageEvent;
import dev.busway.proof.Violation.Kind;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Plants each violation in a history and sees it found; a good history has none. */
final class HistoryCheckerTest {

    private final Script script = new Script();

    @Test
    void aGoodAtomicRunHasNoViolations() {
        script.handedOff("a", 1, 7)
                .sent("b", 2)
                .locked("b", 2, 0)
                .in(MessageEvent.Kind.LOCK_EXPIRED, "b", 2, 1, 0, null)
                .locked("b", 2, 1)
                .deadLettered("b", 2, "MalformedJson");
        assertThat(check(atomic("a", "b"))).isEmpty();
    }

    @Test
    void aGoodRunAtLeastOnceMayRepeatAnOutputUnderTheSameId() {
        script.sent("a", 1)
                .output("a/out", 1, 0)
                .in(MessageEvent.Kind.LOCK_EXPIRED, "a", 1, 1, 0, null)
                .output("a/out", 2, 0)
                .in(MessageEvent.Kind.COMPLETED, "a", 1, 1, 0, null);
        assertThat(check(atLeastOnce("a"))).isEmpty();
        assertThat(kinds(atomic("a"))).contains(Kind.DOUBLED, Kind.OUTPUT_WITHOUT_COMPLETION);
    }

    @Test
    void aScheduledOutputCountsOnceThoughItIsSeenTwice() {
        script.sent("a", 1)
                .add("out", MessageEvent.Kind.SCHEDULED, "a/out", 1, null, 0, 7, null)
                .completed("a", 1, 7)
                .add("out", MessageEvent.Kind.ENQUEUED, "a/out", 2, null, 0, 0, null);
        assertThat(check(atomic("a"))).isEmpty();
    }

    @Test
    void gapsInTheHistoryAreFound() {
        script.handedOff("a", 1, 7);
        List<Violation> found = new HistoryChecker(atomic("a"))
                .check(script.events().subList(1, script.events().size()));
        assertThat(found).extracting(Violation::kind).contains(Kind.INCOMPLETE_HISTORY);
    }

    @Test
    void anInputCompletedWithoutItsOutputIsFound() {
        script.sent("a", 1).completed("a", 1, 7);
        assertThat(kinds(atomic("a"))).containsExactly(Kind.LOST);
        assertThat(kinds(atLeastOnce("a"))).contains(Kind.LOST);
        assertThat(check(atomic("a").withOutputsOf(input -> 0))).isEmpty();
    }

    @Test
    void anInputThatNeverArrivedIsFound() {
        assertThat(kinds(atomic("a"))).containsExactly(Kind.LOST);
    }

    @Test
    void anInputThatExpiredOrWasDeletedIsFound() {
        script.sent("a", 1).in(MessageEvent.Kind.EXPIRED, "a", 1, 0, 0, null);
        script.sent("b", 2).in(MessageEvent.Kind.DELETED, "b", 2, 0, 0, null);
        assertThat(kinds(atomic("a", "b"))).containsExactly(Kind.LOST, Kind.LOST);
    }

    @Test
    void anInputThatIsStillThereIsFound() {
        script.sent("a", 1).locked("a", 1, 0);
        assertThat(kinds(atomic("a"))).containsExactly(Kind.UNFINISHED);
    }

    @Test
    void anInputFinishedTwiceIsFound() {
        script.handedOff("a", 1, 7).output("a/out", 2, 8).completed("a", 1, 8);
        assertThat(kinds(atomic("a"))).containsExactly(Kind.FINISHED_TWICE);
    }

    @Test
    void anInputSentTwiceMayBeFinishedTwice() {
        script.handedOff("a", 1, 7).handedOff("a", 2, 8);
        assertThat(check(atomic("a"))).isEmpty();
    }

    @Test
    void anOutputOfADeadLetteredInputIsFound() {
        script.sent("a", 1).output("a/out", 1, 0).deadLettered("a", 1, "MalformedJson");
        assertThat(kinds(atLeastOnce("a"))).containsExactly(Kind.OUTPUT_AND_DEAD_LETTER);
    }

    @Test
    void aDeadLetterWithoutReasonIsFound() {
        script.sent("a", 1).deadLettered("a", 1, null);
        script.sent("b", 2).deadLettered("b", 2, " ");
        assertThat(kinds(atomic("a", "b"))).containsExactly(Kind.NO_REASON, Kind.NO_REASON);
    }

    @Test
    void aDoubledOutputIsFound() {
        script.handedOff("a", 1, 7).output("a/out", 2, 7);
        assertThat(kinds(atomic("a"))).containsExactly(Kind.DOUBLED);
    }

    @Test
    void anOutputOfNobodyIsFound() {
        script.handedOff("a", 1, 7).output("x/out", 2, 7);
        assertThat(kinds(atomic("a"))).containsExactly(Kind.STRANGER);
    }

    @Test
    void anOutputOutsideOfTheTransactionOfItsCompletionIsFound() {
        script.sent("a", 1).output("a/out", 1, 6).completed("a", 1, 7);
        script.sent("b", 2).output("b/out", 2, 0).completed("b", 2, 0);
        assertThat(kinds(atomic("a", "b")))
                .containsExactly(Kind.OUTPUT_WITHOUT_COMPLETION, Kind.OUTPUT_WITHOUT_COMPLETION);
    }

    @Test
    void anOutputWhoseInputWasNeverCompletedIsFound() {
        script.sent("a", 1).output("a/out", 1, 7);
        assertThat(kinds(atomic("a"))).containsExactly(Kind.UNFINISHED, Kind.OUTPUT_WITHOUT_COMPLETION);
    }

    @Test
    void aCompletionBeforeTheOutputIsFound() {
        script.sent("a", 1).completed("a", 1, 0).output("a/out", 1, 0);
        assertThat(kinds(atLeastOnce("a"))).containsExactly(Kind.COMPLETED_BEFORE_OUTPUT);
    }

    @Test
    void aRepeatUnderAnotherIdIsFound() {
        script.sent("a", 1).output("random-1", 1, 0).output("random-2", 2, 0).completed("a", 1, 0);
        Lineage seenInTheOutputs = Lineage.ofSequenceNumbers(Map.of("out", Map.of(1L, "a", 2L, "a")));
        Expectations expectations =
                Expectations.of(Set.of("a"), "in", Set.of("out"), Guarantee.AT_LEAST_ONCE, seenInTheOutputs);
        assertThat(kinds(expectations)).containsExactly(Kind.REPEAT_WITH_ANOTHER_ID);
    }

    @Test
    void aLaterAttemptContinuesItsInput() {
        laterAttempt(Duration.ofSeconds(30));
        Expectations expectations = atomic("a").withDelayOfAttempt(attempt -> Duration.ofSeconds(30L * attempt));
        assertThat(check(expectations)).isEmpty();
    }

    @Test
    void aLaterAttemptThatComesTooEarlyIsFound() {
        laterAttempt(Duration.ofMillis(29_999));
        Expectations expectations = atomic("a").withDelayOfAttempt(attempt -> Duration.ofSeconds(30L * attempt));
        assertThat(kinds(expectations)).containsExactly(Kind.TOO_EARLY);
    }

    @Test
    void aLaterAttemptThatIsNotScheduledAtAllIsTooEarly() {
        script.sent("a", 1).sent("a/attempt-1", 2).completed("a", 1, 7);
        script.output("a/out", 1, 8).completed("a/attempt-1", 2, 8);
        Expectations expectations = atomic("a").withDelayOfAttempt(attempt -> Duration.ofSeconds(1));
        assertThat(kinds(expectations)).containsExactly(Kind.TOO_EARLY);
    }

    @Test
    void outputsOfASessionOutOfOrderAreFound() {
        script.sentInSession("a", 1, "s").sentInSession("b", 2, "s");
        script.output("b/out", 1, 7).output("a/out", 2, 7);
        script.completedInSession("b", 2, "s", 7).completedInSession("a", 1, "s", 7);
        assertThat(kinds(atomic("a", "b"))).containsExactly(Kind.OUT_OF_ORDER);
    }

    @Test
    void completionsOfASessionOutOfOrderAreFound() {
        script.sentInSession("a", 1, "s").sentInSession("b", 2, "s");
        script.output("a/out", 1, 0).output("b/out", 2, 0);
        script.completedInSession("b", 2, "s", 0).completedInSession("a", 1, "s", 0);
        assertThat(kinds(atLeastOnce("a", "b"))).containsExactly(Kind.OUT_OF_ORDER);
    }

    @Test
    void differentSessionsHaveNoOrderAmongThem() {
        script.sentInSession("a", 1, "s").sentInSession("b", 2, "t");
        script.output("b/out", 1, 7).completedInSession("b", 2, "t", 7);
        script.output("a/out", 2, 8).completedInSession("a", 1, "s", 8);
        assertThat(check(atomic("a", "b"))).isEmpty();
    }

    @Test
    void aDeliveryCountedDuringACalmIsFound() {
        script.sent("a", 1).locked("a", 1, 0);
        long from = script.next();
        script.in(MessageEvent.Kind.ABANDONED, "a", 1, 1, 0, null);
        long to = script.next();
        script.locked("a", 1, 1).output("a/out", 1, 7).in(MessageEvent.Kind.COMPLETED, "a", 1, 1, 7, null);
        assertThat(check(atomic("a"))).isEmpty();
        assertThat(kinds(atomic("a").withCalm(new Expectations.Calm("drain", from, to, Set.of()))))
                .containsExactly(Kind.COUNT_MOVED);
        assertThat(check(atomic("a").withCalm(new Expectations.Calm("drain", from, to, Set.of("a")))))
                .isEmpty();
    }

    @Test
    void aDeliveryCountedByAReleaseIsFound() {
        script.sent("a", 1).locked("a", 1, 0).in(MessageEvent.Kind.RELEASED, "a", 1, 1, 0, null);
        script.output("a/out", 1, 7).in(MessageEvent.Kind.COMPLETED, "a", 1, 1, 7, null);
        assertThat(kinds(atomic("a"))).containsExactly(Kind.COUNT_MOVED);
    }

    private void laterAttempt(Duration delay) {
        script.sent("a", 1).locked("a", 1, 0).in(MessageEvent.Kind.SCHEDULED, "a/attempt-1", 2, 0, 7, null);
        script.completed("a", 1, 7).after(delay).sent("a/attempt-1", 3);
        script.output("a/out", 1, 8).completed("a/attempt-1", 3, 8);
    }

    private static Expectations atomic(String... inputs) {
        return expectations(Guarantee.ATOMIC, inputs);
    }

    private static Expectations atLeastOnce(String... inputs) {
        return expectations(Guarantee.AT_LEAST_ONCE, inputs);
    }

    private static Expectations expectations(Guarantee guarantee, String... inputs) {
        Lineage lineage = Lineage.ofDerivedIds(
                Set.of(inputs),
                Set.of("out"),
                1,
                (input, queue, index) -> input + "/" + queue,
                3,
                (input, attempt) -> input + "/attempt-" + attempt);
        return Expectations.of(Set.of(inputs), "in", Set.of("out"), guarantee, lineage);
    }

    private List<Violation> check(Expectations expectations) {
        return new HistoryChecker(expectations).check(script.events());
    }

    private List<Kind> kinds(Expectations expectations) {
        return check(expectations).stream().map(Violation::kind).toList();
    }
}
