package dev.busway.apps.feedback;

import dev.busway.apps.Words;
import java.time.Clock;
import java.util.Locale;
import java.util.Objects;

/** Turns a feedback form into its result; safe for use by many threads at once. */
public final class FeedbackProcessor {

    private static final int SUMMARY_LENGTH = 140;

    private final Clock clock;

    /** Takes the time from the system. */
    public FeedbackProcessor() {
        this(Clock.systemUTC());
    }

    public FeedbackProcessor(Clock clock) {
        this.clock = Objects.requireNonNull(clock, "clock");
    }

    public FeedbackResult handle(FeedbackForm form) {
        String comment = form.comment() == null ? "" : form.comment();
        Sentiment sentiment = Sentiment.of(form.rating());
        return new FeedbackResult(
                form.id(),
                form.rating(),
                sentiment,
                sentiment == Sentiment.NEGATIVE && isGiven(form.email()),
                summary(comment, form),
                Words.count(comment),
                clock.instant().toString());
    }

    /** Addresses go first: a cut through the middle of one would leave a part of it that no pattern finds. */
    private static String summary(String comment, FeedbackForm form) {
        String clean = EmailAddresses.redact(comment, form.email());
        String sentence = Sentences.first(clean, language(form));
        return Sentences.cut(sentence, SUMMARY_LENGTH);
    }

    private static Locale language(FeedbackForm form) {
        return form.language() == null ? Locale.ROOT : Locale.forLanguageTag(form.language());
    }

    private static boolean isGiven(String email) {
        return email != null && !email.isBlank();
    }
}
