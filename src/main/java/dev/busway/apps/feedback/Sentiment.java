package dev.busway.apps.feedback;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/** What a rating says of the mood; in JSON the name in lower case. */
public enum Sentiment {
    NEGATIVE,
    NEUTRAL,
    POSITIVE;

    /** Negative up to 2, neutral at 3, positive from 4. */
    static Sentiment of(int rating) {
        if (rating <= 2) {
            return NEGATIVE;
        }
        return rating == 3 ? NEUTRAL : POSITIVE;
    }

    @JsonValue
    String inJson() {
        return name().toLowerCase(Locale.ROOT);
    }
}
