package dev.busway.routes;

import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;

/** Finds what somebody may have meant to write. */
final class Spelling {

    private static final int MOST_EDITS = 3;

    /** So few letters that nearly any other word is two edits away. */
    private static final int SHORT = 4;

    private Spelling() {}

    /** The candidate that differs least, if it differs little enough to be the same word. */
    static Optional<String> nearest(String word, Collection<String> candidates) {
        int most = word.length() < SHORT ? 1 : Math.min(MOST_EDITS, Math.max(2, word.length() / 3));
        return candidates.stream()
                .filter(candidate -> distance(word, candidate) <= most)
                .min(Comparator.comparingInt((String candidate) -> distance(word, candidate))
                        .thenComparing(Comparator.naturalOrder()));
    }

    /** Letters to insert, to remove or to exchange; upper and lower case are the same. */
    private static int distance(String left, String right) {
        String one = left.toLowerCase(Locale.ROOT);
        String other = right.toLowerCase(Locale.ROOT);
        int[] row = new int[other.length() + 1];
        for (int j = 0; j < row.length; j++) {
            row[j] = j;
        }
        for (int i = 1; i <= one.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j < row.length; j++) {
                int exchange = diagonal + (one.charAt(i - 1) == other.charAt(j - 1) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.min(exchange, 1 + Math.min(row[j], row[j - 1]));
            }
        }
        return row[other.length()];
    }
}
