package dev.busway.apps.feedback;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class FeedbackProcessorTest {

    private static final String FAMILY =
            "\uD83D\uDC68\u200D\uD83D\uDC69\u200D\uD83D\uDC67"; // one grapheme of five code points

    private final FeedbackProcessor processor =
            new FeedbackProcessor(Clock.fixed(Instant.parse("2026-01-02T03:04:05Z"), ZoneOffset.UTC));

    @Test
    void formBecomesItsResult() {
        FeedbackForm form = new FeedbackForm(
                "f-1", 2, "The room was cold. Nobody came.", "ann@example.com", "2026-01-01T00:00:00Z", "en");

        assertThat(processor.handle(form))
                .isEqualTo(new FeedbackResult(
                        "f-1", 2, Sentiment.NEGATIVE, true, "The room was cold.", 6, "2026-01-02T03:04:05Z"));
    }

    @ParameterizedTest
    @CsvSource({"1, negative", "2, negative", "3, neutral", "4, positive", "5, positive"})
    void sentimentFollowsTheRating(int rating, String sentiment) {
        FeedbackResult result = processor.handle(new FeedbackForm("f", rating, null, "a@b.de", null, null));

        assertThat(result.sentiment().inJson()).isEqualTo(sentiment);
        assertThat(result.needsFollowUp()).isEqualTo(rating <= 2);
    }

    @Test
    void withoutAnAddressNobodyFollowsUp() {
        assertThat(processor
                        .handle(new FeedbackForm("f", 1, "Bad", null, null, null))
                        .needsFollowUp())
                .isFalse();
        assertThat(processor
                        .handle(new FeedbackForm("f", 1, "Bad", " ", null, null))
                        .needsFollowUp())
                .isFalse();
    }

    @Test
    void missingCommentHasAnEmptySummary() {
        FeedbackResult result = processor.handle(new FeedbackForm("f", 3, null, null, null, null));

        assertThat(result.summary()).isEmpty();
        assertThat(result.wordCount()).isZero();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "No sentence end at all | No sentence end at all",
                "Really? Yes. | Really?",
                "We waited, e.g. at the desk. Then we left. | We waited, e.g. at the desk.",
                "We waited, e.g. In the hall. Then we left. | We waited, e.g. In the hall.",
                "It cost 3.50 euros. Fine. | It cost 3.50 euros.",
                "... Great. Thanks. | ... Great.",
                "\u5F88\u597D\u3002\u8C22\u8C22\u3002 | \u5F88\u597D\u3002",
            })
    void summaryIsTheFirstSentence(String comment, String summary) {
        assertThat(summaryOf(comment)).isEqualTo(summary);
    }

    @Test
    void lineBreakEndsTheFirstSentence() {
        assertThat(summaryOf("\n Great hotel\nWill come back")).isEqualTo("Great hotel");
    }

    @Test
    void longSentenceIsCutAt140CodePoints() {
        assertThat(summaryOf("\uD83D\uDE00".repeat(139) + "abc")).isEqualTo("\uD83D\uDE00".repeat(139) + "a");
    }

    @Test
    void cutLeavesGraphemesWhole() {
        assertThat(summaryOf("x".repeat(137) + FAMILY + "y")).isEqualTo("x".repeat(137));
        assertThat(summaryOf("x".repeat(139) + "e\u0301")).isEqualTo("x".repeat(139));
        assertThat(summaryOf("x".repeat(135) + FAMILY)).isEqualTo("x".repeat(135) + FAMILY);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "ann@example.com",
                "ann.lee+hotel@mail.example.co.uk",
                "ANN@EXAMPLE.COM",
                "j\u00FCrgen@m\u00FCller.example",
                "\u5F20\u4F1F@\u4F8B\u5B50.\u4E2D\u56FD",
                "o'neil@example.com",
                "ann@[192.168.0.1]",
                "\"ann lee\"@example.com",
                "ann@localhost",
                "ann\uFF20example.com",
                "ann%40example.com",
                "mailto:ann@example.com?subject=x",
                "a@b.de,c@d.de",
            })
    void addressInTheCommentNeverReachesTheSummary(String address) {
        assertThat(summaryOf("Write to " + address + ". Thanks.")).isEqualTo("Write to [e-mail].");
        assertThat(summaryOf("Write (" + address + ") now! Thanks.")).isEqualTo("Write ([e-mail]) now!");
        assertThat(summaryOf(address)).isEqualTo("[e-mail]");
    }

    @Test
    void addressAcrossTheCutLeavesNoPart() {
        for (int before = 110; before < 145; before++) {
            String summary = summaryOf("x".repeat(before) + " secret.name@example.com and more");

            assertThat(summary).hasSizeLessThanOrEqualTo(140).doesNotContain("secret", "name", "example");
        }
    }

    @Test
    void addressOfTheFormIsTakenOutInAnySpelling() {
        FeedbackForm form =
                new FeedbackForm("f", 1, "Ask \"Ann Lee\"@example.com today", "\"ann lee\"@EXAMPLE.com", null, null);

        assertThat(processor.handle(form).toString()).doesNotContainIgnoringCase("lee", "example.com");
    }

    @Test
    void lonelyAtSignIsNoAddress() {
        assertThat(summaryOf("Rooms @ 50 euros, thanks @hotel")).isEqualTo("Rooms @ 50 euros, thanks @hotel");
    }

    @Test
    void formInALogShowsNeitherCommentNorAddress() {
        assertThat(new FeedbackForm("f", 1, "private", "ann@example.com", null, null))
                .hasToString("FeedbackForm[id=f, rating=1]");
    }

    private String summaryOf(String comment) {
        return processor
                .handle(new FeedbackForm("f", 3, comment, null, null, null))
                .summary();
    }
}
