package dev.busway.bench;

import java.nio.charset.StandardCharsets;

/** Bodies of a wanted size that are valid feedback forms. */
final class FeedbackForms {

    private static final String SENTENCE = "The counter was closed although the door said open. ";

    private FeedbackForms() {}

    /**
     * The number-th form; all have the same length.
     *
     * @param bytes length in bytes, at least 200; above 4,000 an unknown field, which the app ignores, fills it up
     */
    static byte[] form(long number, int bytes) {
        String head = "{\"id\":\"form-%012d\",\"rating\":%d,\"email\":\"someone@example.org\",\"language\":\"en\","
                .formatted(number, 1 + number % 5);
        String comment = "\"comment\":\"";
        int room = bytes - head.length() - comment.length() - 2;
        if (room <= 3_900) {
            return (head + comment + text(room) + "\"}").getBytes(StandardCharsets.US_ASCII);
        }
        String filler = "\"attachment\":\"";
        int rest = room - 1_000 - filler.length() - 2;
        return (head + filler + text(rest) + "\"," + comment + text(1_000) + "\"}").getBytes(StandardCharsets.US_ASCII);
    }

    private static String text(int length) {
        if (length < 1) {
            throw new IllegalArgumentException("a feedback form does not fit into so few bytes");
        }
        return SENTENCE.repeat(1 + length / SENTENCE.length()).substring(0, length);
    }
}
