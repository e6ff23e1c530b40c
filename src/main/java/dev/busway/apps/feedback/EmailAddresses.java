package dev.busway.apps.feedback;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Takes e-mail addresses out of a text.
 *
 * <p>Deliberately takes too much rather than too little: everything up to the next blank on both sides of an at sign
 * goes, since addresses may hold nearly any character of any script, and a word lost from a summary harms nobody.
 */
final class EmailAddresses {

    static final String REPLACEMENT = "[e-mail]";

    private static final char WIDE_AT = '\uFF20';
    private static final char SMALL_AT = '\uFE6B';
    private static final String LINK_AT = "%40";

    /** The at sign, its wide and small forms, and as links write it. */
    private static final Pattern AT = Pattern.compile("[@" + WIDE_AT + SMALL_AT + "]|" + LINK_AT);

    private static final String OPENING = "([{<\"'\u2018\u201C\u201E\u00AB";
    private static final String CLOSING = ".,;:!?)]}>\"'\u2019\u201D\u00BB\u3002\uFF01\uFF1F\u2026";

    private EmailAddresses() {}

    /** The text with {@link #REPLACEMENT} for each address in it and for the known one, which may be null. */
    static String redact(String text, String known) {
        // Searching a whole text by pattern takes longer than everything else here, and most texts hold no at sign.
        String clean = holdsAt(text) ? redactAll(text) : text;
        if (known == null || !holdsAt(known) || !holdsAt(clean)) {
            return clean;
        }
        return Pattern.compile(Pattern.quote(known.strip()), Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE)
                .matcher(clean)
                .replaceAll(REPLACEMENT);
    }

    private static boolean holdsAt(String text) {
        return text.indexOf('@') >= 0
                || text.indexOf(WIDE_AT) >= 0
                || text.indexOf(SMALL_AT) >= 0
                || text.contains(LINK_AT);
    }

    private static String redactAll(String text) {
        StringBuilder clean = new StringBuilder(text.length());
        Matcher at = AT.matcher(text);
        int copied = 0;
        while (at.find()) {
            int start = start(text, copied, at.start());
            int end = end(text, at.end());
            if (start < at.start() && end > at.end()) {
                clean.append(text, copied, start).append(REPLACEMENT);
                copied = end;
                at.region(end, text.length());
            }
        }
        return clean.append(text, copied, text.length()).toString();
    }

    private static int start(String text, int from, int at) {
        int start = at;
        int quote = text.lastIndexOf('"', at - 2);
        if (quote >= from && text.charAt(at - 1) == '"') {
            // The local part is in quotes and may hold blanks.
            start = quote;
        }
        while (start > from && !isBlank(text.charAt(start - 1))) {
            start--;
        }
        while (start < at && text.charAt(start) != '"' && OPENING.indexOf(text.charAt(start)) >= 0) {
            start++;
        }
        return start;
    }

    /** What ends a sentence or closes a bracket behind an address stays, so that the sentence keeps its end. */
    private static int end(String text, int at) {
        int end = afterNumericDomain(text, at);
        int least = end;
        while (end < text.length() && !isBlank(text.charAt(end))) {
            end++;
        }
        while (end > least && CLOSING.indexOf(text.charAt(end - 1)) >= 0) {
            end--;
        }
        return end;
    }

    /** A domain may be a number in brackets, whose closing bracket is part of it. */
    private static int afterNumericDomain(String text, int at) {
        boolean numeric = at < text.length() && text.charAt(at) == '[';
        return numeric ? Math.max(at, text.indexOf(']', at) + 1) : at;
    }

    private static boolean isBlank(char character) {
        return Character.isWhitespace(character) || Character.isSpaceChar(character);
    }
}
