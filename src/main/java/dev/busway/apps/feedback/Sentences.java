package dev.busway.apps.feedback;

import java.text.BreakIterator;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Finds the first sentence of a text and shortens it without breaking a character. */
final class Sentences {

    /** What a reader sees as one character: an emoji with its skin tone, a letter with its accents. */
    private static final Pattern GRAPHEME = Pattern.compile("\\X");

    /** By Unicode's rules a line break ends a sentence; the JDK sees that only in this one. */
    private static final String PARAGRAPH_SEPARATOR = "\u2029";

    private static final Pattern LINE_BREAK = Pattern.compile("\\R+");

    private static final String LINE_ENDS = "\n\r\u000B\f\u0085\u2028\u2029";

    /** A full stop behind these ends no sentence, although Unicode's rules, which know no words, say so. */
    private static final Set<String> ABBREVIATIONS = Set.of(
            "e.g.", "i.e.", "cf.", "vs.", "approx.", "mr.", "mrs.", "ms.", "dr.", "prof.", "st.", "z.b.", "d.h.",
            "bzw.");

    private Sentences() {}

    /** The first sentence without the blanks around it; the whole text if it has no sentence end. */
    static String first(String text, Locale locale) {
        String stripped = onOneLine(text.strip());
        BreakIterator sentences = BreakIterator.getSentenceInstance(locale);
        sentences.setText(stripped);
        int end = sentences.next();
        while (end != BreakIterator.DONE) {
            String sentence = stripped.substring(0, end).strip();
            if (saysSomething(sentence) && !endsWithAbbreviation(sentence)) {
                return sentence.replace(PARAGRAPH_SEPARATOR, " ");
            }
            end = sentences.next();
        }
        return stripped.replace(PARAGRAPH_SEPARATOR, " ");
    }

    /** Most texts have one line, and to look for a pattern takes longer than to look for signs. */
    private static String onOneLine(String text) {
        for (int i = 0; i < LINE_ENDS.length(); i++) {
            if (text.indexOf(LINE_ENDS.charAt(i)) >= 0) {
                return LINE_BREAK.matcher(text).replaceAll(PARAGRAPH_SEPARATOR);
            }
        }
        return text;
    }

    /** At most so many code points of the text, whole graphemes as far as one fits. */
    static String cut(String text, int codePoints) {
        if (text.codePointCount(0, text.length()) <= codePoints) {
            return text;
        }
        int limit = text.offsetByCodePoints(0, codePoints);
        int end = 0;
        Matcher grapheme = GRAPHEME.matcher(text);
        while (grapheme.find() && grapheme.end() <= limit) {
            end = grapheme.end();
        }
        return text.substring(0, end == 0 ? limit : end).strip();
    }

    private static boolean saysSomething(String sentence) {
        return sentence.codePoints().anyMatch(Character::isLetterOrDigit);
    }

    private static boolean endsWithAbbreviation(String sentence) {
        int lastWord = sentence.lastIndexOf(' ') + 1;
        return ABBREVIATIONS.contains(sentence.substring(lastWord).toLowerCase(Locale.ROOT));
    }
}
