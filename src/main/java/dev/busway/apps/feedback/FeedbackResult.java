package dev.busway.apps.feedback;

/**
 * What the app makes of a feedback form; holds no e-mail address.
 *
 * @param id the id of the form
 * @param rating the rating of the form, 1 to 5
 * @param sentiment the rating in one word
 * @param needsFollowUp true if the form is negative and says where to answer
 * @param summary the first sentence of the comment without e-mail addresses, at most 140 code points; may be empty
 * @param wordCount words of the comment
 * @param processedAt when this was worked out, ISO 8601 in UTC
 */
public record FeedbackResult(
        String id,
        int rating,
        Sentiment sentiment,
        boolean needsFollowUp,
        String summary,
        int wordCount,
        String processedAt) {}
