package dev.busway.apps.feedback;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;

/**
 * A feedback form as it was filled in; the JSON Schema of the app has checked it before it gets here.
 *
 * @param id the sender's name for the form, repeated in the result
 * @param rating from 1 (bad) to 5 (good)
 * @param comment free text, or null
 * @param email where to answer, or null; must not leave this app
 * @param submittedAt when it was sent, ISO 8601, or null
 * @param language BCP 47 tag of the comment's language, or null
 */
@JsonIgnoreProperties(ignoreUnknown = true)
public record FeedbackForm(String id, int rating, String comment, String email, String submittedAt, String language) {

    /** Leaves out what a log must not show: the comment and the e-mail address. */
    @Override
    public String toString() {
        return "FeedbackForm[id=" + id + ", rating=" + rating + "]";
    }
}
