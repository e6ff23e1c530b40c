package dev.busway.apps;

import java.text.Normalizer;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * The words of a text: what lies between the word boundaries of Unicode Standard Annex 29 and holds a letter or a
 * digit.
 *
 * <p>The JDK's own {@code BreakIterator} is deliberately not used: it follows an older annex, and keeps a whole line of
 * Chinese together as one word. Scripts that are written without spaces and need a dictionary (Thai, Lao, Khmer,
 * Burmese) count as one word per run of letters.
 */
public final class Words {

    private static final int DOTLESS_I = 0x131;

    private final int[] text;
    private final List<String> found = new ArrayList<>();

    private Words(String text) {
        this.text = text.codePoints().toArray();
    }

    /** The words of the text in their order, as they are written there. */
    public static List<String> of(String text) {
        Words words = new Words(text);
        words.collect();
        return List.copyOf(words.found);
    }

    /**
     * A form of the word that is equal for all its spellings in upper and lower case, in any locale: {@code STRASSE} and
     * {@code Straße} agree, as do an accented letter and the letter followed by a combining accent.
     */
    public static String fold(String word) {
        StringBuilder folded = new StringBuilder(word.length());
        Normalizer.normalize(word, Normalizer.Form.NFD).codePoints().forEach(letter -> fold(letter, folded));
        return Normalizer.normalize(folded, Normalizer.Form.NFD);
    }

    /** Lower, upper and lower again, because neither alone unites ß, ẞ and SS, or the three sigmas. */
    private static void fold(int letter, StringBuilder folded) {
        if (letter == DOTLESS_I) {
            // Its capital is the ordinary I, so that the round trip would turn it into a dotted i.
            folded.appendCodePoint(letter);
            return;
        }
        String lower = Character.toString(letter).toLowerCase(Locale.ROOT);
        lower.toUpperCase(Locale.ROOT)
                .codePoints()
                .forEach(upper -> folded.append(Character.toString(upper).toLowerCase(Locale.ROOT)));
    }

    private void collect() {
        int start = 0;
        while (start < text.length) {
            int end = endOfWord(start);
            if (holdsLetterOrDigit(start, end)) {
                found.add(new String(text, start, end - start));
            }
            start = end;
        }
    }

    private int endOfWord(int start) {
        int position = start;
        while (true) {
            WordBreak here = WordBreak.of(text[position]);
            int next = afterExtenders(position);
            if (next == text.length) {
                return next;
            }
            WordBreak after = WordBreak.of(text[next]);
            if (here.joins(after)) {
                position = next;
                continue;
            }
            int second = afterExtenders(next);
            if (second < text.length && here.joinsAcross(after, WordBreak.of(text[second]))) {
                position = second;
                continue;
            }
            return next;
        }
    }

    /** Accents and invisible format characters belong to the character before them, except at a line's start. */
    private int afterExtenders(int position) {
        int next = position + 1;
        if (WordBreak.of(text[position]) == WordBreak.NEWLINE) {
            return next;
        }
        while (next < text.length && WordBreak.of(text[next]) == WordBreak.EXTEND) {
            next++;
        }
        return next;
    }

    private boolean holdsLetterOrDigit(int start, int end) {
        for (int i = start; i < end; i++) {
            if (Character.isLetterOrDigit(text[i])) {
                return true;
            }
        }
        return false;
    }
}
